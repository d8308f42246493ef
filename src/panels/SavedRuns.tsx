import { useEffect, useRef } from "react";
import { formatCount, formatNats } from "../charts/numberFormat";
import type { Experiment } from "../experiment/experiment";
import { writeLink } from "../experiment/link";
import type { AppState } from "../store/state";
import { useActions, useAppState } from "./app";
import { whyNotComparable } from "./curvesCaptions";
import files from "./ExportFiles.module.css";
import { experimentWords } from "./experimentWords";
import { downloadBlob } from "./exportFigure";
import { LoadFile } from "./LoadFile";
import styles from "./SavedRuns.module.css";

type SavedRun = NonNullable<AppState["savedRuns"]>[number];

/** Pixels on a side of a thumbnail. */
const SIDE = 84;

function Thumbnail({ pixels }: { pixels: Uint8Array | null }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context || pixels === null) return;
    const image = context.createImageData(SIDE, SIDE);
    pixels.forEach((level, at) => {
      image.data[4 * at + 3] = level;
    });
    context.putImageData(image, 0, 0);
  }, [pixels]);
  return (
    <span className={styles.thumbnail}>
      <canvas ref={canvas} width={SIDE} height={SIDE} />
    </span>
  );
}

/** What differs from the default experiment, as a link has it. */
function settingsOf(experiment: Experiment): string[] {
  return decodeURIComponent(writeLink(experiment))
    .split("&")
    .filter((setting) => setting !== "");
}

/** What the legend of the curves has room for. */
const SHORT = 28;

/** What its owner calls it, or what differs from the run in hand. */
function shortTitle({ name, experiment, step }: SavedRun, present: Experiment): string {
  const known = new Set(settingsOf(present));
  const other = settingsOf(experiment).filter((setting) => !known.has(setting));
  const title = name ?? other.join(" · ");
  if (title === "") return `saved at step ${formatCount(step)}`;
  return title.length > SHORT ? `${title.slice(0, SHORT - 1)}…` : title;
}

function RunName({ run }: { run: SavedRun }) {
  const { renameRun } = useActions();
  return (
    <input
      className={styles.name}
      aria-label="Name of the run"
      placeholder={experimentWords(run.experiment)}
      title="Click to name it"
      defaultValue={run.name ?? ""}
      maxLength={80}
      onBlur={({ target }) => target.value !== (run.name ?? "") && void renameRun(run.runId, target.value)}
      onKeyDown={({ key, currentTarget }) => {
        if (key === "Escape") currentTarget.value = run.name ?? "";
        if (key === "Enter") currentTarget.blur();
      }}
    />
  );
}

const WHERE = { here: "in hand", elsewhere: "in hand in another tab" } as const;

function RunFacts({ run: { step, elbo, savedAt, openIn, experiment } }: { run: SavedRun }) {
  const settings = settingsOf(experiment).join(" · ") || "default experiment";
  const time = new Date(savedAt).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
  return (
    <>
      <p className={styles.caption}>
        step {formatCount(step)}
        {elbo !== null && ` · ELBO ${formatNats(elbo, 1)}`} · {openIn === null ? time : WHERE[openIn]}
      </p>
      <p className={styles.caption} title={settings}>
        {settings}
      </p>
    </>
  );
}

/** Saves a run as one file; without its name the one in hand, also where the browser keeps none. */
function useSaveFile() {
  const { exportRun } = useActions();
  return async (step: number, run?: Pick<SavedRun, "runId" | "name">) => {
    const bytes = await exportRun(run?.runId);
    // What no file may be called on any system is left out of its name.
    const name = run?.name?.replace(/[^\p{L}\p{N} _=.-]+/gu, "").trim();
    if (bytes !== null) downloadBlob(new Blob([new Uint8Array(bytes)]), `${name || "vae-run"}-step${step}.safetensors`);
  };
}

function RunButtons({ run }: { run: SavedRun }) {
  const { runId, openIn, experiment } = run;
  const { openRun, duplicateRun, deleteRun, compareRun } = useActions();
  const saveFile = useSaveFile();
  const compared = useAppState((state) => state.compared.some(({ run }) => run.runId === runId));
  const present = useAppState((state) => state.experiment);
  const title = shortTitle(run, present);
  const whyNot = whyNotComparable(experiment, present, title);
  const button = (label: string, run: () => unknown, more: { disabled?: boolean; title?: string; "aria-pressed"?: boolean } = {}) => (
    <button type="button" className={files.button} onClick={() => void run()} {...more}>
      {label}
    </button>
  );
  return (
    <div className={styles.buttons}>
      {openIn === null && button("Open", () => openRun(runId))}
      {openIn === "elsewhere" && button("Open a copy", () => openRun(runId))}
      {openIn === "elsewhere" && button("Take over", () => openRun(runId, { takeOver: true }))}
      {openIn !== "here" &&
        button("Compare", () => compareRun(runId, compared ? null : title), {
          "aria-pressed": compared,
          disabled: whyNot !== null,
          title: whyNot ?? "Draws its test curve beside the run in hand, up to four runs at a time",
        })}
      {button("Duplicate", () => duplicateRun(runId))}
      {button("Save as file", () => saveFile(run.step, run), { title: "The whole run as one file" })}
      {openIn === null && button("Delete", () => deleteRun(runId))}
    </div>
  );
}

/** Runs that this browser keeps, and what can be done with them. */
export function SavedRuns() {
  const runs = useAppState((state) => state.savedRuns);
  const saved = useAppState((state) => state.saved);
  const step = useAppState((state) => state.run?.step ?? 0);
  const saveFile = useSaveFile();
  return (
    <>
      <p className={styles.caption}>
        {saved?.why && `Not saved: ${saved.why}. `}
        This browser keeps the runs that were trained here: all that you name, and the last 20 others.
        {(runs === null || runs.length === 0) && " None is here yet."}
      </p>
      <div className={styles.buttons}>
        <button type="button" className={files.button} onClick={() => void saveFile(step)} title="The whole run as one file">
          Save this run as a file
        </button>
        <LoadFile label="Load a run file" className={files.button} />
      </div>
      <ul className={styles.runs}>
        {runs?.map((run) => (
          <li key={run.runId} className={styles.run}>
            <Thumbnail pixels={run.thumbnail} />
            <div className={styles.text}>
              <RunName key={run.name} run={run} />
              <RunFacts run={run} />
              <RunButtons run={run} />
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
