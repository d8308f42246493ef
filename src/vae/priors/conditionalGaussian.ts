import { reshape, type Tensor2D, type Tensor3D } from "@tensorflow/tfjs-core";
import { conditionalGaussianLogProb, noiseLogProb } from "../../distributions/diagonalGaussian";
import { reparameterize } from "../../engine/operations/reparameterize";

/** μ and log σ² of a diagonal Gaussian given the rows of another variable: [n, given] → [n, dim] each. */
export type ConditionalGaussian = (given: Tensor2D) => { mean: Tensor2D; logVariance: Tensor2D };

/** [S, B, dim] → [S·B, dim]. */
function asRows(values: Tensor3D): Tensor2D {
  const [samples, batch, dim] = values.shape;
  return reshape(values, [samples * batch, dim]);
}

/** Σ_d log N(x_d; μ_d(given), σ_d²(given)); [S, B, dim] and [S, B, given] → [S, B]. */
export function conditionalLogProb(conditional: ConditionalGaussian, x: Tensor3D, given: Tensor3D): Tensor2D {
  const { mean, logVariance } = conditional(asRows(given));
  return conditionalGaussianLogProb(x, reshape(mean, x.shape), reshape(logVariance, x.shape));
}

/** A draw given each of `given`, [S, B, given], made of noise [S, B, dim]; and its log-density, [S, B]. */
export function conditionalDraw(
  conditional: ConditionalGaussian,
  given: Tensor3D,
  noise: Tensor3D,
): { draw: Tensor3D; logProb(): Tensor2D } {
  const { mean, logVariance } = conditional(asRows(given));
  const [samples, batch, dim] = noise.shape;
  const rows = reshape(noise, [1, samples * batch, dim]) as Tensor3D;
  return {
    draw: reshape(reparameterize(mean, logVariance, rows), noise.shape),
    logProb: () => reshape(noiseLogProb(rows, logVariance), [samples, batch]),
  };
}
