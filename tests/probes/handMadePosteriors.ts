import {
  add,
  concat,
  div,
  expandDims,
  logSumExp,
  mul,
  reshape,
  slice,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  tensor1d,
  tensor2d,
  tile,
} from "@tensorflow/tfjs-core";
import { normals } from "../../src/numeric/random";
import type { Posterior } from "../../src/vae/posterior";
import { meanFieldPosterior } from "../../src/vae/posteriors/meanField";

/** Posteriors of one image, made by hand. */

export const LOG_TWO_PI = Math.log(2 * Math.PI);

/** N(μ, diag σ²) as a family that says nothing of itself but its draws. */
export function onlyDraws(mean: number[], deviation: number[], density: "own" | "anywhere" = "own"): Posterior {
  const q = meanFieldPosterior({
    mean: tensor2d(mean, [1, mean.length]),
    logVariance: tensor2d(
      deviation.map((value) => 2 * Math.log(value)),
      [1, mean.length],
    ),
  });
  return { sample: q.sample, logProb: density === "own" ? undefined : q.logProb };
}

/** z₁ = ε₁, z₂ = ½ε₂ + ½ z₁²: a bent Gaussian with log-determinant log ½. */
export function bent(): Posterior {
  return {
    sample(noise) {
      const [first, second] = [0, 1].map((d) => slice(noise, [0, 0, d], [-1, -1, 1]));
      const z = concat([first, add(mul(second, 0.5), mul(square(first), 0.5))], 2) as Tensor3D;
      return { z, logProb: () => sub(mul(-0.5, add(sum(square(noise), 2), 2 * LOG_TWO_PI)), Math.log(0.5)) as Tensor2D };
    },
  };
}

export function bentDraws(count: number): [number, number][] {
  const noise = normals(2 * count, 9, 77);
  return Array.from({ length: count }, (_, i) => [noise[2 * i], 0.5 * noise[2 * i + 1] + 0.5 * noise[2 * i] ** 2]);
}

const CENTRES = [
  [-1.5, 0.5],
  [1.2, -0.4],
];
const WIDTHS = [0.1, 0.35];
const SHARES = [0.45, 0.55];

/** Two round Gaussians apart, drawn from by strata, over z followed by `extra` dimensions that are N(0, 1). */
export function mixture(extra = 0): Posterior {
  const dim = 2 + extra;
  const means = CENTRES.map((centre) => tensor1d([...centre, ...new Array<number>(extra).fill(0)]));
  const deviations = WIDTHS.map((width) => tensor1d([width, width, ...new Array<number>(extra).fill(1)]));
  const logProb = (z: Tensor3D): Tensor2D => {
    const each = means.map((mean, c) => {
      const scaled = square(div(sub(z, mean), deviations[c]));
      return add(mul(-0.5, sum(add(scaled, LOG_TWO_PI), 2)), Math.log(SHARES[c]) - 2 * Math.log(WIDTHS[c])) as Tensor;
    });
    return logSumExp(
      concat(
        each.map((one) => expandDims(one, 2)),
        2,
      ),
      2,
    ) as Tensor2D;
  };
  return {
    sample(noise: Tensor) {
      const [samples] = noise.shape;
      const eps = reshape(noise, [samples, 2, dim]);
      const rows = [0, 1].map((c) => add(mul(slice(eps, [0, c, 0], [samples, 1, dim]), deviations[c]), means[c]));
      const z = reshape(concat(rows, 1), [2 * samples, 1, dim]) as Tensor3D;
      const logShare = reshape(tile(tensor1d(SHARES.map(Math.log)), [samples]), [2 * samples, 1]) as Tensor2D;
      return { z, logShare, logProb: () => logProb(z) };
    },
    logProb,
  };
}

export const stratified = (dim: number) => (samples: number, batch: number) => [samples, batch, 2, dim];

export function mixtureDraws(count: number): [number, number][] {
  const noise = normals(3 * count, 5, 78);
  return Array.from({ length: count }, (_, i) => {
    const c = i % 20 < 9 ? 0 : 1;
    return [CENTRES[c][0] + WIDTHS[c] * noise[3 * i], CENTRES[c][1] + WIDTHS[c] * noise[3 * i + 1]];
  });
}
