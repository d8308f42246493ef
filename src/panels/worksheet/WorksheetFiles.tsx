import { type ChangeEvent, useRef } from "react";
import type { OpenWorksheet } from "../../store/worksheet";
import { MOST_BYTES, worksheetCsv } from "../../store/worksheetCsv";
import { useActions, useAppState } from "../app";
import { megabytes } from "../controls/numberText";
import { downloadBlob } from "../exportFigure";
import type { ShownModel } from "./useWorksheetModel";
import styles from "./WorksheetPanel.module.css";

/** The rows as a file, and rows from one. */
export function WorksheetFiles({ worksheet, model, isEmpty }: { worksheet: OpenWorksheet; model: ShownModel; isEmpty: boolean }) {
  const { notify } = useActions();
  const input = useRef<HTMLInputElement>(null);
  const source = useAppState((state) => state.view.selected);
  const save = () => {
    const { rows, step } = worksheet.store.getState();
    const image = source.kind === "drawn" ? "drawn" : `${source.split}${source.index}`;
    downloadBlob(new Blob([worksheetCsv(rows, model)], { type: "text/csv" }), `vae-worksheet-${image}-seed${model.seed}-step${step}.csv`);
  };
  const load = async (event: ChangeEvent<HTMLInputElement>) => {
    const chosen = event.target;
    const file = chosen.files?.[0];
    if (file === undefined) return;
    const refuse = (why: string) => notify("error", `${file.name} was refused: ${why}. The rows are as they were.`);
    if (!model.scoresAnywhere) refuse("this q(z|x) knows its density at its own draws only, so that no z of a file can be scored");
    else if (file.size > MOST_BYTES) refuse(`it has ${megabytes(file.size)} MB; allowed: at most ${megabytes(MOST_BYTES)} MB`);
    else {
      const text = await file.text().catch(() => null);
      if (text === null) refuse("the browser could not read it");
      else await worksheet.load(text, file.name);
    }
    // The same file may be chosen again.
    chosen.value = "";
  };
  return (
    <>
      <button type="button" className={styles.button} disabled={isEmpty} onClick={save} aria-label="Save the rows as CSV">
        CSV
      </button>
      <button type="button" className={styles.button} onClick={() => input.current?.click()}>
        Load CSV
      </button>
      <input ref={input} type="file" hidden aria-label="CSV file of rows" accept=".csv,text/csv" onChange={(event) => void load(event)} />
    </>
  );
}
