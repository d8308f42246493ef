import { useEffect, useMemo, useRef } from "react";
import { useStore } from "zustand";
import { useDigitColors } from "../../charts/digitImageColors";
import { LatentSquareCanvas } from "../../charts/LatentSquareCanvas";
import { nearestPoint, placePoints, pointsPainter, type WorksheetPoints } from "../../charts/worksheetPoints";
import type { OpenWorksheet, WorksheetRow } from "../../store/worksheet";
import type { LatentView } from "../latentView";
import { useHighlightedIndex } from "./useHighlight";
import styles from "./WorksheetPointsLayer.module.css";

interface WorksheetPointsLayerProps {
  worksheet: OpenWorksheet;
  size: number;
  view: LatentView;
}

/** How near to a point the pointer must be to mean it, in CSS pixels. */
const REACH = 8;

/** Highlights the row whose point the pointer is near to, anywhere over the square. */
function usePointing(worksheet: OpenWorksheet, rows: readonly WorksheetRow[], points: WorksheetPoints) {
  const drawing = useRef<SVGSVGElement>(null);
  useEffect(() => {
    const square = drawing.current?.parentElement;
    if (!square) return;
    const follow = (event: PointerEvent) => {
      const box = square.getBoundingClientRect();
      const found = nearestPoint(points, event.clientX - box.left, event.clientY - box.top, REACH);
      const id = found < 0 ? null : rows[found].id;
      if (id !== (worksheet.store.getState().highlighted?.id ?? null)) worksheet.highlight(id === null ? null : { id, from: "square" });
    };
    const leave = () => worksheet.highlight(null);
    square.addEventListener("pointermove", follow);
    square.addEventListener("pointerdown", follow);
    square.addEventListener("pointerleave", leave);
    return () => {
      square.removeEventListener("pointermove", follow);
      square.removeEventListener("pointerdown", follow);
      square.removeEventListener("pointerleave", leave);
    };
  }, [worksheet, rows, points]);
  return drawing;
}

/** The rows of the worksheet as points of the square; the one that is pointed at, here or in the table, has a ring. */
export function WorksheetPointsLayer({ worksheet, size, view }: WorksheetPointsLayerProps) {
  const rows = useStore(worksheet.store, (state) => state.rows);
  const colors = useDigitColors();
  const points = useMemo(
    () =>
      placePoints(
        rows.map(({ z }) => z),
        view,
        size,
      ),
    [rows, view, size],
  );
  const paint = useMemo(() => {
    const isByHand = rows.map(({ kind }) => kind === "hand");
    return pointsPainter(points, isByHand, colors);
  }, [rows, points, colors]);
  const highlighted = useHighlightedIndex(worksheet);
  const drawing = usePointing(worksheet, rows, points);
  const place = highlighted === null ? undefined : `translate(${points.x[highlighted]} ${points.y[highlighted]})`;
  return (
    <>
      {rows.length > 0 && (
        <LatentSquareCanvas size={size} paint={paint} label="The rows of the worksheet as points" className={styles.layer} />
      )}
      <svg ref={drawing} width={size} height={size} className={styles.layer} aria-hidden="true">
        {place && <circle r={7} className={styles.ringHalo} transform={place} />}
        {place && <circle r={7} className={styles.ring} transform={place} />}
      </svg>
    </>
  );
}
