import type { DiagnosticName } from "../../worker/protocol";
import { DiagnosticSection } from "./DiagnosticSection";
import styles from "./Diagnostics.module.css";
import { DIAGNOSTIC_TEXTS } from "./diagnosticTexts";

const NAMES = Object.keys(DIAGNOSTIC_TEXTS) as DiagnosticName[];
/** Open before anything is measured. */
const FIRST = 2;

/** Questions to the model in training, asked when one wants to know. */
export function DiagnosticsPanel() {
  return (
    <div className={styles.panel}>
      {NAMES.map((name, place) => (
        <DiagnosticSection key={name} name={name} startsOpen={place < FIRST} />
      ))}
    </div>
  );
}
