import { add, mean, relu, type Scalar, sub, sum, type Tensor, type Tensor2D } from "@tensorflow/tfjs-core";
import type { FreeBits } from "../experiment/experiment";

/** max(floor, x) with gradient 0 at and below the floor. */
function floored(x: Tensor, floor: number): Tensor {
  return add(relu(sub(x, floor)), floor);
}

/**
 * R, what β multiplies in the loss, from the KL per image in columns that sum to it (its dimensions, for `dimension` and
 * `imageDimension`), [batch, columns], in nats (Kingma et al. 2016, appendix C.8).
 * dimension: Σ_d max(λ, mean_b KL_bd); imageDimension: mean_b Σ_d max(λ, KL_bd); total: max(λ·dim, mean_b Σ_d KL_bd); λ = 0: the KL itself.
 */
export function regularizer(kl: Tensor2D, { nats, per }: FreeBits, dim: number): Scalar {
  if (nats === 0) return mean(sum(kl, 1));
  switch (per) {
    case "dimension":
      return sum(floored(mean(kl, 0), nats));
    case "imageDimension":
      return mean(sum(floored(kl, nats), 1));
    case "total":
      return floored(mean(sum(kl, 1)), nats * dim) as Scalar;
    default:
      throw new Error(`unknown meaning of free bits ${per satisfies never}`);
  }
}
