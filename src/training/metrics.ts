import { add, type Tensor, tensor1d, tidy } from "@tensorflow/tfjs-core";
import type { HistoryPoint } from "./history";
import type { StepMetrics } from "./trainStep";

/** A half-filled report window as plain values: sums of [reconstruction, kl, loss, klPerDimension…] over `count` steps. */
export interface MetricsSnapshot {
  sums: Float32Array;
  count: number;
  lastBeta: number;
}

/** Sums the steps' metrics on the engine, so that they are read back once per report. */
export interface MetricsAccumulator {
  add(metrics: StepMetrics, beta: number): void;
  /** Means since the last report, which starts afresh; null when there was no step. */
  report(step: number, epoch: number): Promise<HistoryPoint | null>;
  /** What has been summed since the last report; null when nothing. */
  snapshot(): Promise<MetricsSnapshot | null>;
  dispose(): void;
}

/** An accumulator that goes on from a snapshot, so that a run put aside within a window reports the same when it is brought back. */
export function metricsAccumulator(from: MetricsSnapshot | null): MetricsAccumulator {
  let sums: Tensor | null = from === null ? null : tensor1d(from.sums);
  let norm: Tensor | undefined;
  let count = from?.count ?? 0;
  let lastBeta = from?.lastBeta ?? 0;

  return {
    add(metrics, beta) {
      const { values } = metrics;
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
      if (sums === null) return null;
      const [readSums, readNorm, steps, beta] = [sums, norm, count, lastBeta];
      sums = null;
      norm = undefined;
      count = 0;
      const values = await readSums.data();
      const gradientNorm = readNorm === undefined ? undefined : (await readNorm.data())[0];
      readSums.dispose();
      readNorm?.dispose();
      const [reconstruction, kl, loss, ...klPerDimension] = Array.from(values, (value) => value / steps);
      return { step, epoch, split: "train", reconstruction, kl, elbo: reconstruction - kl, loss, beta, gradientNorm, klPerDimension };
    },
    async snapshot() {
      return sums === null ? null : { sums: Float32Array.from(await sums.data()), count, lastBeta };
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
