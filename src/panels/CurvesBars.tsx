import type { RunCurves } from "../charts/curveFigures";
import { hasKlParts, type KlParts, klPartName, klPartsOf } from "../charts/curveParts";
import { KlBars } from "../charts/KlBars";
import { formatCount, formatNats } from "../charts/numberFormat";
import { type PlotGeometry, plotGeometry } from "../charts/plotGeometry";
import type { ElementSize } from "../charts/useElementSize";
import { useAppState } from "./app";
import styles from "./CurvesOverlay.module.css";
import { ACTIVE_THRESHOLD, dimensionFloor, hasKlByPart, NO_KL_PARTS } from "./curvesCaptions";
import { Explain } from "./Explain";

type Point = RunCurves["test"]["points"][number];

/** The point to show: the last test evaluation (train report when there is none) with KL by parts, up to the crosshair. */
function pointAt({ test, train }: RunCurves, crosshair: number | null): Point | undefined {
  const usable = (point: Point) => hasKlParts(point) && (crosshair === null || point.step <= crosshair);
  return test.points.findLast(usable) ?? train.points.findLast(usable);
}

const FACTS_HEIGHT = 20;

/** What tells whether active units inform: how many there are, and the true ELBO. */
function BarsFacts({ point, latentDim }: { point: Point; latentDim: number }) {
  return (
    <p className={styles.barsFacts}>
      <span>
        step {formatCount(point.step)}, {point.split}
      </span>
      {point.activeUnits !== undefined && (
        <span>
          <b>{point.activeUnits}</b> of {latentDim} active (var &gt; {ACTIVE_THRESHOLD}) <Explain term="activeUnits" />
        </span>
      )}
      <span>
        ELBO <b>{formatNats(point.elbo)}</b>
      </span>
    </p>
  );
}

/** The KL's parts by name. */
function namedParts({ kind, values }: KlParts, latentDim: number): { name: string; kl: number }[] {
  return values.map((kl, index) => ({ name: klPartName(kind, index, latentDim), kl }));
}

interface BarsPlotProps {
  point: Point | undefined;
  geometry: PlotGeometry;
}

/** KL by parts of one point; before there is any, empty places for the dimensions. */
function BarsPlot({ point, geometry }: BarsPlotProps) {
  const experiment = useAppState((state) => state.experiment);
  const { dim } = experiment.latent;
  const none: KlParts = { kind: "dimension", values: Array.from({ length: dim }, () => 0) };
  return <KlBars parts={namedParts(point ? klPartsOf(point) : none, dim)} floor={dimensionFloor(experiment)} geometry={geometry} />;
}

/** KL of each dimension now as bars against λ; where there are none, why. */
export function CurrentBars({ curves, geometry }: { curves: RunCurves; geometry: PlotGeometry }) {
  const willHaveParts = useAppState((state) => hasKlByPart(state.experiment));
  const point = pointAt(curves, null);
  if (point || willHaveParts) return <BarsPlot point={point} geometry={geometry} />;
  return (
    <text x={geometry.width / 2} y={geometry.height / 2} textAnchor="middle" fontSize={13} fill="var(--ink-2)">
      {NO_KL_PARTS}
    </text>
  );
}

/** KL of each dimension as bars against λ, at the crosshair or now, and how much that tells. */
export function CurvesBars({ curves, crosshair, size }: { curves: RunCurves; crosshair: number | null; size: ElementSize }) {
  const willHaveParts = useAppState((state) => hasKlByPart(state.experiment));
  const point = pointAt(curves, crosshair);
  if (!point && !willHaveParts) return <p className={styles.noBars}>{NO_KL_PARTS}</p>;
  const height = Math.max(1, size.height - FACTS_HEIGHT);
  const parts = point && klPartsOf(point);
  const said = parts && namedParts(parts, curves.latentDim).map(({ name, kl }) => `${name} ${formatNats(kl, 2)}`);
  const label = `KL per ${parts?.kind ?? "dimension"}: ${said?.join(", ") ?? "not yet"}`;
  return (
    <>
      {point && <BarsFacts point={point} latentDim={curves.latentDim} />}
      <svg width={size.width} height={height} className={styles.bars} role="img" aria-label={label}>
        <BarsPlot point={point} geometry={plotGeometry(size.width, height, true)} />
      </svg>
    </>
  );
}
