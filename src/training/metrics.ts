import { add, type Tensor, tidy } from "@tensorflow/tfjs-core";
import type { HistoryPoint } from "./history";
import type { StepMetrics } from "./trainStep";

/** Sums the steps' metrics on the engine, so that they are read back once per report. */
export interface MetricsAccumulator {
  add(metrics: StepMetrics, beta: number): void;
  /** Means since the last report, which starts afresh; null when there was no step. */
  report(step: number, epoch: number): Promise<HistoryPoint | null>;
  dispose(): void;
}

export function metricsAccumulator(): MetricsAccumulator {
  let sums: Tensor | null = null;
  let norm: Tensor | undefined;
  let count = 0;
  let lastBeta = 0;

  const clear = () => {
    sums?.dispose();
    norm?.dispose();
    sums = null;
    norm = undefined;
    count = 0;
  };

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
    dispose: clear,
  };
}
