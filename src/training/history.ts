import type { Split } from "../data/split";

/** One point of the curves; all in nats per image. Train: means over the minibatches since the last report. */
export interface HistoryPoint {
  step: number;
  epoch: number;
  split: Split;
  reconstruction: number;
  kl: number;
  elbo: number;
  loss: number;
  beta: number;
  /** Train points only: global L2 norm before clipping, at the report's last step. */
  gradientNorm?: number;
  klPerDimension?: number[];
  /** Test points only: number of images, standard error of the mean ELBO over them, active units among them. */
  count?: number;
  elboStandardError?: number;
  activeUnits?: number;
}

/** A setting that was changed during the run, marked on the curves' axis. */
export interface SettingChange {
  step: number;
  /** "β 1 → 4" */
  text: string;
}
