import { boundName } from "../../src/charts/numberFormat";
import type { AppState } from "../../src/store/state";
import type { HistoryPoint } from "../../src/worker/protocol";

/** How far training is, on a terminal in one line that is written anew, elsewhere as plain lines now and then. */
export interface Progress {
  /** Training begins at this step. */
  begin(step: number): void;
  show(state: ProgressState): void;
  /** The last word on this training. */
  end(state: ProgressState): void;
  /** A line of its own, above the progress. */
  print(text: string): void;
  /** The same, on the error stream. */
  warn(text: string): void;
}

export type ProgressState = Pick<AppState, "run" | "history" | "experiment">;

/** A stream of text: `process.stdout`, or a test's. */
export interface TextStream {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

interface ProgressSettings {
  out: TextStream;
  errors: TextStream;
  quiet: boolean;
  /** Milliseconds. */
  now(): number;
}

/** Between plain lines, in milliseconds. */
const PLAIN_INTERVAL = 10_000;
const USUAL_COLUMNS = 80;
const SHORTEST_BAR = 6;
const LONGEST_BAR = 24;
const BEGINNING_OF_LINE = "\r\u001b[K";

/** "−171.2", with a real minus sign; "−2.6e+26" of what has grown out of reading. */
export function decimal(value: number, digits: number): string {
  const text = Math.abs(value) < 1e6 ? value.toFixed(digits) : value.toExponential(digits);
  return text.replace("-", "−");
}

/** "1:05", "2:03:09". */
export function clock(seconds: number): string {
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const tail = String(whole % 60).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
}

/** The last value of the bound that is trained: L_K where that is the objective, the ELBO otherwise. */
function lastBound(history: readonly HistoryPoint[], split: HistoryPoint["split"], isImportance: boolean): string {
  const point = history.findLast((each) => each.split === split);
  const value = isImportance ? point?.iwae : point?.elbo;
  return value === undefined ? "…" : decimal(value, 1);
}

/** "ELBO train −161.0 test −160.2", "L₅ train …" */
function boundText({ history, experiment: { objective } }: ProgressState): string {
  const isImportance = objective.kind === "iwae";
  const name = isImportance ? boundName(objective.samples) : "ELBO";
  return `${name} train ${lastBound(history, "train", isImportance)} test ${lastBound(history, "test", isImportance)}`;
}

/** How much is done, from 0 to 1; null while the speed is not known. */
function fractionDone({ run, experiment }: ProgressState, firstStep: number): number | null {
  if (run === null || run.secondsLeft === null || run.imagesPerSecond === 0) return null;
  const left = (run.secondsLeft * run.imagesPerSecond) / experiment.batchSize;
  const done = run.step - firstStep;
  return done + left > 0 ? done / (done + left) : null;
}

/** One line of progress, at most `columns` long: with room to spare, with a bar; with too little, without what matters least. */
export function progressLine(state: ProgressState, firstStep: number, columns: number): string {
  const { run, experiment } = state;
  if (run === null) return "";
  const fraction = fractionDone(state, firstStep);
  const done = fraction === null ? [] : [`${String(Math.floor(100 * fraction)).padStart(3)} %`];
  const epoch = `epoch ${run.epoch.toFixed(2)}`;
  const step = `step ${run.step}`;
  const bound = boundText(state);
  const speed = run.imagesPerSecond === 0 ? [] : [`${(run.imagesPerSecond / experiment.batchSize).toFixed(1)} steps/s`];
  const left = run.secondsLeft === null || fraction === null ? [] : [`${clock(run.secondsLeft)} left`];
  const choices = [
    [...done, epoch, step, bound, ...speed, ...left],
    [...done, epoch, step, bound, ...left],
    [...done, step, bound, ...left],
    [...done, bound, ...left],
  ].map((words) => words.join("  "));
  const text = choices.find(({ length }) => length <= columns) ?? choices[choices.length - 1].slice(0, columns);
  const cells = Math.min(LONGEST_BAR, columns - text.length - 3);
  if (fraction === null || cells < SHORTEST_BAR) return text;
  return `[${"#".repeat(Math.round(fraction * cells)).padEnd(cells, "·")}] ${text}`;
}

export function createProgress({ out, errors, quiet, now }: ProgressSettings): Progress {
  const isLive = out.isTTY === true && !quiet;
  let firstStep = 0;
  let shownAt = now();
  let onScreen = "";

  const clear = () => {
    if (onScreen !== "") out.write(BEGINNING_OF_LINE);
    onScreen = "";
  };
  const line = (state: ProgressState) => progressLine(state, firstStep, isLive ? (out.columns || USUAL_COLUMNS) - 1 : USUAL_COLUMNS * 2);
  const above = (stream: TextStream, text: string) => {
    const live = onScreen;
    clear();
    stream.write(`${text}\n`);
    if (live !== "") out.write(live);
    onScreen = live;
  };

  return {
    begin(step) {
      firstStep = step;
      shownAt = now();
    },
    show(state) {
      if (quiet) return;
      if (isLive) {
        onScreen = line(state);
        out.write(`${BEGINNING_OF_LINE}${onScreen}`);
      } else if (now() - shownAt >= PLAIN_INTERVAL) {
        shownAt = now();
        out.write(`${line(state)}\n`);
      }
    },
    end(state) {
      clear();
      if (!quiet) out.write(`${line(state)}\n`);
    },
    print(text) {
      if (!quiet) above(out, text);
    },
    warn: (text) => above(errors, `warning: ${text}`),
  };
}
