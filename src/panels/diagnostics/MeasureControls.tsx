import { formatCount, formatNats } from "../../charts/numberFormat";
import type { DiagnosticName } from "../../worker/protocol";
import { useActions, useAppState } from "../app";
import styles from "./Diagnostics.module.css";
import { DIAGNOSTIC_TEXTS, OF_ONE_IMAGE } from "./diagnosticTexts";
import { useDiagnosis } from "./useDiagnosis";
import { whatIsMissing } from "./whatIsMissing";

/** "3.2 s", "1 min 12 s". */
function formatSeconds(seconds: number): string {
  if (seconds < 60) return `${formatNats(seconds, seconds < 1 ? 2 : 1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** Begins a diagnostic and ends it; says what it costs, how far it is, why it failed, or why it cannot be had. */
export function MeasureControls({ name }: { name: DiagnosticName }) {
  const experiment = useAppState((state) => state.experiment);
  const { progress } = useDiagnosis(name);
  const missing = whatIsMissing(name, experiment);
  return (
    <>
      {missing && <p className={styles.missing}>{capitalized(missing.sentence)}</p>}
      {!missing?.everything && <Measuring name={name} />}
      {progress?.phase === "failed" && (
        <p className={styles.failed} role="alert">
          {capitalized(progress.reason)}
        </p>
      )}
    </>
  );
}

/** Sentences of others begin as they do inside a sentence; "log p(x)" stays as it is. */
function capitalized(sentence: string): string {
  return /^(?:log|k̂|q\(|p\()/.test(sentence) ? sentence : sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** One button for both, so that it keeps the focus. */
function Measuring({ name }: { name: DiagnosticName }) {
  const { progress } = useDiagnosis(name);
  const isReady = useAppState((state) => state.data.ready && state.run !== null);
  const selected = useAppState((state) => state.view.selected);
  const { diagnose, stopDiagnosis } = useActions();
  const isUnderWay = progress?.phase === "waiting" || progress?.phase === "measuring";
  const begin = () => diagnose(name, OF_ONE_IMAGE.includes(name) ? { source: selected } : {});
  const press = () => void (isUnderWay ? stopDiagnosis(name) : begin());
  return (
    <div className={styles.measuring}>
      <button type="button" className={styles.button} disabled={!isUnderWay && !isReady} onClick={press}>
        {isUnderWay ? "Stop" : "Measure"}
        <span className="visuallyHidden"> {DIAGNOSTIC_TEXTS[name].title}</span>
      </button>
      {isUnderWay ? <HowFar name={name} /> : <Cost name={name} />}
    </div>
  );
}

/** What it is about to cost, and then what it did. */
function Cost({ name }: { name: DiagnosticName }) {
  const { made } = useDiagnosis(name);
  return (
    <span className={styles.cost} role="status">
      {made === null ? DIAGNOSTIC_TEXTS[name].cost : `step ${formatCount(made.step)} · ${formatSeconds(made.seconds)}`}
    </span>
  );
}

function HowFar({ name }: { name: DiagnosticName }) {
  const { progress } = useDiagnosis(name);
  if (progress?.phase !== "measuring") return <span className={styles.cost}>waits for another to end</span>;
  const { done, total } = progress;
  return (
    <progress className={styles.progress} value={done} max={Math.max(1, total)} aria-label={`Measuring ${DIAGNOSTIC_TEXTS[name].title}`} />
  );
}
