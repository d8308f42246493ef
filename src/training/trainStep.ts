import { dispose, keep, type Scalar, type Tensor, type Tensor2D, tidy, valueAndGrads } from "@tensorflow/tfjs-core";
import { abandoningTape } from "../engine/abandoningTape";
import { type EarlierSums, stepMetrics } from "../engine/operations/stepMetrics";
import { stepScalar } from "../engine/operations/stepScalar";
import type { Experiment } from "../experiment/experiment";
import { objectiveValue } from "../inference/objective";
import type { KlColumns, ObjectiveValue } from "../inference/objectiveValue";
import { named } from "../vae/parameters";
import { makeVae } from "../vae/vae";
import { baselineNow, moveBaseline } from "./baseline";
import { update } from "./optimizer";
import type { RunState } from "./runState";

export interface Minibatch {
  /** [B, 784], bits or grey levels. */
  x: Tensor2D;
  /** Standard normal, of the guide's noise shape for K samples. */
  noise: Tensor;
}

/** What the numbers of a step's metrics are. */
export interface MetricsLayout {
  /** K of the L_K that follows the loss; null when none does. */
  samples: number | null;
  klColumns: KlColumns;
}

/**
 * What a step measures, still on the engine: [1, reconstruction, kl, loss, (L_K,) columns of the KL…], nats per image over the minibatch, added
 * to the same of earlier steps where those are of the same layout and carried on. A lost engine reads zeros for everything, the leading count of steps too.
 */
export interface StepMetrics {
  layout: MetricsLayout;
  values: Tensor;
  /** True where there were earlier ones of the same layout, which are in `values` where they were carried on. */
  isSameLayout: boolean;
  gradientNorm: Scalar | undefined;
}

/** What earlier steps have measured, to be added to where it is of the same layout and carried on. */
export interface EarlierMetrics extends EarlierSums {
  layout: MetricsLayout;
}

/** What a step is to do beside its update. */
export interface StepOptions {
  /** The weight of the KL now. */
  beta: number;
  wantNorm: boolean;
  /** Left as it is; the caller disposes of it. */
  earlier?: EarlierMetrics;
}

/** Kept beyond the gradients, so that what is measured of them is not differentiated. */
function kept(value: ObjectiveValue): Tensor[] {
  const { reconstruction, kl, loss, iwae, signal } = value;
  const tensors = [reconstruction, kl, loss, ...(iwae ? [iwae] : []), ...(signal ? [signal] : [])];
  return tensors.map((tensor) => keep(tensor));
}

const layoutOf = ({ objective }: Experiment, { iwae, klColumns }: ObjectiveValue): MetricsLayout => ({
  samples: iwae === undefined ? null : objective.samples,
  klColumns,
});

/** The sums to go on from; none where they are of other things, or of a model with other dimensions. */
function earlierOf(experiment: Experiment, measured: ObjectiveValue, earlier: EarlierMetrics | undefined): EarlierSums | undefined {
  const { samples, klColumns } = layoutOf(experiment, measured);
  const size = 4 + (samples === null ? 0 : 1) + measured.kl.shape[1];
  const isSame = earlier?.layout.samples === samples && earlier.layout.klColumns === klColumns && earlier.sums.size === size;
  return isSame ? earlier : undefined;
}

/** minibatch → objective → gradients → Adam; the metrics returned are the caller's to dispose. */
export function trainStep(experiment: Experiment, run: RunState, batch: Minibatch, options: StepOptions): StepMetrics {
  const { beta, wantNorm, earlier } = options;
  let measured: ObjectiveValue | undefined;
  let sums: EarlierSums | undefined;
  let held: Tensor[] = [];
  const baseline = baselineNow(experiment.objective, run);
  const weight = stepScalar("beta", beta);
  const surrogate = (...parameters: Tensor[]): Scalar => {
    const { model, guide } = makeVae(experiment, named(run.specs, parameters));
    measured = objectiveValue(model, guide, experiment.objective, { ...batch, beta: weight, baseline });
    held = kept(measured);
    return measured.surrogate;
  };
  try {
    const { norm, values, signal, ...next } = tidy(() => {
      const { grads } = abandoningTape(() => valueAndGrads(surrogate)(run.parameters));
      if (measured === undefined) throw new Error("the objective was not evaluated");
      const average = moveBaseline(experiment.objective, run, measured.signal);
      sums = earlierOf(experiment, measured, earlier);
      return { values: stepMetrics(measured, sums), signal: average, ...update(experiment.optimizer, run, grads, wantNorm) };
    });
    if (measured === undefined) throw new Error("the objective was not evaluated");
    Object.assign(run, next);
    if (signal !== undefined) replaceBaseline(run, signal);
    run.step += 1;
    run.updates += 1;
    return { layout: layoutOf(experiment, measured), values, isSameLayout: sums !== undefined, gradientNorm: norm };
  } finally {
    dispose([...held, weight, ...(baseline ? [baseline] : [])]);
  }
}

function replaceBaseline(run: RunState, average: Scalar): void {
  run.baseline?.average.dispose();
  run.baseline = { average, updates: (run.baseline?.updates ?? 0) + 1 };
}
