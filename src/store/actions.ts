import type { DeepPartial, ElboSpec, Experiment, IwaeSpec } from "../experiment/experiment";
import type {
  DiagnosticName,
  DiagnosticOptions,
  EngineChoice,
  EvaluateOptions,
  EvaluationResult,
  ImageSource,
  NoticeLevel,
  SessionCalls,
} from "../worker/protocol";
import type { Notice, Theme, View } from "./state";

/** Some of an objective of the kind in force. */
export type ObjectiveChange = Partial<Omit<ElboSpec, "kind">> | Partial<Omit<IwaeSpec, "kind">>;

/** Everything a person can do on the page. Nothing here rejects: what goes wrong becomes a notice. */
export interface Actions {
  configure(patch: DeepPartial<Experiment>): Promise<void>;
  /** Changes some of the objective that earlier changes leave; the whole is sent, because tagged unions are replaced whole. */
  changeObjective(change: ObjectiveChange): Promise<void>;
  /** Merges the preset over the defaults and starts a new run (the old one can be brought back). */
  choosePreset(id: string): Promise<void>;
  train(): Promise<void>;
  pause(): Promise<void>;
  /** One optimiser step. */
  step(): Promise<void>;
  /** The same seed from step 0. */
  reset(): Promise<void>;
  newSeed(): Promise<void>;
  /** Brings the replaced run back; the present one takes its place as the replaced. */
  undo(): Promise<void>;
  chooseEngine(name: EngineChoice): Promise<void>;
  setView(patch: Partial<View>): void;
  selectImage(source: ImageSource): void;
  resample(): void;
  setTheme(theme: Theme): void;
  notify(level: NoticeLevel, text: string): void;
  dismiss(noticeId: number): void;
  shareLink(): string;
  /** A link pasted into the open page: taken at once over an untrained model, offered (`state.offeredLink`) over a run. */
  openLink(hash: string): void;
  acceptLink(): Promise<void>;
  declineLink(): void;
  /** E[x|z] of one point, [784]; null when the model it was asked of is gone. */
  decodePoint(z: number[]): Promise<Float32Array | null>;
  images: SessionCalls["images"];
  evaluate(options: EvaluateOptions): Promise<EvaluationResult | null>;
  /** The gradient's signal-to-noise ratio at the next step; results come into the state. */
  measureGradientSignal(): Promise<void>;
  stopGradientSignal(): Promise<void>;
  /** Measures one of the diagnostics; its progress and its report come into the state. */
  diagnose(name: DiagnosticName, options?: DiagnosticOptions): Promise<void>;
  stopDiagnosis(name: DiagnosticName): Promise<void>;
  /** Makes the worksheet, if there is none yet; its own state then has all that can be done to it. */
  openWorksheet(): Promise<void>;
  exportWeights(): Promise<Uint8Array | null>;
  /** Opens a weights file, or a run file. */
  importWeights(bytes: Uint8Array): Promise<void>;
  /** Makes a saved run the one in hand; the present one is put aside. */
  openRun(runId: string, options?: { takeOver?: boolean }): Promise<void>;
  renameRun(runId: string, name: string | null): Promise<void>;
  duplicateRun(runId: string): Promise<void>;
  /** With a notice that brings it back. */
  deleteRun(runId: string): Promise<void>;
  /** Draws a saved run beside the one in hand, by this name, at most four at a time; null: no longer. */
  compareRun(runId: string, name: string | null): Promise<void>;
  /** The run as one file; without a name the one in hand. */
  exportRun(runId?: string): Promise<Uint8Array | null>;
  /** Does what a notice offers, and dismisses it. */
  accept(notice: Pick<Notice, "id" | "offer">): Promise<void>;
}
