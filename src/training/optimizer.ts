import { add, div, minimum, type Scalar, type Tensor } from "@tensorflow/tfjs-core";
import { adamStep } from "../engine/operations/adamStep";
import { globalNorm } from "../engine/operations/globalNorm";
import type { AdamSpec } from "../experiment/experiment";
import type { RunState } from "./runState";

type Updated = { parameters: Tensor[]; first: Tensor[]; second: Tensor[]; norm?: Scalar };

/** What keeps a zero gradient from dividing by zero, as in torch.nn.utils.clip_grad_norm_. */
const NORM_EPSILON = 1e-6;

/**
 * One update by Adam (Kingma & Ba 2015; PyTorch's rule), after scaling the gradients so that their global norm is at most `clipNorm`.
 * `norm` is that before clipping; absent when neither clipping nor `wantNorm` asks for it.
 * The run's tensors are consumed; the gradients are the caller's. Call inside a tidy.
 */
export function update(spec: AdamSpec, run: RunState, gradients: Tensor[], wantNorm: boolean): Updated {
  const { learningRate, beta1, beta2, epsilon, clipNorm } = spec;
  const norm = clipNorm !== null || wantNorm ? globalNorm(gradients) : undefined;
  const gradientScale =
    clipNorm !== null && norm !== undefined ? (minimum(1, div(clipNorm, add(norm, NORM_EPSILON))) as Scalar) : undefined;
  const options = { learningRate, beta1, beta2, epsilon, step: run.updates + 1, gradientScale };
  return { ...adamStep(run, gradients, options), norm };
}
