import type { CurveLayer } from "../charts/CurveLine";
import type { CurveFigure } from "../charts/curveFigure";
import type { CurveFigureName } from "../charts/curveFigures";
import styles from "./CurvesOverlay.module.css";

/** What the figure's lines are: all of them in the first figure, and below it only what is new. */
export function CurvesLegend({ name, figure }: { name: CurveFigureName; figure: CurveFigure }) {
  const layers = figure.layers.filter((layer) => !layer.background && (name === "reconstruction" || layer.label === "−loss"));
  const band = name === "elbo" && figure.band && figure.band.low.some(Number.isFinite) ? figure.band : null;
  if (layers.length === 0 && !band) return null;
  return (
    <div className={styles.legend} aria-hidden="true">
      {[...layers].reverse().map((layer) => (
        <LegendLine key={layer.label} layer={layer} />
      ))}
      {band && (
        <span>
          <svg width={16} height={8} className={styles.drawing} aria-hidden="true">
            <rect width={16} height={8} fill={band.color} opacity={0.16} />
            <path d="M0,4H16" stroke={band.color} strokeWidth={2} />
          </svg>
          {band.label}
        </span>
      )}
    </div>
  );
}

function LegendLine({ layer }: { layer: CurveLayer }) {
  return (
    <span>
      <svg width={16} height={8} className={styles.drawing} aria-hidden="true">
        <path d="M0,4H16" stroke={layer.color} strokeWidth={layer.strokeWidth} strokeDasharray={layer.dash} opacity={layer.opacity} />
      </svg>
      {layer.label}
    </span>
  );
}
