import type { DeepPartial, Experiment } from "../experiment/experiment";

/** Everything that crosses the thread boundary: commands in, events out. Types only. */

export type EngineName = "webgl" | "simd" | "cpu";
export type EngineChoice = "auto" | EngineName;

/** The engine in use. `label` is short ("SIMD · 1 thread · fused multiply-add"), `reason` one sentence that says why this one. */
export interface EngineReport {
  name: EngineName;
  label: string;
  reason: string;
}

/** How much of the data has arrived. Training can begin when `ready`. */
export interface DataProgress {
  bytesLoaded: number;
  bytesTotal: number;
  imagesReady: number;
  imagesTotal: number;
  ready: boolean;
  /** What is wrong at the moment ("shard 3 was altered; retrying"), or null. */
  problem: string | null;
}

export type Split = "train" | "test";

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

/** A run as the session holds it: what it is, where it is, what it has measured. */
export interface RunRecord {
  runId: string;
  experiment: Experiment;
  step: number;
  history: HistoryPoint[];
  changes: SettingChange[];
}

/** Where the run in hand is now. */
export interface RunProgress {
  runId: string;
  phase: "idle" | "training";
  step: number;
  epoch: number;
  stepsPerEpoch: number;
  imagesPerSecond: number;
  /** Seconds until the stop condition or budget at the present speed; null when idle or without one. */
  secondsLeft: number | null;
  /** β that the next step will use. */
  beta: number;
}

/** An image shown to the model: of the test or training set by its index in the official file, or pixels in [0, 1]. */
export type ImageSource = { kind: "dataset"; split: Split; index: number } | { kind: "drawn"; pixels: Float32Array };

/** What the pictures on screen need. A probe that is null is not computed. */
export interface ProbeSettings {
  latentGrid: LatentGridSettings | null;
  encodings: EncodingsSettings | null;
  oneImage: OneImageSettings | null;
}

export interface LatentGridSettings {
  /** Digits on a side. */
  side: number;
  /** `slice`: evenly spaced over two axes, the others at `anchor`. `prior`: independent draws of z ~ N(0, I). */
  source: "slice" | "prior";
  /** The two latent dimensions on screen, horizontal then vertical. With one dimension the second is ignored. */
  axes: [number, number];
  /** z of the dimensions that are not on screen, [dim] (those of the axes are ignored). */
  anchor: number[];
  /** How positions map to z: evenly spaced in u = Φ(z), or in z over [−3, 3]. */
  scale: "quantile" | "linear";
  /** `mean`: E[x|z]. `sample`: a draw from p(x|z). */
  show: "mean" | "sample";
}

export interface EncodingsSettings {
  /** Number of test images, the first of the filtered split. */
  count: number;
  show: "mean" | "sample";
}

export interface OneImageSettings {
  source: ImageSource;
  /** Which ε: 0, 1, 2, … — "resample ε" adds one. */
  draw: number;
}

/** `side`² images of 28 × 28, row by row from the top left; the top row is the largest value of the vertical axis. */
export interface LatentGrid {
  settings: LatentGridSettings;
  /** [side², 784], 0 … 255. */
  pixels: Uint8Array;
  /** z of each image, [side², dim]. */
  z: Float32Array;
}

/** Encodings of test images. */
export interface Encodings {
  settings: EncodingsSettings;
  count: number;
  dim: number;
  /** Means or samples of q(z|x), [count, dim]. */
  z: Float32Array;
  labels: Uint8Array;
  /** Index of each image in the official test file. */
  indices: Uint32Array;
}

/** One image through the model, and its sheet. Log-densities in nats. */
export interface OneImage {
  settings: OneImageSettings;
  label: number | null;
  /** Grey levels, [784]. */
  grey: Float32Array;
  /** What the encoder sees: bits, or the grey levels without binarization, [784]. */
  seen: Float32Array;
  mean: Float32Array;
  logVariance: Float32Array;
  epsilon: Float32Array;
  z: Float32Array;
  /** E[x|z], [784]. */
  decoded: Float32Array;
  logLikelihood: number;
  logPrior: number;
  logPosterior: number;
  /** log p(x|z) + log p(z) − log q(z|x): the bound from this one sample. */
  logWeight: number;
  /** E_q[log p(x|z)] estimated from `reconstructionSamples` draws, and its standard error. */
  reconstruction: number;
  reconstructionError: number;
  reconstructionSamples: number;
  klPerDimension: Float32Array;
  kl: number;
  elbo: number;
}

export type NoticeLevel = "info" | "warning" | "error";

/** Events that pictures are made of; each carries the run it belongs to, so that one of a replaced run is dropped. */
export type SessionEvent =
  | { kind: "engine"; engine: EngineReport }
  | { kind: "data"; data: DataProgress }
  | { kind: "run"; run: RunRecord; previous: RunRecord | null }
  | { kind: "settings"; runId: string; experiment: Experiment; changes: SettingChange[] }
  | { kind: "progress"; progress: RunProgress }
  | { kind: "history"; runId: string; points: HistoryPoint[] }
  | { kind: "latentGrid"; runId: string; step: number; latentGrid: LatentGrid }
  | { kind: "encodings"; runId: string; step: number; encodings: Encodings }
  | { kind: "oneImage"; runId: string; step: number; oneImage: OneImage }
  | { kind: "notice"; level: NoticeLevel; text: string };

export interface TrainBudget {
  steps?: number;
  epochs?: number;
  seconds?: number;
}

export interface TrainResult {
  step: number;
  seconds: number;
  stepsPerSecond: number;
}

export interface EvaluateOptions {
  split?: Split;
  count?: number;
  importanceSamples?: number;
  seed?: number;
}

export interface EvaluationResult {
  count: number;
  reconstruction: number;
  kl: number;
  klKind: "analytic" | "monteCarlo";
  elbo: number;
  elboStandardError: number;
  klPerDimension?: number[];
  activeUnits: number;
}

export interface WorksheetOptions {
  samples?: number;
  noise?: Float32Array;
  seed?: number;
}

/** [K, n, dim] for z, [K, n] for the log-densities, [n] for kl. */
export interface Worksheet {
  z: Float32Array;
  logLikelihood: Float32Array;
  logPrior: Float32Array;
  logPosterior: Float32Array;
  logWeight: Float32Array;
  kl?: Float32Array;
}

/** What the page may ask of the session, and what it answers; every refusal is an Error with a sentence. */
export interface SessionCalls {
  /** Chooses the engine, builds the model, begins to load data; answers when the first shard is there. */
  open(options: { engine: EngineChoice; experiment: Experiment }): Promise<void>;
  /** Merges the patch into the present experiment. A change that needs a new run makes one; the old stays as `previous`. */
  configure(patch: DeepPartial<Experiment>): Promise<Experiment>;
  /** Replaces the whole experiment and starts a new run from step 0, also when nothing differs. */
  replace(experiment: Experiment): Promise<Experiment>;
  /** Without a budget: until the stop condition (from past it: until pause). */
  train(budget: TrainBudget): Promise<TrainResult>;
  pause(): Promise<void>;
  reset(): Promise<void>;
  /** Swaps the current run with the previous one. */
  restorePrevious(): Promise<void>;
  engine(name: EngineChoice): Promise<void>;
  setProbes(settings: ProbeSettings): Promise<void>;
  images(split: Split, indices: number[]): Promise<{ pixels: Float32Array; labels: number[] }>;
  binarize(pixels: Float32Array, seed?: number): Promise<Float32Array>;
  evaluate(options?: EvaluateOptions): Promise<EvaluationResult>;
  encode(pixels: Float32Array): Promise<{ mean: Float32Array; logVariance: Float32Array }>;
  decode(z: Float32Array): Promise<Float32Array>;
  worksheet(pixels: Float32Array, options?: WorksheetOptions): Promise<Worksheet>;
  exportWeights(): Promise<Uint8Array>;
  importWeights(bytes: Uint8Array): Promise<void>;
}

export type CallName = keyof SessionCalls;

/** Page → worker. */
export type ToWorker = { [K in CallName]: { id: number; call: K; arguments: Parameters<SessionCalls[K]> } }[CallName];

/** Worker → page: an event, or the answer to a call. */
export type FromWorker = SessionEvent | { kind: "answer"; id: number; value: unknown } | { kind: "refusal"; id: number; message: string };
