import {
  add,
  backend,
  dispose,
  env,
  matMul,
  maximum,
  mean,
  memory,
  minimum,
  relu,
  scalar,
  square,
  sum,
  type Tensor,
  type Tensor2D,
  tensor,
} from "@tensorflow/tfjs-core";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { clampPassing } from "../../src/engine/operations/clampPassing";
import { dense } from "../../src/engine/operations/dense";
import { gatherImages } from "../../src/engine/operations/gatherImages";
import { globalNorm } from "../../src/engine/operations/globalNorm";
import { standardNormal } from "../../src/engine/operations/standardNormal";
import { stepMetrics } from "../../src/engine/operations/stepMetrics";
import { startEngine } from "../../src/engine/start";
import { RANDOM } from "../../src/engine/webgl/glsl/mathematics";
import type { WebglBackend } from "../../src/engine/webgl/webglBackend";
import { binarizeInto } from "../../src/numeric/binarization";
import { normals, pcg3dInto } from "../../src/numeric/random";
import { createPagePlatform } from "../../src/worker/platform";
import { computed, EXPRESSIONS } from "./expressions";
import { largest, largestError, product, scattered } from "./numbers";

/** The programs of the WebGL engine (drawn by a software renderer) beside plain JavaScript, at sizes that leave texels half empty. */

const start = (engine: "webgl" | "cpu") => startEngine(engine, createPagePlatform(), (text) => expect.fail(text));

/** By name, on plain JavaScript. */
const EXACT = new Map<string, ReturnType<typeof computed>>();

describe("programs", () => {
  beforeEach(async () => {
    await start("webgl");
  });

  it.each(EXPRESSIONS)("$name: value and gradients", async (expression) => {
    await start("cpu");
    EXACT.set(expression.name, computed(expression));
    await start("webgl");
    const [found, exact] = [computed(expression), EXACT.get(expression.name)];
    if (exact === undefined) throw new Error("nothing to compare with");
    expect(largestError(found.value, exact.value)).toBeLessThan(1e-5 * Math.max(1, largest(exact.value)));
    found.gradients.forEach((gradient, i) => {
      expect(largestError(gradient, exact.gradients[i])).toBeLessThan(1e-4 * Math.max(1e-3, largest(exact.gradients[i])));
    });
  });

  it("draws the contract's words, exactly", () => {
    const [rows, columns, step, streamId] = [5, 64, 0xfedcba98, 0x9e3779b9];
    const shader = {
      key: "words, for a test",
      inputs: [],
      body: `${RANDOM}
      void main() {
        uvec3 words = pcg3d(uvec3(uint(at.y * ints[2] + at.x), uint(ints[0]), uint(ints[1])));
        out0 = vec4(words.x >> 16u, words.x & 65535u, words.y >> 16u, words.y & 65535u);
      }`,
    };
    const engine = backend() as WebglBackend;
    const [drawn] = engine.run({ shader, inputs: [], ints: [step | 0, streamId | 0, columns] }, [[2 * rows, 2 * columns]]) ?? [];
    if (drawn === undefined) throw new Error("nothing was drawn");
    const values = engine.readSync(drawn.dataId) as Float32Array;
    const words = new Int32Array(3);
    for (let element = 0; element < rows * columns; element++) {
      pcg3dInto(words, element, step, streamId);
      // A texel is two rows of two numbers.
      const at = 4 * columns * Math.floor(element / columns) + 2 * (element % columns);
      const halves = [values[at], values[at + 1], values[at + 2 * columns], values[at + 2 * columns + 1]];
      expect(halves).toEqual([words[0] >>> 16, words[0] & 65535, words[1] >>> 16, words[1] & 65535]);
    }
    engine.disposeData(drawn.dataId);
  });

  it.each([[[4099]], [[3, 5, 3]], [[2, 3, 4, 5]], [[1, 128, 2]]])("draws the same noise as the processor, of shape %j", (shape) => {
    for (const [step, streamId, first] of [
      [7, 0xdeadbeef, 0],
      [0xffffffff, 1, 123],
    ]) {
      const noise = standardNormal(shape, step, streamId, first);
      expect(largestError(noise.dataSync(), normals(product(shape), step, streamId, first))).toBeLessThan(2e-6);
      noise.dispose();
    }
  });

  it.each(["dynamic", "static", "none"] as const)("gathers the same images, %s, in whatever order they arrive", (binarization) => {
    const count = 90;
    const bytes = new Uint8Array(count * 784);
    for (const last of [40, count]) {
      for (let i = 0; i < last * 784; i++) bytes[i] = (i * 31 + Math.floor(i / 784)) % 256;
      const images = Uint32Array.from({ length: 7 }, (_, i) => (i * 37 + last) % last);
      const draw = { binarization, streamId: 0xcafebabe, step: 5, firstRow: 3 };
      const exact = new Float32Array(images.length * 784);
      binarizeInto(exact, bytes, images, draw);
      const gathered = gatherImages(bytes, images, 784, draw);
      expect(largestError(gathered.dataSync(), exact)).toBeLessThan(binarization === "none" ? 1e-7 : 1e-30);
      gathered.dispose();
    }
  });

  it("takes the norm of matrices, vectors and numbers together", () => {
    const shapes = [[7, 5], [11], [], [3, 5, 3]];
    const values = shapes.map((shape, i) => scattered(product(shape), i + 1));
    const norm = globalNorm(shapes.map((shape, i) => tensor(values[i], shape)));
    const exact = Math.sqrt(values.flat().reduce((total, value) => total + value * value, 0));
    expect(Math.abs(norm.dataSync()[0] - exact)).toBeLessThan(1e-5 * exact);
  });

  it("takes the norm of a wrapped matrix, and leaves nothing of what that took", () => {
    const widest = env().getNumber("WEBGL_MAX_TEXTURE_SIZE");
    env().set("WEBGL_MAX_TEXTURE_SIZE", 32);
    try {
      const values = scattered(393, 1);
      const before = memory().numTensors;
      const gradient = tensor(values, [131, 3]);
      const norm = globalNorm([gradient]);
      expect(norm.dataSync()[0]).toBeCloseTo(Math.sqrt(values.reduce((total, value) => total + value * value, 0)), 4);
      dispose([gradient, norm]);
      expect(memory().numTensors).toBe(before);
    } finally {
      env().set("WEBGL_MAX_TEXTURE_SIZE", widest);
    }
  });

  it("measures a step of an odd batch, with a bound and without, and adds that to earlier ones", () => {
    const [kl, reconstruction, iwae] = [scattered(15, 1), scattered(5, 2), scattered(5, 3)];
    const average = (values: number[]) => values.reduce((total, value) => total + value, 0) / values.length;
    const columns = [0, 1, 2].map((d) => average(kl.filter((_, i) => i % 3 === d)));
    const total = columns.reduce((sumOfAll, value) => sumOfAll + value, 0);
    const terms = { reconstruction: tensor(reconstruction), kl: tensor(kl, [5, 3]), loss: scalar(9) };
    const plain = stepMetrics(terms as never).dataSync();
    expect(largestError(plain, [1, average(reconstruction), total, 9, ...columns])).toBeLessThan(1e-6);
    const withBound = stepMetrics({ ...terms, iwae: tensor(iwae) } as never).dataSync();
    const exact = [1, average(reconstruction), total, 9, average(iwae), ...columns];
    expect(largestError(withBound, exact)).toBeLessThan(1e-6);
    const earlier = scattered(exact.length, 4);
    for (const isCarried of [true, false]) {
      const sums = stepMetrics({ ...terms, iwae: tensor(iwae) } as never, { sums: tensor(earlier), isCarried });
      const expected = exact.map((value, i) => value + (isCarried ? earlier[i] : 0));
      expect(largestError(sums.dataSync(), expected)).toBeLessThan(2e-6);
    }
  });

  it("are of no more textures than every card has, also where what took none is computed in between", () => {
    const draws = vi.spyOn((backend() as WebglBackend).programs, "draw");
    const noise = [1, 2, 3].map((step) => standardNormal([3, 5], step, 7));
    const terms = [...Array.from({ length: 16 }, (_, i) => tensor(scattered(15, i), [3, 5])), ...noise];
    const total = terms.reduce((sumOfAll: Tensor, term) => add(sumOfAll, term));
    const values = noise.map((one) => Array.from(one.dataSync()));
    const exact = Array.from({ length: 15 }, (_, at) =>
      [...Array.from({ length: 16 }, (_one, i) => scattered(15, i)), ...values].reduce((sumOfAll, term) => sumOfAll + term[at], 0),
    );
    expect(largestError(total.dataSync(), exact)).toBeLessThan(1e-5);
    expect(Math.max(...draws.mock.calls.map(([, inputs]) => inputs.length))).toBeLessThanOrEqual(16);
    draws.mockRestore();
  });

  it("keeps a NaN a NaN, so that it is found", () => {
    const x = tensor([Number.NaN, -1, 1, 2], [2, 2]) as Tensor2D;
    const weight = tensor([1, 0, 0, 1], [2, 2]) as Tensor2D;
    const bias = tensor([0, 0]);
    for (const value of [
      dense(x, weight, bias as never, "relu"),
      dense(x, weight, bias as never, "elu"),
      clampPassing(x, -15, 15),
      maximum(x, 0),
      minimum(0, x),
      relu(x),
      sum(x),
    ])
      expect(value.dataSync()[0]).toBeNaN();
  });

  it("takes the larger and the smaller of infinities and of numbers whose sum is none", () => {
    const [a, b] = [
      [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 3e38, -3e38],
      [1, 1, 2e38, -3e38],
    ];
    expect(Array.from(maximum(tensor(a), tensor(b)).dataSync())).toEqual(a.map((value, i) => Math.fround(Math.max(value, b[i]))));
    expect(Array.from(minimum(tensor(a), tensor(b)).dataSync())).toEqual(a.map((value, i) => Math.fround(Math.min(value, b[i]))));
  });

  it("multiplies wrapped matrices whatever lies beside their numbers", () => {
    const widest = env().getNumber("WEBGL_MAX_TEXTURE_SIZE");
    env().set("WEBGL_MAX_TEXTURE_SIZE", 32);
    try {
      const rows = 131;
      const [x, w, bias] = [scattered(rows * 3, 1), scattered(15, 2), scattered(5, 3)];
      const layer = () => dense(tensor(x, [rows, 3]) as Tensor2D, tensor(w, [3, 5]) as Tensor2D, tensor(bias) as never, "linear");
      const found = matMul(layer(), layer(), true, false).dataSync();
      const hidden = Array.from({ length: rows * 5 }, (_, i) => {
        const [row, column] = [Math.floor(i / 5), i % 5];
        return bias[column] + [0, 1, 2].reduce((total, k) => total + x[row * 3 + k] * w[k * 5 + column], 0);
      });
      const exact = Array.from({ length: 25 }, (_, i) => {
        const [p, q] = [Math.floor(i / 5), i % 5];
        return Array.from({ length: rows }, (_, row) => hidden[row * 5 + p] * hidden[row * 5 + q]).reduce((total, value) => total + value);
      });
      expect(largestError(found, exact)).toBeLessThan(1e-5 * largest(exact));
    } finally {
      env().set("WEBGL_MAX_TEXTURE_SIZE", widest);
    }
  });

  it("computes what its programs cannot read: textures that are wrapped because they are too long", () => {
    const rows = 2 * 8192 + 3;
    const engine = backend() as WebglBackend;
    const longest = 2 * (engine.context.getParameter(engine.context.MAX_TEXTURE_SIZE) as number);
    const size = Math.max(rows, longest + 3);
    const values = scattered(size, 1);
    const x = tensor(values, [size]);
    expect(
      largestError(
        add(square(x), 1).dataSync(),
        values.map((value) => value * value + 1),
      ),
    ).toBeLessThan(1e-6);
    expect(largestError(mean(tensor(values, [size, 1]), 1).dataSync(), values)).toBeLessThan(1e-6);
  });
});
