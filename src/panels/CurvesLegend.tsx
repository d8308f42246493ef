import type { CurveLayer } from "../charts/CurveLine";
import type { CurveFigure } from "../charts/curveFigure";
import type { CurveFigureName } from "../charts/curveFigures";
import type { KlStackSource } from "../charts/StackedKl";
import { useAppState } from "./app";
import styles from "./CurvesOverlay.module.css";

/** What is named: every line of the first figure, of KL what stands against its areas, and of the ELBO only what is new. */
function isNamed(name: CurveFigureName, { label, background, named = false }: CurveLayer): boolean {
  return !background && (named || name === "reconstruction" || label === "−loss" || (name === "kl" && label === "test"));
}

/** "train by dimension"; where the KL has no parts, whose total the area is. */
export function stackLabel({ columns, kind }: KlStackSource): string {
  return kind === "total" ? `${columns.split} total` : `${columns.split} by ${kind}`;
}

/** What the figure's lines and areas are. */
export function CurvesLegend({ name, figure }: { name: CurveFigureName; figure: CurveFigure }) {
  const layers = figure.layers.filter((layer) => isNamed(name, layer));
  const bands = figure.bands?.filter(({ low }) => low.some(Number.isFinite)) ?? [];
  const stack = figure.stack && figure.stack.columns.step.length > 0 ? figure.stack : undefined;
  // Asked for, and nothing there yet.
  const isAwaited = useAppState((state) => name === "elbo" && state.view.bounds && state.truthPoints.length === 0 && state.run !== null);
  if (layers.length === 0 && bands.length === 0 && !stack && !isAwaited) return null;
  return (
    <div className={stack ? styles.legendOverAreas : styles.legend} aria-hidden="true">
      {[...layers].reverse().map((layer) => (
        <LegendLine key={layer.label} layer={layer} />
      ))}
      {stack && (
        <span>
          <svg width={16} height={8} className={styles.drawing} aria-hidden="true">
            <path d="M0,0H16V8H0Z" fill="var(--kl)" opacity={0.26} />
            <path d="M0,4H16V8H0Z" fill="var(--kl)" opacity={0.3} />
          </svg>
          {stackLabel(stack)}
        </span>
      )}
      {isAwaited && <span>being measured…</span>}
      {bands.map((band, place) => (
        <span key={band.label}>
          <svg width={16} height={8} className={styles.drawing} aria-hidden="true">
            <rect width={16} height={8} fill={band.color} opacity={0.16} />
            {place === 0 && <path d="M0,4H16" stroke={band.color} strokeWidth={2} />}
          </svg>
          {band.label}
        </span>
      ))}
    </div>
  );
}

/** A fine line of 16 pixels is hard to see: the swatch is no fainter than this. */
const FAINTEST = { strokeWidth: 1.5, opacity: 0.85 };

function LegendLine({ layer }: { layer: CurveLayer }) {
  return (
    <span>
      <svg width={16} height={8} className={styles.drawing} aria-hidden="true">
        <path
          d="M0,4H16"
          stroke={layer.color}
          strokeWidth={Math.max(layer.strokeWidth, FAINTEST.strokeWidth)}
          strokeDasharray={layer.dash}
          opacity={Math.max(layer.opacity ?? 1, FAINTEST.opacity)}
        />
      </svg>
      {layer.label}
    </span>
  );
}
