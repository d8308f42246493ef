import type { RunCurves } from "../charts/curveFigures";
import { KlBars } from "../charts/KlBars";
import { formatCount, formatNats, latentName } from "../charts/numberFormat";
import { type PlotGeometry, plotGeometry } from "../charts/plotGeometry";
import type { ElementSize } from "../charts/useElementSize";
import { useAppState } from "./app";
import styles from "./CurvesOverlay.module.css";
import { ACTIVE_THRESHOLD, dimensionFloor } from "./curvesCaptions";
import { Explain } from "./Explain";

type Point = RunCurves["test"]["points"][number];

/** The point to show: the last test evaluation (train report when there is none) with KL per dimension, up to the crosshair. */
function pointAt({ test, train }: RunCurves, crosshair: number | null): Point | undefined {
  const usable = (point: Point) => point.klPerDimension !== undefined && (crosshair === null || point.step <= crosshair);
  return test.points.findLast(usable) ?? train.points.findLast(usable);
}

const FACTS_HEIGHT = 20;

/** What tells whether active units inform: how many there are, and the true ELBO. */
function BarsFacts({ point }: { point: Point }) {
  return (
    <p className={styles.barsFacts}>
      <span>
        step {formatCount(point.step)}, {point.split}
      </span>
      {point.activeUnits !== undefined && (
        <span>
          <b>{point.activeUnits}</b> of {point.klPerDimension?.length} active (var &gt; {ACTIVE_THRESHOLD}) <Explain term="activeUnits" />
        </span>
      )}
      <span>
        ELBO <b>{formatNats(point.elbo)}</b>
      </span>
    </p>
  );
}

interface BarsPlotProps {
  point: Point | undefined;
  geometry: PlotGeometry;
}

/** KL per dimension of one point; before there is any, empty places for the dimensions. */
function BarsPlot({ point, geometry }: BarsPlotProps) {
  const experiment = useAppState((state) => state.experiment);
  const values = point?.klPerDimension ?? Array.from({ length: experiment.latent.dim }, () => 0);
  return <KlBars klPerDimension={values} floor={dimensionFloor(experiment)} geometry={geometry} />;
}

/** KL of each dimension now as bars against λ. */
export function CurrentBars({ curves, geometry }: { curves: RunCurves; geometry: PlotGeometry }) {
  return <BarsPlot point={pointAt(curves, null)} geometry={geometry} />;
}

/** KL of each dimension as bars against λ, at the crosshair or now, and how much that tells. */
export function CurvesBars({ curves, crosshair, size }: { curves: RunCurves; crosshair: number | null; size: ElementSize }) {
  const point = pointAt(curves, crosshair);
  const height = Math.max(1, size.height - FACTS_HEIGHT);
  const label = point?.klPerDimension?.map((kl, dimension) => `${latentName(dimension)} ${formatNats(kl, 2)}`).join(", ");
  return (
    <>
      {point && <BarsFacts point={point} />}
      <svg width={size.width} height={height} className={styles.bars} role="img" aria-label={`KL per dimension: ${label ?? "not yet"}`}>
        <BarsPlot point={point} geometry={plotGeometry(size.width, height, true)} />
      </svg>
    </>
  );
}
