import { useEffect, useRef } from "react";
import { formatCount, formatNats } from "../charts/numberFormat";
import { writeLink } from "../experiment/link";
import type { AppState } from "../store/state";
import { useActions, useAppState } from "./app";
import { whyNotComparable } from "./curvesCaptions";
import styles from "./ExportFiles.module.css";
import { downloadBlob } from "./exportFigure";

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
  return <canvas ref={canvas} width={SIDE} height={SIDE} className={styles.thumbnail} />;
}

/** What its owner calls it, or what differs from the default experiment. */
function runTitle({ name, experiment }: Pick<SavedRun, "name" | "experiment">): string {
  return name ?? (decodeURIComponent(writeLink(experiment)).replaceAll("&", " · ") || "default experiment");
}

function RunName({ run }: { run: SavedRun }) {
  const { renameRun } = useActions();
  return (
    <input
      className={styles.runName}
      aria-label="Name of the run"
      placeholder={runTitle({ ...run, name: null })}
      defaultValue={run.name ?? ""}
      maxLength={80}
      onBlur={({ target }) => target.value !== (run.name ?? "") && void renameRun(run.runId, target.value)}
      onKeyDown={({ key, currentTarget }) => key === "Enter" && currentTarget.blur()}
    />
  );
}

const WHERE = { here: "in hand", elsewhere: "in hand in another tab" } as const;

function RunFacts({ run: { step, elbo, savedAt, openIn } }: { run: SavedRun }) {
  const time = new Date(savedAt).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
  return (
    <p className={styles.caption}>
      step {formatCount(step)}
      {elbo !== null && ` · ELBO ${formatNats(elbo, 1)}`} · {openIn === null ? time : WHERE[openIn]}
    </p>
  );
}

function RunButtons({ run }: { run: SavedRun }) {
  const { runId, openIn, experiment } = run;
  const { openRun, duplicateRun, deleteRun, compareRun, exportRun } = useActions();
  const compared = useAppState((state) => state.compared?.runId === runId);
  const present = useAppState((state) => state.experiment);
  const whyNot = whyNotComparable(experiment, present);
  const button = (label: string, run: () => unknown, more: { disabled?: boolean; title?: string; "aria-pressed"?: boolean } = {}) => (
    <button type="button" className={styles.button} onClick={() => void run()} {...more}>
      {label}
    </button>
  );
  const save = async () => {
    const bytes = await exportRun(runId);
    if (bytes !== null) downloadBlob(new Blob([new Uint8Array(bytes)]), `vae-run-step${run.step}.safetensors`);
  };
  return (
    <div className={styles.runButtons}>
      {openIn === null && button("Open", () => openRun(runId))}
      {openIn === "elsewhere" && button("Open a copy", () => openRun(runId))}
      {openIn === "elsewhere" && button("Take over", () => openRun(runId, { takeOver: true }))}
      {openIn !== "here" &&
        button("Compare", () => compareRun(compared ? null : runId), {
          "aria-pressed": compared,
          disabled: whyNot !== null,
          title: whyNot ?? "Draws its test curve beside the run in hand",
        })}
      {button("Duplicate", () => duplicateRun(runId))}
      {button("Save", save, { title: "The whole run as one file" })}
      {openIn === null && button("Delete", () => deleteRun(runId))}
    </div>
  );
}

/** Runs that this browser keeps, and what can be done with them. */
export function SavedRuns() {
  const runs = useAppState((state) => state.savedRuns);
  const saved = useAppState((state) => state.saved);
  return (
    <>
      <p className={styles.caption}>
        {saved?.why && `Not saved: ${saved.why}. `}
        Kept in this browser while a run trains: all that have a name, and the last 20 others.
        {(runs === null || runs.length === 0) && " None is here yet."}
      </p>
      <ul className={styles.runs}>
        {runs?.map((run) => (
          <li key={run.runId} className={styles.run}>
            <Thumbnail pixels={run.thumbnail} />
            <div className={styles.runText}>
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
