import { clone, type Tensor, tensor1d } from "@tensorflow/tfjs-core";
import { EngineLost } from "../engine/engineLost";
import type { KlColumns } from "../inference/objectiveValue";
import type { HistoryPoint } from "./history";
import type { EarlierMetrics, MetricsLayout, StepMetrics } from "./trainStep";

/** A half-filled report window as plain values: sums of a step's values over `count` steps. */
export interface MetricsSnapshot {
  layout: MetricsLayout;
  sums: Float32Array;
  count: number;
  lastBeta: number;
}

/** Sums the steps' metrics on the engine, so that they are read back once per report. A change of what is measured begins anew. */
export interface MetricsAccumulator {
  /** What the next step is to add its metrics to; undefined before the first. It consumes them. */
  readonly earlier: EarlierMetrics | undefined;
  /** What that step has made of them. */
  take(metrics: StepMetrics, beta: number): void;
  /** Means since the last report, which starts afresh; null when there was no step. */
  report(step: number, epoch: number): Promise<HistoryPoint | null>;
  /** What has been summed since the last report; null when nothing. */
  snapshot(): Promise<MetricsSnapshot | null>;
  dispose(): void;
}

/** A step's values by their names. */
function termsOf(means: number[], { samples, klColumns }: MetricsLayout) {
  const [reconstruction, kl, loss, ...rest] = means;
  const columns = samples === null ? rest : rest.slice(1);
  return {
    reconstruction,
    kl,
    elbo: reconstruction - kl,
    loss,
    ...(samples === null ? {} : { iwae: rest[0], samples }),
    ...klParts(columns, klColumns),
  };
}

/** The KL's columns under the name of what they are; none for a single one. */
export function klParts(columns: number[], kind: KlColumns): Pick<HistoryPoint, "klPerDimension" | "klPerLayer"> {
  switch (kind) {
    case "dimensions":
      return { klPerDimension: columns };
    case "layers":
      return { klPerLayer: columns };
    case "total":
      return {};
    default:
      throw new Error(`unknown columns ${kind satisfies never}`);
  }
}

/** An accumulator that goes on from a snapshot, so that a run put aside within a window reports the same when it is brought back. */
export function metricsAccumulator(from: MetricsSnapshot | null): MetricsAccumulator {
  /** Kept after a report too: the next step's take their place. */
  let held: { sums: Tensor; layout: MetricsLayout } | null = from && { sums: tensor1d(from.sums), layout: from.layout };
  let norm: Tensor | undefined;
  let count = from?.count ?? 0;
  let lastBeta = from?.lastBeta ?? 0;

  return {
    get earlier() {
      return held === null ? undefined : { ...held, isCarried: count > 0 };
    },
    take({ values, layout, isSameLayout, gradientNorm }, beta) {
      held = { sums: values, layout };
      norm?.dispose();
      norm = gradientNorm;
      count = isSameLayout ? count + 1 : 1;
      lastBeta = beta;
    },
    async report(step, epoch) {
      if (held === null || count === 0) return null;
      const [readSums, readNorm, steps, beta, { layout }] = [clone(held.sums), norm, count, lastBeta, held];
      norm = undefined;
      count = 0;
      const values = Array.from(await readSums.data());
      const gradientNorm = readNorm === undefined ? undefined : (await readNorm.data())[0];
      readSums.dispose();
      readNorm?.dispose();
      const [sentinel, ...rest] = values;
      if (sentinel !== steps) throw new EngineLost(`${steps} steps were read back as ${sentinel}`);
      const means = rest.map((value) => value / steps);
      return { step, epoch, split: "train", ...termsOf(means, layout), beta, gradientNorm };
    },
    async snapshot() {
      if (held === null || count === 0) return null;
      const [steps, beta, { sums, layout }] = [count, lastBeta, held];
      return { layout, sums: Float32Array.from(await sums.data()), count: steps, lastBeta: beta };
    },
    dispose() {
      held?.sums.dispose();
      norm?.dispose();
      held = null;
      norm = undefined;
      count = 0;
    },
  };
}
