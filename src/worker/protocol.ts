import type { DataProgress } from "../data/progress";
import type { Split } from "../data/split";
import type { EngineChoice, EngineMemory, EngineReport } from "../engine/report";
import type { DeepPartial, Experiment } from "../experiment/experiment";
import type {
  AggregateReport,
  AnnealingReport,
  CalibrationReport,
  CoverageReport,
  DiagnosticName,
  DiagnosticOptions,
  DiagnosticProgress,
  DiagnosticReports,
  Estimate,
  EvidenceReport,
  GapReport,
  MadeReport,
  QuadratureValue,
  RankReport,
  TailsReport,
} from "../probes/diagnostics/reports";
import type { Encodings } from "../probes/encodings";
import type { ExactPosterior } from "../probes/exactPosterior";
import type { GradientSignal, GradientSignalProgress } from "../probes/gradientSignal";
import type { LatentGrid, LatentGridSettings } from "../probes/latentGrid";
import type { ImageSource, OneImage, OneImageSettings } from "../probes/oneImage";
import type { ProbeSettings } from "../probes/settings";
import type { PosteriorShape } from "../probes/shapeLattice";
import type { TruthPoint } from "../probes/truthPoint";
import type { ListedRun } from "../storage/savedRun";
import type { EvaluationResult } from "../training/heldOut";
import type { HistoryPoint, SettingChange } from "../training/history";
import type { RunRecord } from "../training/liveRun";

/** Everything that crosses the thread boundary: commands in, events out. Types only. */

export type { EngineName } from "../engine/report";
export type {
  AggregateReport,
  AnnealingReport,
  CalibrationReport,
  CoverageReport,
  DataProgress,
  DiagnosticName,
  DiagnosticOptions,
  DiagnosticProgress,
  DiagnosticReports,
  Encodings,
  EngineChoice,
  EngineMemory,
  EngineReport,
  Estimate,
  EvaluationResult,
  EvidenceReport,
  ExactPosterior,
  GapReport,
  GradientSignal,
  GradientSignalProgress,
  HistoryPoint,
  ImageSource,
  LatentGrid,
  LatentGridSettings,
  ListedRun,
  MadeReport,
  OneImage,
  OneImageSettings,
  PosteriorShape,
  ProbeSettings,
  QuadratureValue,
  RankReport,
  RunRecord,
  SettingChange,
  Split,
  TailsReport,
  TruthPoint,
};

/** Where the run in hand is now. */
export interface RunProgress {
  runId: string;
  phase: "idle" | "training";
  step: number;
  epoch: number;
  /** 0 until the labels have arrived. */
  stepsPerEpoch: number;
  imagesPerSecond: number;
  /** Seconds until the stop condition or budget at the present speed; null when idle or without one. */
  secondsLeft: number | null;
  /** β that the next step will use. */
  beta: number;
  /** Updates since the β schedule in force was set. */
  betaStep: number;
  memory: EngineMemory;
  /** From asking to train to the first point of this run's curve; null until then. */
  firstStepSeconds: number | null;
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
  | { kind: "exactPosterior"; runId: string; step: number; exactPosterior: ExactPosterior }
  | { kind: "truthPoint"; runId: string; truthPoint: TruthPoint }
  | { kind: "gradientSignal"; runId: string; gradientSignal: GradientSignalProgress }
  | { kind: "diagnostic"; runId: string; name: DiagnosticName; progress: DiagnosticProgress }
  | { kind: "saved"; runId: string; step: number | null; why: string | null }
  | { kind: "savedRuns"; runs: ListedRun[] }
  /** What the worker is of no more use after: the page starts another. */
  | { kind: "fault"; cause: string }
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

export interface GradientSignalOptions {
  /** The largest R, 1 000 … 16 000. */
  repeats?: number;
  seed?: number;
}

export interface WorksheetOptions {
  samples?: number;
  noise?: Float32Array;
  seed?: number;
  /** Codes to score in place of draws, [S, n, latents]; of a family whose density is known at its own draws only, refused. */
  z?: Float32Array;
}

/**
 * [S, n, latents] for z, [S, n] for the log-densities, [n] for kl. S is K; with a mixture of C components it is K·C, row k·C + c, and
 * `logShare`, [S, n], holds log π_c of each. With a hierarchical prior z is followed by u.
 */
export interface Worksheet {
  z: Float32Array;
  logLikelihood: Float32Array;
  logPrior: Float32Array;
  logPosterior: Float32Array;
  logWeight: Float32Array;
  kl?: Float32Array;
  logShare?: Float32Array;
}

export interface OpenOptions {
  engine: EngineChoice;
  experiment: Experiment;
  /** Goes on with this saved run, where it can be read, in place of a new one. */
  resume?: string;
  /** Refuses rather than take another engine than the one named. */
  exactly?: boolean;
}

/** Saved runs. */
export interface RunCalls {
  /** Makes a saved run the one in hand; of one that another page has in hand a copy, unless it is taken over. */
  openRun(runId: string, options?: { takeOver?: boolean }): Promise<void>;
  renameRun(runId: string, name: string | null): Promise<void>;
  duplicateRun(runId: string): Promise<void>;
  /** Until another is deleted, `undeleteRun` brings it back. */
  deleteRun(runId: string): Promise<void>;
  undeleteRun(runId: string): Promise<void>;
  /** What is needed to draw it beside the run in hand. */
  runCurve(runId: string): Promise<RunRecord>;
  /** The run as one file; without a name the one in hand. */
  exportRun(runId?: string): Promise<Uint8Array>;
  /** Opens the file's run as a new one. */
  importRun(bytes: Uint8Array): Promise<void>;
  /** Makes a checkpoint of the run in hand now, and waits until it is on the disk. */
  keepRun(): Promise<void>;
  /** Answers, as long as there is an engine to answer for. */
  beat(): Promise<void>;
}

/** What the page may ask of the session, and what it answers; every refusal is an Error with a sentence. */
export interface SessionCalls extends RunCalls {
  /** Chooses the engine, builds the model, begins to load data; answers when the first shard is there. */
  open(options: OpenOptions): Promise<void>;
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
  /** Measures the gradient of the next step many times over; training may go on meanwhile. */
  gradientSignal(options?: GradientSignalOptions): Promise<GradientSignal>;
  /** Ends that early: it then answers with the repeats it has, and before 1 000 with no ratio. */
  stopGradientSignal(): Promise<void>;
  /** Measures one of the diagnostics, after those asked for before it; training may go on meanwhile. */
  diagnose<N extends DiagnosticName>(name: N, options?: DiagnosticOptions): Promise<DiagnosticReports[N]>;
  /** Ends it, or takes it from the queue; the call that began it is refused with that reason. */
  stopDiagnosis(name: DiagnosticName): Promise<void>;
  /** log p(x) of each image by quadrature, with its error: [n] each, in nats. NaN where the value is withheld because mass was missed. */
  logLikelihood(pixels: Float32Array): Promise<{ value: Float32Array; error: Float32Array }>;
  encode(pixels: Float32Array): Promise<{ mean: Float32Array; logVariance: Float32Array }>;
  /** [n, dim] → [n, 784], E[x|z]. */
  decode(z: Float32Array): Promise<Float32Array>;
  /** The same of points of the latent square: of z, or, with a hierarchical prior, of u, [n, upper], at the mean of p(z|u). */
  decodeBase(codes: Float32Array): Promise<Float32Array>;
  worksheet(pixels: Float32Array, options?: WorksheetOptions): Promise<Worksheet>;
  exportWeights(): Promise<Uint8Array>;
  importWeights(bytes: Uint8Array): Promise<void>;
}

export type CallName = keyof SessionCalls;

/** Page → worker. */
export type ToWorker = { [K in CallName]: { id: number; call: K; arguments: Parameters<SessionCalls[K]> } }[CallName];

/** Worker → page: events in their order, or the answer to a call. */
export type FromWorker =
  | { kind: "events"; events: SessionEvent[] }
  | { kind: "answer"; id: number; value: unknown }
  | { kind: "refusal"; id: number; message: string };
