import { Pause, Play, Undo2 } from "lucide-react";
import type { AppState } from "../store/state";
import { useActions, useAppState } from "./app";
import styles from "./TopBar.module.css";

/** Why training cannot begin, or null when it can. */
function obstacle({ failure, data }: AppState): string | null {
  if (failure !== null) return failure;
  if (!data.ready) return "The first images are still arriving; training can begin in a moment.";
  return null;
}

/** Train or Pause, Step, Reset, New seed, and back. */
export function RunButtons() {
  const { step, reset, newSeed } = useActions();
  return (
    <>
      <TrainButton hint="Space" />
      <button type="button" className={styles.button} onClick={() => void step()} title="One update (S)">
        Step
      </button>
      <button type="button" className={styles.button} onClick={() => void reset()} title="The same seed from the start (R)">
        Reset
      </button>
      <button type="button" className={styles.quiet} onClick={() => void newSeed()} title="Another seed, from the start (N)">
        New seed
      </button>
      <UndoButton />
    </>
  );
}

/** Stays in reach while it cannot start, and then says why. `hint`: the key that does the same, where there is one. */
export function TrainButton({ hint }: { hint?: string }) {
  const training = useAppState((state) => state.run?.phase === "training");
  const reason = useAppState(obstacle);
  const { train, pause, notify } = useActions();
  if (training) {
    return (
      <button type="button" className={styles.primary} onClick={() => void pause()} title={hint}>
        <Pause size={14} fill="currentColor" strokeWidth={0} aria-hidden="true" />
        Pause
      </button>
    );
  }
  const start = () => (reason === null ? void train() : notify("info", reason));
  return (
    <button type="button" className={styles.primary} aria-disabled={reason !== null} onClick={start} title={reason ?? hint}>
      <Play size={13} fill="currentColor" strokeWidth={0} aria-hidden="true" />
      Train
    </button>
  );
}

/** The way back to the run put aside, as long as there is one: its notice goes away, this stays. */
function UndoButton() {
  const steps = useAppState((state) => state.previous?.step ?? null);
  const { undo, notify } = useActions();
  const what = steps === null ? "No run has been put aside yet." : `Bring back the run of ${steps} steps (Ctrl Z)`;
  return (
    <button
      type="button"
      className={styles.icon}
      aria-disabled={steps === null}
      onClick={() => (steps === null ? notify("info", what) : void undo())}
      aria-label="Bring back the previous run"
      title={what}
    >
      <Undo2 size={16} aria-hidden="true" />
    </button>
  );
}
