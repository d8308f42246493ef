import { type ReactNode, useState } from "react";
import { formatShare } from "../../charts/estimateFormat";
import type { Diagnosis } from "../../store/state";
import type { DiagnosticName, MadeReport } from "../../worker/protocol";
import { WORKS } from "../explanations/explanation";
import styles from "./Diagnostics.module.css";
import { DIAGNOSTIC_TEXTS } from "./diagnosticTexts";
import { HEADLINES } from "./headlines";
import { MeasureControls } from "./MeasureControls";
import { ReportNotes } from "./ReportNotes";
import { RESULTS } from "./results";
import { Symbols } from "./Symbols";
import { useDiagnosis } from "./useDiagnosis";

/** One diagnostic: title and headline, and when it is open what it says, how it is measured, and what came out. */
export function DiagnosticSection<N extends DiagnosticName>({ name, startsOpen }: { name: N; startsOpen: boolean }) {
  const { progress, made } = useDiagnosis(name);
  const [open, setOpen] = useState(startsOpen || progress !== null || made !== null);
  return (
    <details className={styles.section} open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <h2>{DIAGNOSTIC_TEXTS[name].title}</h2>
        <span className={styles.headline}>{headlineOf(name, progress, made)}</span>
      </summary>
      {open && (
        <div className={styles.body}>
          <About name={name} />
          <MeasureControls name={name} />
          {made && <Result made={made} name={name} />}
        </div>
      )}
    </details>
  );
}

function headlineOf<N extends DiagnosticName>(name: N, progress: Diagnosis["progress"], made: MadeReport<N> | null): string {
  if (progress?.phase === "waiting") return "waits";
  if (progress?.phase === "measuring") return formatShare(progress.done / Math.max(1, progress.total), 0);
  if (progress?.phase === "failed") return "failed";
  return made === null ? "" : HEADLINES[name](made.report);
}

/** "Neal 2001": the authors and the year of a work. */
const authorsOf = (text: string): string => text.slice(0, text.search(/\d{4}/) + 4);

function About({ name }: { name: DiagnosticName }) {
  const { sentences, works } = DIAGNOSTIC_TEXTS[name];
  return (
    <p className={styles.text}>
      <Symbols text={sentences} />
      {works.map((work) => (
        <span key={work} className={styles.work}>
          {" "}
          <a href={WORKS[work].url} target="_blank" rel="noreferrer" title={WORKS[work].text}>
            {authorsOf(WORKS[work].text)}
          </a>
        </span>
      ))}
    </p>
  );
}

function Result<N extends DiagnosticName>({ made, name }: { made: MadeReport<N>; name: N }) {
  const Shown: (props: { made: MadeReport<N> }) => ReactNode = RESULTS[name];
  return (
    <>
      <ReportNotes name={name} />
      <Shown made={made} />
    </>
  );
}
