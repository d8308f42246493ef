import { formatCount } from "../../charts/numberFormat";
import { isSameImage } from "../../store/sameImage";
import type { DiagnosticName, MadeReport } from "../../worker/protocol";
import { useAppState } from "../app";
import styles from "./Diagnostics.module.css";
import { describeImage, nameImage } from "./imageWords";
import { useDiagnosis } from "./useDiagnosis";

/** Of what a report is, and what has changed since: the model, the selected image. */
export function ReportNotes({ name }: { name: DiagnosticName }) {
  const { made } = useDiagnosis(name);
  const stepNow = useAppState((state) => state.run?.step ?? null);
  const selected = useAppState((state) => state.view.selected);
  if (made === null) return null;
  const isStale = stepNow !== null && stepNow !== made.step;
  const ofImage = imageOf(made);
  const isOther = ofImage !== null && !isSameImage(ofImage.source, selected);
  if (!isStale && ofImage === null) return null;
  return (
    <p className={styles.note}>
      {ofImage && `Of ${describeImage(ofImage.source, ofImage.label)}. `}
      {isOther && <strong>Selected now is {nameImage(selected)}. </strong>}
      {isStale && <strong>{`Of step ${formatCount(made.step)}; the model is at ${formatCount(stepNow)}.`}</strong>}
    </p>
  );
}

function imageOf({ report }: MadeReport) {
  return "source" in report ? report : null;
}
