import type { CurveFigureName } from "../charts/curveFigures";
import type { CurveReadout } from "../charts/curveReadout";
import { formatCount } from "../charts/numberFormat";
import type { PlotGeometry } from "../charts/plotGeometry";
import type { StepScale } from "../charts/stepScale";
import { useAppState } from "./app";
import styles from "./CurvesOverlay.module.css";

interface CurvesReadoutProps {
  name: CurveFigureName;
  step: number;
  readout: CurveReadout;
  geometry: PlotGeometry;
  scale: StepScale;
}

const GAP = 10;
/** The box is seldom wider; right of the crosshair it hides least, because the curves rise. */
const BOX_WIDTH = 165;
/** A changed setting is named when the crosshair is this near. */
const CHANGE_PIXELS = 4;

/** A plot lower than this has no place for the box: its curves' values stand in a line. */
const BOX_LEAST = 86;
/** How many values the line has place for. */
const LINE_VALUES = 2;

/** Epoch of the recorded point nearest to the step, told from the run's last one. */
function useEpoch(step: number): number | null {
  const last = useAppState((state) => state.history[state.history.length - 1]);
  return last && last.step > 0 ? (step * last.epoch) / last.step : null;
}

/** The exact values at the crosshair, in a box beside it; the spoken form is the plot's own. */
export function CurvesReadout({ name, step, readout, geometry, scale }: CurvesReadoutProps) {
  const epoch = useEpoch(step);
  const changes = useAppState((state) => state.changes);
  const pixel = scale.toPixel(step);
  if (geometry.innerHeight < BOX_LEAST) return <ReadoutLine step={step} readout={readout} />;
  const near = changes.filter((change) => Math.abs(scale.toPixel(change.step) - pixel) <= CHANGE_PIXELS);
  const fromRight = pixel + GAP + BOX_WIDTH > geometry.width - geometry.left && pixel > geometry.innerWidth / 2;
  const inside = (distance: number) => Math.max(0, Math.min(distance, geometry.width - BOX_WIDTH));
  const side = fromRight ? { right: inside(geometry.width - geometry.left - pixel + GAP) } : { left: inside(geometry.left + pixel + GAP) };
  return (
    <div className={name === "kl" ? styles.readoutTop : styles.readoutBottom} style={side} aria-hidden="true">
      <div className={styles.readoutStep}>
        step <b>{formatCount(step)}</b>
        {epoch !== null && <> · epoch {epoch.toFixed(2)}</>}
      </div>
      {near.map((change) => (
        <div key={`${change.step} ${change.text}`} className={styles.readoutChange}>
          {change.text}
        </div>
      ))}
      <dl className={styles.readoutRows}>
        {readout.rows.map((row) => (
          <div key={row.label} style={{ color: row.color }}>
            <dt>{row.label}</dt>
            <dd>{row.value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

/** What a low plot has place for: the step, and the values of its curves. */
function ReadoutLine({ step, readout }: Pick<CurvesReadoutProps, "step" | "readout">) {
  return (
    <div className={styles.readoutLine} aria-hidden="true">
      <span className={styles.readoutStep}>
        step <b>{formatCount(step)}</b>
      </span>
      {readout.rows
        .filter(({ ofCurve }) => ofCurve)
        .slice(0, LINE_VALUES)
        .map((row) => (
          <span key={row.label} style={{ color: row.color }}>
            {row.label} <b>{row.value}</b>
          </span>
        ))}
    </div>
  );
}
