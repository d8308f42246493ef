import { useStore } from "zustand";
import { formatCount } from "../../charts/numberFormat";
import { MOST_ROWS, type OpenWorksheet } from "../../store/worksheet";
import { useAppState } from "../app";
import type { ShownModel } from "./useWorksheetModel";
import styles from "./WorksheetPanel.module.css";

interface WorksheetNotesProps {
  worksheet: OpenWorksheet;
  model: ShownModel;
  leftOut: number;
}

/** What has to be known of the rows: whether they are of the weights of now, what does not count, what cannot be done. */
export function WorksheetNotes({ worksheet, model, leftOut }: WorksheetNotesProps) {
  const count = useStore(worksheet.store, (state) => state.rows.length);
  return (
    <>
      <Staleness worksheet={worksheet} />
      {count + model.strata > MOST_ROWS && (
        <p className={styles.note}>{formatCount(MOST_ROWS)} rows are the most that are held; clear them to go on.</p>
      )}
      {leftOut > 0 && (
        <p className={styles.note}>
          <span className={styles.handMark} aria-hidden="true" /> Points set by hand are no draws from q:{" "}
          {leftOut === 1 ? "1 row is" : `${formatCount(leftOut)} rows are`} left out of the running figures
          {model.strata > 1 ? " (the rest of a sample goes with its point)" : ""}.
        </p>
      )}
      {!model.scoresAnywhere && (
        <p className={styles.note}>This q(z|x) knows its density at its own draws only: z cannot be set by hand.</p>
      )}
    </>
  );
}

/** Of which step the rows are, once the model has gone on. */
function Staleness({ worksheet }: { worksheet: OpenWorksheet }) {
  const count = useStore(worksheet.store, (state) => state.rows.length);
  const step = useStore(worksheet.store, (state) => state.step);
  const now = useAppState((state) => state.run?.step ?? 0);
  if (count === 0 || step === now) return null;
  return (
    <p className={styles.note}>
      Rows are of step {formatCount(step)}; the model is at {formatCount(now)}.{" "}
      <button type="button" className={styles.link} onClick={() => void worksheet.recompute()}>
        Recompute
      </button>
    </p>
  );
}
