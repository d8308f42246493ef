import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { Machine } from "../../../src/engine/simd/machine";
import { type BitDraw, binarizeInto } from "../../../src/numeric/binarization";
import { normals } from "../../../src/numeric/random";
import { outputOf, sameBits, testMachine } from "./machines";

let machine: Machine;
let threaded: Machine;
beforeAll(async () => {
  machine = await testMachine();
  threaded = await testMachine(3);
});

const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });

function normalsOn(on: Machine, count: number, step: number, streamId: number, first: number): Float32Array {
  return outputOf(on, [], count, (_, out) => on.kernels.standardNormal(out, count, first, step, streamId));
}

describe("normal noise", () => {
  it("is that of numeric/random.ts to 1e-6 of itself and of 1, for any addresses", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 70 }), word, word, word, (count, step, streamId, first) => {
        const exact = normals(count, step, streamId, first);
        normalsOn(machine, count, step, streamId, first).forEach((value, i) => {
          expect(Math.abs(value - exact[i])).toBeLessThanOrEqual(1e-6 * (1 + Math.abs(exact[i])));
        });
      }),
    );
  });

  it("is so for a quarter of a million numbers, the far tail among them", () => {
    const exact = normals(2 ** 18, 5, 77);
    const found = normalsOn(machine, 2 ** 18, 5, 77, 0);
    let worst = 0;
    for (let i = 0; i < exact.length; i++) worst = Math.max(worst, Math.abs(found[i] - exact[i]) / (1 + Math.abs(exact[i])));
    expect(worst).toBeLessThan(1e-6);
    expect(sameBits(normalsOn(threaded, 2 ** 18, 5, 77, 0), found)).toBe(true);
  });
});

/** The gathered images of one machine, by the kernel that `gatherImages` calls. */
function gatheredOn(on: Machine, bytes: Uint8Array, images: Uint32Array, pixels: number, draw: BitDraw): Float32Array {
  const { binarization, step, streamId, firstRow = 0 } = draw;
  const rule = { dynamic: 0, static: 1, none: 2 }[binarization];
  const source = on.images.locate(bytes, pixels, images);
  const list = new Float32Array(images.buffer, images.byteOffset, images.length);
  return outputOf(on, [list], images.length * pixels, ([rows], out) => {
    const drawnAt = binarization === "static" ? 0 : step;
    on.kernels.gatherImages(source, rows, out, images.length, pixels, rule, firstRow, drawnAt, streamId);
  });
}

function gathered(bytes: Uint8Array, images: Uint32Array, pixels: number, draw: BitDraw): Float32Array {
  const out = new Float32Array(images.length * pixels);
  binarizeInto(out, bytes, images, draw);
  return out;
}

const RULES = ["dynamic", "static", "none"] as const;

describe.each(RULES)("gathered images, %s", (binarization) => {
  it("are those of numeric/binarization.ts, bit for bit, whatever the number of pixels", () => {
    const shapes = fc.record({ pixels: fc.integer({ min: 1, max: 70 }), rows: fc.integer({ min: 1, max: 9 }) });
    fc.assert(
      fc.property(shapes, word, word, fc.nat(1000), fc.array(fc.nat(8), { maxLength: 12 }), (shape, step, streamId, firstRow, list) => {
        const { pixels, rows } = shape;
        const bytes = Uint8Array.from({ length: pixels * rows }, (_, i) => (i % 3 === 0 ? 0 : i * 37 + firstRow));
        const images = Uint32Array.from(list, (image) => image % rows);
        const draw = { binarization, step, streamId, firstRow };
        expect(sameBits(gatheredOn(machine, bytes, images, pixels, draw), gathered(bytes, images, pixels, draw))).toBe(true);
      }),
    );
  });

  it("are so for every byte, on one thread and on three", () => {
    const bytes = Uint8Array.from({ length: 784 * 300 }, (_, i) => (i >> 4) + i);
    const images = Uint32Array.from({ length: 128 }, (_, row) => (row * 89) % 300);
    const draw = { binarization, step: 9, streamId: 4242 };
    const found = gatheredOn(machine, bytes, images, 784, draw);
    expect(sameBits(found, gathered(bytes, images, 784, draw))).toBe(true);
    expect(sameBits(gatheredOn(threaded, bytes, images, 784, draw), found)).toBe(true);
  });
});

describe("resident images", () => {
  it("are copied row by row as they are asked for, and once", () => {
    const bytes = new Uint8Array(30).fill(1);
    const draw = { binarization: "none", step: 0, streamId: 0 } as const;
    gatheredOn(machine, bytes, Uint32Array.of(0), 10, draw);
    bytes.fill(255);
    expect([...gatheredOn(machine, bytes, Uint32Array.of(2), 10, draw)]).toEqual(new Array(10).fill(1));
    expect([...gatheredOn(machine, bytes, Uint32Array.of(0), 10, draw)]).toEqual(new Array(10).fill(Math.fround(1 / 255)));
  });

  it("keep their number of pixels", () => {
    const bytes = new Uint8Array(60);
    machine.images.locate(bytes, 10, Uint32Array.of(5));
    expect(() => machine.images.locate(bytes, 20, Uint32Array.of(1))).toThrow("these images have 10 pixels each, not 20");
  });

  it("are those of the two arrays used last; older ones give their memory back", () => {
    const arrays = Array.from({ length: 5 }, () => new Uint8Array(1000));
    for (const bytes of arrays.slice(0, 2)) machine.images.locate(bytes, 10, new Uint32Array(0));
    const { used } = machine.heap;
    for (const bytes of arrays) machine.images.locate(bytes, 10, Uint32Array.of(99));
    expect(machine.heap.used).toBe(used);
  });
});
