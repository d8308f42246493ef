import { grads, type Scalar, sum, type Tensor, type Tensor2D, type Tensor3D, tensor } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { type Conditioner, conditioner } from "../../../src/vae/posteriors/conditioner";
import { forward, inverse } from "../../../src/vae/posteriors/coupling";
import { planarFlow, planarLayers } from "../../../src/vae/posteriors/planar";
import { ENGINES, startTestEngine } from "../../engine/engines";
import { largest, largestError, scattered } from "../../engine/numbers";
import { BATCH, featuresOf, featuresOfImage, named, noiseOf, numbersOf, posteriorCase, posteriorOf, tensorsOf } from "./cases";
import { iafInverse, logAbsDeterminant } from "./reference";

describe.each(ENGINES)("on %s", (engine) => {
  beforeAll(() => startTestEngine(engine));

  it.each([1, 2, 5])("draws of the autoregressive flow of %i dimensions, undone one dimension after another, are their noise", (dim) => {
    const one = posteriorCase({ kind: "iaf", layers: 3, hidden: 7 }, dim, 3);
    const z = [...posteriorOf(one, tensorsOf(one)).sample(noiseOf(one)).z.dataSync()];
    const undone = Array.from({ length: z.length / dim }, (_, row) => {
      const draw = { parameters: numbersOf(one, one.values), features: featuresOfImage(one, row % BATCH), dim };
      return iafInverse(draw, z.slice(row * dim, (row + 1) * dim), 3);
    });
    expect(largestError(undone.flat(), one.noise)).toBeLessThan(1e-5 * largest(one.noise));
  });

  it.each([1, 2, 5])("a coupling flow of %i dimensions and back is where it began, with the same log-determinant", (dim) => {
    const one = posteriorCase({ kind: "coupling", layers: 4, hidden: 4 }, dim, 3);
    const mask = (index: number) => tensor(Array.from({ length: dim }, (_, d) => (d + index) % 2)).reshape([dim, 1]) as Tensor2D;
    const network = (index: number): Conditioner =>
      conditioner(named(one, tensorsOf(one)), `posterior.coupling.${index}`, featuresOf(one), { input: mask(index) });
    const empty = tensor([], [0, dim]) as Tensor2D;
    const flow = { heads: { mean: empty, logVariance: empty }, layers: [0, 1, 2, 3].map(network) };
    const start = noiseOf(one) as Tensor3D;
    const there = forward(flow, start);
    const back = inverse(flow, there.z);
    expect(largestError(back.z.dataSync(), one.noise)).toBeLessThan(1e-5 * largest(there.z.dataSync()));
    const logDeterminants = there.logDeterminant.dataSync();
    expect(largestError(back.logDeterminant.dataSync(), logDeterminants)).toBeLessThan(1e-5 * Math.max(1, largest(logDeterminants)));
  });

  it.each([
    { words: "moderate", scale: 1 },
    { words: "steep", scale: 4 },
  ])("a planar layer with $words numbers stretches as its Jacobian says", ({ scale }) => {
    const [u, w, b] = [scattered(3, 1, scale), scattered(3, 2, scale), 0.3];
    const at = scattered(3, 3);
    const product = u.reduce((total, value, d) => total + value * w[d], 0);
    const square = w.reduce((total, value) => total + value ** 2, 0);
    const uHat = u.map((value, d) => value + ((Math.log1p(Math.exp(product)) - 1 - product) * w[d]) / square);
    const move = (z: number[]) => {
      const bend = Math.tanh(z.reduce((total, value, d) => total + value * w[d], b));
      return z.map((value, d) => value + uHat[d] * bend);
    };
    const jacobian = at.map((_, j) => {
      const moved = (by: number) => move(at.map((value, i) => (i === j ? value + by : value)));
      const below = moved(-1e-5);
      return moved(1e-5).map((value, i) => (value - below[i]) / 2e-5);
    });
    const layer = planarLayers(tensor(u, [1, 1, 3]) as Tensor3D, tensor(w, [1, 1, 3]) as Tensor3D, tensor([b], [1, 1]) as Tensor2D);
    const { logDeterminant } = planarFlow(layer, tensor(at, [1, 1, 3]) as Tensor3D);
    expect(Math.abs(logDeterminant.dataSync()[0] - logAbsDeterminant(jacobian))).toBeLessThan(1e-5 * Math.max(1, largest(u)));
  });

  it("a planar layer of zeros is the identity, and one that would fold the space is finite, with finite gradients", () => {
    const zeros = tensor([0, 0], [1, 1, 2]) as Tensor3D;
    const layer = (u: Tensor, w: Tensor) => planarLayers(u as Tensor3D, w as Tensor3D, tensor([0], [1, 1]) as Tensor2D);
    const z = tensor([0.5, -1, 0, 0], [2, 1, 2]) as Tensor3D;
    const still = planarFlow(layer(zeros, zeros), z);
    expect([...still.z.dataSync()]).toEqual([...z.dataSync()]);
    expect([...still.logDeterminant.dataSync()]).toEqual([0, 0]);
    const [u, w] = [tensor([-6, -5], [1, 1, 2]), tensor([4, 3], [1, 1, 2])];
    // At w·z = 0 the determinant is softplus(u·w) = softplus(−39).
    expect(Math.abs(planarFlow(layer(u, w), z).logDeterminant.dataSync()[1] + 39)).toBeLessThan(1e-3);
    for (const numbers of [
      [zeros, zeros],
      [u, w],
    ]) {
      const found = grads((us: Tensor, ws: Tensor) => {
        const moved = planarFlow(layer(us, ws), z);
        return sum(moved.logDeterminant).add(sum(moved.z)) as Scalar;
      })(numbers);
      for (const gradient of found) expect([...gradient.dataSync()].every(Number.isFinite)).toBe(true);
    }
  });
});
