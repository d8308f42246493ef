import { DEFAULT_EXPERIMENT, type Experiment } from "../experiment/experiment";
import type {
  DataProgress,
  DiagnosticName,
  DiagnosticProgress,
  Encodings,
  EngineChoice,
  EngineName,
  EngineReport,
  ExactPosterior,
  GradientSignal,
  HistoryPoint,
  ImageSource,
  LatentGrid,
  ListedRun,
  MadeReport,
  NoticeLevel,
  OneImage,
  RunProgress,
  RunRecord,
  SettingChange,
  TruthPoint,
} from "../worker/protocol";
import type { OpenWorksheet } from "./worksheet";

export interface Notice {
  id: number;
  level: NoticeLevel;
  text: string;
  /** The run that was put aside: offer to bring it back as long as it is the one that Undo brings back. */
  undoes?: string | null;
  /** A button of its own: what it says and what it does. Such a notice stays until it is answered. */
  offer?: { label: string; does: Offer };
}

/** What a notice can offer to do. */
export type Offer =
  | { kind: "openRun"; runId: string }
  | { kind: "restart"; engine: EngineName }
  | { kind: "undelete"; runId: string }
  | { kind: "newVersion" };

/** The parts of the screen that a link may hide (`hide=rail.strip`). */
export const HIDEABLE = ["rail", "square", "charts", "strip"] as const;
export type Hideable = (typeof HIDEABLE)[number];

export type Theme = "system" | "light" | "dark";

/** The pages beside the latent square. */
export const RESULT_TABS = ["curves", "diagnostics", "worksheet"] as const;
export type ResultTab = (typeof RESULT_TABS)[number];

/** What is looked at, and how: nothing here changes a run. */
export interface View {
  layers: { latentGrid: boolean; testImages: boolean; posterior: boolean; exact: boolean };
  /** What stands beside the square. */
  tab: ResultTab;
  /** The ELBO chart shows log p(x) and L_K. */
  bounds: boolean;
  /** The grid over the axes, or a sheet of draws from the prior. */
  gridSource: "slice" | "prior";
  gridShow: "mean" | "sample";
  imagesShow: "mean" | "sample";
  /** Horizontal and vertical latent dimension. */
  axes: [number, number];
  scale: "quantile" | "linear";
  /** z of the pinned point, [dim], or null. */
  pin: number[] | null;
  selected: ImageSource;
  /** Which ε of the selected image. */
  draw: number;
  hide: Hideable[];
}

export const DEFAULT_VIEW: View = {
  layers: { latentGrid: true, testImages: false, posterior: true, exact: false },
  tab: "curves",
  bounds: false,
  gridSource: "slice",
  gridShow: "mean",
  imagesShow: "mean",
  axes: [0, 1],
  scale: "quantile",
  pin: null,
  selected: { kind: "dataset", split: "test", index: 7 },
  draw: 0,
  hide: [],
};

/** A probe's picture and the step it was made at. */
export interface Picture<T> {
  step: number;
  value: T;
}

/** The gradient's signal-to-noise ratio, as far as it was asked for. */
export interface GradientSignals {
  /** The measurement under way, or null. */
  measuring: { repeats: number; mostRepeats: number } | null;
  /** Of the run in hand, the newest first; at most two. */
  results: GradientSignal[];
}

/** A diagnostic: on its way, and what it last gave. */
export interface Diagnosis {
  /** Null where nothing is under way and nothing has failed. */
  progress: Exclude<DiagnosticProgress, { phase: "done" | "stopped" }> | null;
  made: MadeReport | null;
}

/** What is being done about a worker that has failed. */
export interface Recovery {
  cause: string;
  /** Seconds until the next try; null while one is under way. */
  waiting: number | null;
}

/** A link that was opened in a page with a run: what it asks for, until the person decides. */
export interface OfferedLink {
  experiment: Experiment;
  view: View;
}

export interface AppState {
  /** The run in hand; events of any other are dropped. */
  runId: string | null;
  /** The experiment of the run in hand. */
  experiment: Experiment;
  engine: EngineReport | null;
  engineChoice: EngineChoice;
  data: DataProgress;
  run: RunProgress | null;
  history: HistoryPoint[];
  changes: SettingChange[];
  /** The run that was replaced: the charts' ghost, and what undo brings back. */
  previous: RunRecord | null;
  latentGrid: Picture<LatentGrid> | null;
  encodings: Picture<Encodings> | null;
  oneImage: Picture<OneImage> | null;
  exactPosterior: Picture<ExactPosterior> | null;
  /** log p(x) and L_K over the steps, of the run in hand. */
  truthPoints: TruthPoint[];
  gradientSignals: GradientSignals;
  diagnostics: Partial<Record<DiagnosticName, Diagnosis>>;
  /** Null until its page is first opened. */
  worksheet: OpenWorksheet | null;
  notices: Notice[];
  /** How many there have been: the last one's id. */
  noticesSaid: number;
  view: View;
  offeredLink: OfferedLink | null;
  theme: Theme;
  /** How far the run in hand is on the disk, and why no further; null before the first checkpoint. */
  saved: { step: number | null; why: string | null } | null;
  /** Runs on the disk, the newest first; null until it has been looked. */
  savedRuns: ListedRun[] | null;
  /** Saved runs that are drawn beside the run in hand, in place of the one that was replaced. */
  compared: readonly { name: string; run: RunRecord }[];
  /** The worker has failed and another takes its place. */
  recovery: Recovery | null;
  /** Why nothing can run (no engine starts), or null. */
  failure: string | null;
  /** The person has asked for the new version of the page. */
  newVersionAsked: boolean;
}

export const INITIAL_STATE: AppState = {
  runId: null,
  experiment: DEFAULT_EXPERIMENT,
  engine: null,
  engineChoice: "auto",
  data: { bytesLoaded: 0, bytesTotal: 0, imagesReady: 0, imagesTotal: 0, ready: false, problem: null },
  run: null,
  history: [],
  changes: [],
  previous: null,
  latentGrid: null,
  encodings: null,
  oneImage: null,
  exactPosterior: null,
  truthPoints: [],
  gradientSignals: { measuring: null, results: [] },
  diagnostics: {},
  worksheet: null,
  notices: [],
  noticesSaid: 0,
  view: DEFAULT_VIEW,
  offeredLink: null,
  theme: "system",
  saved: null,
  savedRuns: null,
  compared: [],
  recovery: null,
  failure: null,
  newVersionAsked: false,
};
