import { useStore } from "zustand";
import { formatCount } from "../../charts/numberFormat";
import { MOST_ROWS, type OpenWorksheet } from "../../store/worksheet";
import { useAppState } from "../app";
import type { ShownModel } from "./useWorksheetModel";
import { WorksheetFiles } from "./WorksheetFiles";
import styles from "./WorksheetPanel.module.css";

const AMOUNTS = [1, 10, 100];

/** Adds rows, takes them away, and files out and in. */
export function WorksheetControls({ worksheet, model }: { worksheet: OpenWorksheet; model: ShownModel }) {
  const count = useStore(worksheet.store, (state) => state.rows.length);
  const isReady = useAppState((state) => state.run !== null && state.oneImage !== null);
  const isFull = count + model.strata > MOST_ROWS;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a few buttons, not a form's fieldset
    <div className={styles.controls} role="group" aria-label="Rows">
      {AMOUNTS.map((amount) => (
        <button
          key={amount}
          type="button"
          className={styles.button}
          disabled={!isReady || isFull}
          onClick={() => void worksheet.add(amount)}
        >
          Add {amount}
        </button>
      ))}
      <AddPin worksheet={worksheet} model={model} isFull={isFull} />
      <button type="button" className={styles.button} disabled={count === 0} onClick={worksheet.clear}>
        Clear
      </button>
      <WorksheetFiles worksheet={worksheet} model={model} isEmpty={count === 0} />
    </div>
  );
}

/** A row at the pinned point, where the square shows all there is of z. */
function AddPin({ worksheet, model, isFull }: { worksheet: OpenWorksheet; model: ShownModel; isFull: boolean }) {
  const pin = useAppState((state) => state.view.pin);
  if (pin === null || pin.length !== model.dim || !model.isFlat || !model.scoresAnywhere) return null;
  return (
    <button type="button" className={styles.button} disabled={isFull} onClick={() => void worksheet.addPoint(pin)}>
      Add the pin
    </button>
  );
}

/** How many rows there are, or what is under way. */
export function RowsCount({ worksheet }: { worksheet: OpenWorksheet }) {
  const count = useStore(worksheet.store, (state) => state.rows.length);
  const busy = useStore(worksheet.store, (state) => state.busy);
  return (
    <span className={styles.progress} aria-live="polite">
      {busy ?? (count === 1 ? "1 row" : `${formatCount(count)} rows`)}
    </span>
  );
}
