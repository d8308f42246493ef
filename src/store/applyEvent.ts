import { squareDimensions, squareVariable } from "../experiment/latentSquare";
import { insertByStep } from "../numeric/insertByStep";
import type { DiagnosticProgress, GradientSignalProgress, RunRecord, SessionEvent, TruthPoint } from "../worker/protocol";
import { type AppState, type Diagnosis, type GradientSignals, INITIAL_STATE, type Notice } from "./state";

/** The most notices kept; older ones go first. */
const MAX_NOTICES = 6;

/** Whether two notices say and offer the same, of the same run. */
const sameNotice = (a: Omit<Notice, "id">, b: Omit<Notice, "id">): boolean =>
  a.text === b.text && a.level === b.level && a.undoes === b.undoes && JSON.stringify(a.offer) === JSON.stringify(b.offer);

/** Whether the notice's Undo would bring back the run that it names: there is one slot, and a newer run may have taken it. */
export function canUndo({ undoes }: Pick<Notice, "undoes">, previous: AppState["previous"]): boolean {
  return previous !== null && undoes === previous.runId;
}

/** The state with one more notice; one that is already shown is not shown twice. */
export function withNotice(state: AppState, notice: Omit<Notice, "id">): AppState {
  const last = state.notices.at(-1);
  if (last !== undefined && sameNotice(last, notice)) return state;
  const id = state.noticesSaid + 1;
  return { ...state, noticesSaid: id, notices: [...state.notices.slice(-MAX_NOTICES + 1), { id, ...notice }] };
}

/** Axes and pin that the latent space has; others go back to the default. */
function fitView(view: AppState["view"], dim: number): AppState["view"] {
  const axes: [number, number] = view.axes.every((axis) => axis < dim) ? view.axes : [0, Math.min(1, dim - 1)];
  const pin = view.pin?.length === dim ? view.pin : null;
  return axes === view.axes && pin === view.pin ? view : { ...view, axes, pin };
}

/** How many measurements of the gradient's signal stand beside each other. */
const MAX_SIGNALS = 2;

function withSignal({ results }: GradientSignals, progress: GradientSignalProgress): GradientSignals {
  switch (progress.phase) {
    case "measuring":
      return { measuring: { repeats: progress.repeats, mostRepeats: progress.mostRepeats }, results };
    case "done":
      return { measuring: null, results: [progress.result, ...results].slice(0, MAX_SIGNALS) };
    case "failed":
      return { measuring: null, results };
    default:
      throw new Error(`unknown phase ${progress satisfies never}`);
  }
}

/** A later measurement at the same step takes the place of the earlier one. */
function withTruthPoint(points: readonly TruthPoint[], point: TruthPoint): TruthPoint[] {
  return insertByStep(
    points.filter(({ step }) => step !== point.step),
    [point],
  );
}

function diagnosisAfter(before: Diagnosis | undefined, progress: DiagnosticProgress): Diagnosis {
  const made = before?.made ?? null;
  switch (progress.phase) {
    case "waiting":
    case "measuring":
    case "failed":
      return { progress, made };
    case "stopped":
      return { progress: null, made };
    case "done":
      return { progress: null, made: progress.made };
    default:
      throw new Error(`unknown phase ${progress satisfies never}`);
  }
}

/** The run an event belongs to, or null for one that belongs to none. */
function runOf(event: SessionEvent): string | null {
  if ("runId" in event) return event.runId;
  return event.kind === "progress" ? event.progress.runId : null;
}

/** The run in hand is this one. */
function withRun(state: AppState, record: RunRecord, previous: RunRecord | null): AppState {
  const { experiment, history, changes } = record;
  const dim = squareDimensions(experiment.latent);
  const sameSquare = squareVariable(state.experiment.latent) === squareVariable(experiment.latent);
  const view = fitView(sameSquare ? state.view : { ...state.view, pin: null }, dim);
  const pictures =
    sameSquare && squareDimensions(state.experiment.latent) === dim ? {} : { latentGrid: null, encodings: null, oneImage: null };
  const run = state.run === null ? null : { ...state.run, runId: record.runId, phase: "idle" as const, step: record.step };
  const isSame = record.runId === state.runId;
  const { gradientSignals, diagnostics, exactPosterior, saved } = isSame ? state : INITIAL_STATE;
  // A run that has gone back to its last good state has not measured what came after it.
  const truthPoints = isSame ? state.truthPoints.filter(({ step }) => step <= record.step) : [];
  const seen = { ...pictures, gradientSignals, diagnostics, truthPoints, exactPosterior, saved, view };
  return { ...state, ...seen, runId: record.runId, experiment, history, changes, previous: previous, run };
}

/** What an event makes of the state. Pure; an event of a run that was replaced changes nothing. */
export function applyEvent(state: AppState, event: SessionEvent): AppState {
  const runId = runOf(event);
  if (runId !== null && runId !== state.runId) return state;
  switch (event.kind) {
    case "engine":
      return { ...state, engine: event.engine, failure: null };
    case "data":
      return { ...state, data: event.data };
    case "run":
      return withRun(state, event.run, event.previous);
    case "settings":
      return { ...state, experiment: event.experiment, changes: event.changes };
    case "progress":
      return { ...state, run: event.progress };
    case "history":
      return { ...state, history: insertByStep(state.history, event.points) };
    case "latentGrid":
      return { ...state, latentGrid: { step: event.step, value: event.latentGrid } };
    case "encodings":
      return { ...state, encodings: { step: event.step, value: event.encodings } };
    case "oneImage":
      return { ...state, oneImage: { step: event.step, value: event.oneImage } };
    case "exactPosterior":
      return { ...state, exactPosterior: { step: event.step, value: event.exactPosterior } };
    case "truthPoint":
      return { ...state, truthPoints: withTruthPoint(state.truthPoints, event.truthPoint) };
    case "diagnostic":
      return {
        ...state,
        diagnostics: { ...state.diagnostics, [event.name]: diagnosisAfter(state.diagnostics[event.name], event.progress) },
      };
    case "gradientSignal":
      return { ...state, gradientSignals: withSignal(state.gradientSignals, event.gradientSignal) };
    case "saved":
      return {
        ...state,
        saved: event.why === null ? { step: event.step ?? 0, why: null } : { step: state.saved?.step ?? null, why: event.why },
      };
    case "savedRuns":
      return { ...state, savedRuns: event.runs };
    case "fault":
      // The supervisor's: it starts another worker.
      return state;
    case "notice":
      return withNotice(state, { level: event.level, text: event.text });
    default:
      throw new Error(`unknown event ${event satisfies never}`);
  }
}
