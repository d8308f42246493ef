import {
  concat,
  dispose,
  keep,
  mean,
  type Scalar,
  stack,
  sum,
  type Tensor,
  type Tensor2D,
  tidy,
  valueAndGrads,
} from "@tensorflow/tfjs-core";
import type { Experiment } from "../experiment/experiment";
import { type ElboTerms, elboTerms } from "../inference/elboTerms";
import { loss } from "../inference/objective";
import { named } from "../vae/parameters";
import { makeVae } from "../vae/vae";
import { update } from "./optimizer";
import type { RunState } from "./runState";

export interface Minibatch {
  /** [B, 784], bits or grey levels. */
  x: Tensor2D;
  /** Standard normal, [K, B, dim]. */
  noise: Tensor;
}

/** What a step measures, still on the engine: [reconstruction, kl, loss, klPerDimension…], nats per image over the minibatch. */
export interface StepMetrics {
  values: Tensor;
  gradientNorm: Scalar | undefined;
}

/** [reconstruction, kl, loss, klPerDimension…] of a minibatch, shape [3 + dim]. */
function metricsOf({ logLikelihood, kl }: ElboTerms, lossValue: Scalar): Tensor {
  const klPerDimension = mean(kl, 0);
  const totals = stack([mean(logLikelihood), sum(klPerDimension), lossValue]);
  return concat([totals, klPerDimension], 0);
}

/** minibatch → terms → loss → gradients → Adam; the metrics returned are the caller's to dispose. */
export function trainStep(experiment: Experiment, run: RunState, batch: Minibatch, beta: number, wantNorm: boolean): StepMetrics {
  let measured: ElboTerms | undefined;
  const objective = (...parameters: Tensor[]): Scalar => {
    const { model, guide } = makeVae(experiment, named(run.specs, parameters));
    const terms = elboTerms(model, guide, batch.x, batch.noise);
    // Kept, so that what is measured of them is not differentiated.
    measured = { logLikelihood: keep(terms.logLikelihood), kl: keep(terms.kl) };
    return loss(experiment.objective, terms, beta);
  };
  try {
    const { norm, values, ...next } = tidy(() => {
      const { value, grads } = valueAndGrads(objective)(run.parameters);
      if (measured === undefined) throw new Error("the objective was not evaluated");
      return { values: metricsOf(measured, value as Scalar), ...update(experiment.optimizer, run, grads, wantNorm) };
    });
    Object.assign(run, next);
    run.step += 1;
    run.updates += 1;
    return { values, gradientNorm: norm };
  } finally {
    dispose(measured === undefined ? [] : [measured.logLikelihood, measured.kl]);
  }
}
