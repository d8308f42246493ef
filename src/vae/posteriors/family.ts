import type { Tensor2D } from "@tensorflow/tfjs-core";
import type { ParameterSpec, Parameters } from "../parameters";
import type { Posterior } from "../posterior";

export interface FamilySizes {
  /** Width of the encoder's last hidden layer (784 without any). */
  features: number;
  /** Dimensions of z. */
  dim: number;
}

/** A family of q(z|x): one file in this folder, one line in `families.ts`, its facts in `experiment/posteriors.ts`. */
export interface PosteriorFamily<Spec> {
  /** What the family adds to the encoder's hidden layers, in the order of the weights file. */
  parameters(spec: Spec, sizes: FamilySizes): ParameterSpec[];
  /** The shape of the standard normal noise of K draws for each of B images; the first number is K. */
  noiseShape(spec: Spec, samples: number, batch: number, dim: number): number[];
  /** q(z|x) from the encoder's last hidden layer, [B, features]. */
  posterior(spec: Spec, parameters: Parameters, features: Tensor2D, context: { dim: number }): Posterior;
}
