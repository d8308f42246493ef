import { add, expandDims, mean, mul, neg, type Scalar, softmax, square, sub, sum, type Tensor2D, transpose } from "@tensorflow/tfjs-core";
import { scaleGradient } from "../engine/operations/scaleGradient";
import { stopGradient } from "../engine/operations/stopGradient";
import type { IwaeSpec } from "../experiment/experiment";
import type { Guide } from "../vae/guide";
import type { Model } from "../vae/model";
import type { Draws, Posterior } from "../vae/posterior";
import { type LogDensities, logPrior, logProbAt, monteCarloKl, ownLogProb, total } from "./klColumns";
import { logMeanOverDraws, meanOverDraws } from "./logWeights";
import type { ObjectiveInput, ObjectiveValue } from "./objectiveValue";

/** The loss −L_K, with each of its gradient estimators. The terms of the ELBO are measured over the same draws. */
export function iwaeObjective(model: Model, guide: Guide, spec: IwaeSpec, input: ObjectiveInput): ObjectiveValue {
  const q = guide.posterior(input.x);
  switch (spec.estimator) {
    case "pathwise":
      return pathwise(model, q, input);
    case "dreg":
      return doublyReparameterized(model, q, input);
    default:
      throw new Error(`unknown estimator ${spec.estimator satisfies never}`);
  }
}

function measured(q: Posterior, draws: Draws, logLikelihood: Tensor2D, densities: LogDensities, samples: number) {
  const logWeights = sub(logLikelihood, sub(total(densities.posterior), total(densities.prior))) as Tensor2D;
  const iwae = logMeanOverDraws(logWeights, draws, samples);
  const closed = q.klToStandardNormal?.();
  const columns = closed ? { kl: closed, klColumns: "dimensions" as const } : monteCarloKl(densities, draws, samples);
  const loss = neg(mean(iwae)) as Scalar;
  return { logWeights, loss, reconstruction: meanOverDraws(logLikelihood, draws, samples), ...columns, iwae };
}

/** Differentiates L_K as it stands (Burda et al. 2016). */
function pathwise(model: Model, q: Posterior, { x, noise }: ObjectiveInput): ObjectiveValue {
  const draws = q.sample(noise);
  const densities = { posterior: ownLogProb(draws), prior: logPrior(model, draws.z) };
  const { logWeights: _, ...value } = measured(q, draws, model.logLikelihood(x, draws.z), densities, noise.shape[0]);
  return { ...value, surrogate: value.loss };
}

/**
 * DReG (Tucker et al. 2019): with w̃ the normalised weights, constant, the guide learns from Σ_k w̃_k² ∇_z log w_k · ∂z_k, with q's parameters
 * constant inside log q; the model from Σ_k w̃_k ∇ log p(x, z_k), its own gradient in IWAE. One pass serves both: what comes back
 * through z is multiplied by w̃ once more.
 */
function doublyReparameterized(model: Model, q: Posterior, { x, noise }: ObjectiveInput): ObjectiveValue {
  const draws = q.sample(noise);
  let normalized: Tensor2D | undefined;
  const weights = (): Tensor2D => {
    if (normalized === undefined) throw new Error("the weights are known only after the log-weights");
    return normalized;
  };
  const z = scaleGradient(draws.z, () => expandDims(weights(), 2));
  const logLikelihood = model.logLikelihood(x, z);
  const densities = { posterior: logProbAt(q, draws.z, { stopParameters: true }), prior: logPrior(model, z) };
  const { logWeights, ...value } = measured(q, draws, logLikelihood, densities, noise.shape[0]);
  // Saved by the product below, and so still there when the gradient comes back through z.
  normalized = normalizedOverDraws(stopGradient(logWeights));
  const joint = mul(normalized, add(logLikelihood, total(densities.prior)));
  const guided = mul(square(normalized), total(densities.posterior));
  return { ...value, surrogate: neg(mean(sum(sub(joint, guided), 0))) as Scalar };
}

/** w_k / Σ w of each image, [K, B] → [K, B]. */
function normalizedOverDraws(logWeights: Tensor2D): Tensor2D {
  return transpose(softmax(transpose(logWeights)));
}
