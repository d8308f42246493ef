/** A plot of `width` × `height` pixels with room for its axes; the inner box holds the data. */
export interface PlotGeometry {
  width: number;
  height: number;
  left: number;
  top: number;
  innerWidth: number;
  innerHeight: number;
  /** Whether the steps are written below. */
  showSteps: boolean;
}

/** Room below a plot for its steps, in pixels. */
const STEP_LABELS_HEIGHT = 18;

const MARGIN = { left: 43, right: 24, top: 6, bottom: 6 };

export function plotGeometry(width: number, height: number, showSteps: boolean): PlotGeometry {
  const bottom = MARGIN.bottom + (showSteps ? STEP_LABELS_HEIGHT : 0);
  return {
    width,
    height,
    left: MARGIN.left,
    top: MARGIN.top,
    innerWidth: Math.max(1, width - MARGIN.left - MARGIN.right),
    innerHeight: Math.max(1, height - MARGIN.top - bottom),
    showSteps,
  };
}
