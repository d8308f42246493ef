import { add, type Tensor, tensor1d, tidy } from "@tensorflow/tfjs-core";
import { EngineLost } from "../engine/engineLost";
import type { KlColumns } from "../inference/objectiveValue";
import type { HistoryPoint } from "./history";
import type { MetricsLayout, StepMetrics } from "./trainStep";

/** A half-filled report window as plain values: sums of a step's values over `count` steps. */
export interface MetricsSnapshot {
  layout: MetricsLayout;
  sums: Float32Array;
  count: number;
  lastBeta: number;
}

/** Sums the steps' metrics on the engine, so that they are read back once per report. Steps that measured other things are left out. */
export interface MetricsAccumulator {
  add(metrics: StepMetrics, beta: number): void;
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
  let sums: Tensor | null = from === null ? null : tensor1d(from.sums);
  let norm: Tensor | undefined;
  let count = from?.count ?? 0;
  let lastBeta = from?.lastBeta ?? 0;
  let layout: MetricsLayout | null = from?.layout ?? null;

  /** After a change of what is measured (another objective) the window begins anew. */
  const beginWindow = ({ layout: next, values }: StepMetrics) => {
    const isSame = layout?.samples === next.samples && layout.klColumns === next.klColumns && sums?.size === values.size;
    layout = next;
    if (isSame) return;
    sums?.dispose();
    sums = null;
    count = 0;
  };

  return {
    add(metrics, beta) {
      const { values } = metrics;
      beginWindow(metrics);
      const before = sums;
      sums = before === null ? values : tidy(() => add(before, values));
      if (before !== null) {
        before.dispose();
        values.dispose();
      }
      norm?.dispose();
      norm = metrics.gradientNorm;
      count += 1;
      lastBeta = beta;
    },
    async report(step, epoch) {
      if (sums === null || layout === null) return null;
      const [readSums, readNorm, steps, beta, measured] = [sums, norm, count, lastBeta, layout];
      sums = null;
      norm = undefined;
      count = 0;
      const values = Array.from(await readSums.data());
      const gradientNorm = readNorm === undefined ? undefined : (await readNorm.data())[0];
      readSums.dispose();
      readNorm?.dispose();
      const [sentinel, ...rest] = values;
      if (sentinel !== steps) throw new EngineLost(`${steps} steps were read back as ${sentinel}`);
      const means = rest.map((value) => value / steps);
      return { step, epoch, split: "train", ...termsOf(means, measured), beta, gradientNorm };
    },
    async snapshot() {
      if (sums === null || layout === null) return null;
      const [steps, beta, measured] = [count, lastBeta, layout];
      return { layout: measured, sums: Float32Array.from(await sums.data()), count: steps, lastBeta: beta };
    },
    dispose() {
      sums?.dispose();
      norm?.dispose();
      sums = null;
      norm = undefined;
      count = 0;
    },
  };
}
