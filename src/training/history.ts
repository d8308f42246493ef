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
  /** Where the KL is a closed form: by latent dimension; for full covariance the marginals, then what the dimensions share. */
  klPerDimension?: number[];
  /** With a hierarchical prior: E_q[log q(z|x) − log p(z|u)], then E_q[log q(u|z) − log p(u)]. */
  klPerLayer?: number[];
  /** L_K, when it is the objective, and its K. */
  iwae?: number;
  samples?: number;
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
