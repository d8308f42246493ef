import type { DiagnosticName } from "../../worker/protocol";
import { useAppState } from "../app";
import { evidenceName } from "../curvesCaptions";
import { DiagnosticSection } from "./DiagnosticSection";
import styles from "./Diagnostics.module.css";
import { DIAGNOSTIC_TEXTS } from "./diagnosticTexts";

const NAMES = Object.keys(DIAGNOSTIC_TEXTS) as DiagnosticName[];
/** Open before anything is measured. */
const FIRST = 2;

/** Questions to the model in training, asked when one wants to know. */
export function DiagnosticsPanel() {
  const isGrey = useAppState((state) => evidenceName(state.experiment) === "log Z(x)");
  return (
    <div className={styles.panel}>
      {isGrey && (
        <p className={styles.small}>
          With grey pixels log p(x) stands here for log Z(x): a bound on the mean of log p(b) over b ~ Bernoulli(x), not the likelihood of
          any one image.
        </p>
      )}
      {NAMES.map((name, place) => (
        <DiagnosticSection key={name} name={name} startsOpen={place < FIRST} />
      ))}
    </div>
  );
}
