import { useEffect, useId, useMemo } from "react";
import { useStore } from "zustand";
import type { OpenWorksheet } from "../../store/worksheet";
import { runningFigures } from "../../store/worksheetFigures";
import type { ImageSource } from "../../worker/protocol";
import { useActions, useAppState } from "../app";
import { RowsTable } from "./RowsTable";
import { RunningChart } from "./RunningChart";
import { RunningNumbers } from "./RunningNumbers";
import { useWorksheetModel } from "./useWorksheetModel";
import { WorksheetAbout } from "./WorksheetAbout";
import { RowsCount, WorksheetControls } from "./WorksheetControls";
import { WorksheetNotes } from "./WorksheetNotes";
import styles from "./WorksheetPanel.module.css";

function imageName(source: ImageSource): string {
  return source.kind === "drawn" ? "the drawn digit" : `${source.split} image ${source.index}`;
}

/** Of one image, draws from q(z|x) as rows, and what comes of them as rows are added. */
export function WorksheetPanel() {
  const title = useId();
  const { openWorksheet } = useActions();
  const worksheet = useAppState((state) => state.worksheet);
  const source = useAppState((state) => state.view.selected);
  useEffect(() => {
    void openWorksheet();
  }, [openWorksheet]);
  return (
    <section className={styles.panel} aria-labelledby={title}>
      <div className={styles.head}>
        <h2 id={title} className={styles.title}>
          Worksheet <span className={styles.image}>of {imageName(source)}</span>
        </h2>
        {worksheet && <RowsCount worksheet={worksheet} />}
      </div>
      {worksheet && <Sheet worksheet={worksheet} />}
      <WorksheetAbout />
    </section>
  );
}

function Sheet({ worksheet }: { worksheet: OpenWorksheet }) {
  const rows = useStore(worksheet.store, (state) => state.rows);
  const model = useWorksheetModel();
  const figures = useMemo(() => runningFigures(rows, model.strata), [rows, model.strata]);
  return (
    <>
      <WorksheetControls worksheet={worksheet} model={model} />
      <WorksheetNotes worksheet={worksheet} model={model} leftOut={figures.leftOut} />
      {rows.length === 0 ? (
        <p className={styles.empty}>
          Each row will be a draw z from q(z|x) of this image with its log p(x|z), log p(z), log q(z|x) and log w, and a point in the
          square; above the rows the ELBO, L, effective sample size and k̂ run along.
        </p>
      ) : (
        <>
          <RunningNumbers worksheet={worksheet} figures={figures} />
          <RunningChart worksheet={worksheet} figures={figures} />
          <RowsTable worksheet={worksheet} model={model} />
        </>
      )}
    </>
  );
}
