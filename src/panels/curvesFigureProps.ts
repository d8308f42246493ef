import type { CurveFigure } from "../charts/curveFigure";
import type { CurveFigureName, CurvesDisplay, RunCurves } from "../charts/curveFigures";

/** What each of the three figures is given. */
export interface CurvesFigureProps {
  name: CurveFigureName;
  figure: CurveFigure;
  curves: RunCurves;
  /** The steps on screen. */
  domain: [number, number];
  display: CurvesDisplay;
  /** The step under the crosshair, or null. */
  crosshair: number | null;
  onCrosshair: (step: number | null) => void;
  /** The lowest figure: the steps are written below it. */
  last: boolean;
}
