import { useMemo } from "react";
import { useDigitColors } from "../charts/digitImageColors";
import { LatentSquareCanvas } from "../charts/LatentSquareCanvas";
import { paintLatentGrid } from "../charts/latentGridDrawing";
import type { View } from "../store/state";
import type { LatentGrid } from "../worker/protocol";
import { useAppState } from "./app";
import styles from "./LatentSquare.module.css";
import type { LatentView } from "./latentView";

/** The picture is of the axes, scale and source that are asked for now, not of those before. */
function isCurrent(grid: LatentGrid, view: LatentView, asked: View): boolean {
  const { source, axes, scale, show } = grid.settings;
  if (source !== asked.gridSource || show !== asked.gridShow) return false;
  return source === "prior" || (scale === view.transform.scale && axes[0] === view.across && (view.up === null || axes[1] === view.up));
}

/** Rows of the grid to draw: with one latent dimension they repeat one another, and lanes of test images take all places but one. */
export function rowsOnSquare(side: number, view: LatentView, imagesShown: boolean): number {
  return view.up === null && imagesShown && !view.sheet ? 1 : side;
}

/** The decoded digits under everything else; fog until the first have arrived. */
export function LatentGridLayer({ size, view }: { size: number; view: LatentView }) {
  const grid = useAppState((state) => state.latentGrid?.value ?? null);
  const asked = useAppState((state) => state.view);
  const colors = useDigitColors();
  const rows = grid === null ? 0 : rowsOnSquare(grid.settings.side, view, asked.layers.testImages);
  const paint = useMemo(
    () => grid && paintLatentGrid({ pixels: grid.pixels, side: grid.settings.side, rows }, colors),
    [grid, rows, colors],
  );
  if (grid === null || paint === null) return <div className={styles.fog} />;
  const under = asked.layers.testImages && !view.sheet && view.up !== null ? styles.underImages : styles.canvas;
  const label = `${grid.settings.side} by ${grid.settings.side} decoded digits`;
  return <LatentSquareCanvas size={size} paint={paint} label={label} className={isCurrent(grid, view, asked) ? under : styles.stale} />;
}
