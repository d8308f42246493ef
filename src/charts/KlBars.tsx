import { scaleBand, scaleLinear } from "d3";
import { formatWeight, latentName } from "./numberFormat";
import { ValueAxis } from "./PlotAxes";
import { LevelLine } from "./PlotMarks";
import type { PlotGeometry } from "./plotGeometry";
import { steadyRange } from "./valueRange";

interface KlBarsProps {
  klPerDimension: readonly number[];
  /** λ, where each dimension is compared with it; null where there is no floor per dimension. */
  floor: number | null;
  geometry: PlotGeometry;
}

const PIXELS_PER_NAME = 18;

/** KL of each latent dimension as a bar against the free-bits floor λ; what lies at or below the floor is paler. */
export function KlBars({ klPerDimension, floor, geometry }: KlBarsProps) {
  const { left, top, innerWidth, innerHeight } = geometry;
  const values = klPerDimension.map((kl) => (Number.isFinite(kl) ? Math.max(0, kl) : 0));
  const highest = steadyRange([0, Math.max(...values, (floor ?? 0) * 1.15, 0.01)])[1];
  const y = scaleLinear([0, highest], [innerHeight, 0]);
  const x = scaleBand(
    values.map((_, dimension) => dimension),
    [0, innerWidth],
  ).paddingInner(0.2);
  const bars = (chosen: (kl: number) => boolean) =>
    values
      .map((kl, dimension) => {
        const from = (x(dimension) ?? 0).toFixed(1);
        return chosen(kl) ? `M${from},${innerHeight}V${y(kl).toFixed(1)}h${x.bandwidth().toFixed(1)}V${innerHeight}Z` : "";
      })
      .join("");
  const above = (kl: number) => floor === null || kl > floor;
  const stride = Math.ceil((values.length * PIXELS_PER_NAME) / innerWidth);
  return (
    <g transform={`translate(${left},${top})`} fill="var(--kl)">
      <ValueAxis geometry={geometry} y={y} />
      <path d={bars(above)} opacity={0.75} />
      <path d={bars((kl) => !above(kl))} opacity={0.35} />
      <path d={`M0,${innerHeight + 0.5}H${innerWidth}`} stroke="var(--line-strong)" />
      <g fontSize={11} fill="var(--ink-3)" textAnchor="middle">
        {values.map((_, dimension) =>
          dimension % stride === 0 ? (
            <text key={latentName(dimension)} x={(x(dimension) ?? 0) + x.bandwidth() / 2} y={innerHeight + 16}>
              {latentName(dimension)}
            </text>
          ) : null,
        )}
      </g>
      {floor !== null && floor > 0 && (
        <LevelLine
          level={{ value: floor, label: `floor λ = ${formatWeight(floor)} per dimension`, color: "var(--ink-2)" }}
          labelAt="end"
          geometry={geometry}
          y={y}
        />
      )}
    </g>
  );
}
