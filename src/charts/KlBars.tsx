import { scaleBand, scaleLinear } from "d3";
import { formatWeight } from "./numberFormat";
import { ValueAxis } from "./PlotAxes";
import { LevelLine } from "./PlotMarks";
import type { PlotGeometry } from "./plotGeometry";
import { steadyRange } from "./valueRange";

interface KlBarsProps {
  /** KL of each part, in nats, and what it is called. */
  parts: readonly { name: string; kl: number }[];
  /** λ, where each dimension is compared with it; null where there is no floor per dimension. */
  floor: number | null;
  geometry: PlotGeometry;
}

const PIXELS_PER_NAME = 18;
const PIXELS_PER_LETTER = 6;
const LETTERS_OF_DIMENSION = 3;

/** Names below the bars, as many as there is room for; a last one in words ("shared") takes the place of those beside it. */
function BarNames({ names, centre, geometry }: { names: string[]; centre: (place: number) => number; geometry: PlotGeometry }) {
  const { innerWidth, innerHeight } = geometry;
  const last = names.length - 1;
  const widest = Math.max(PIXELS_PER_NAME, PIXELS_PER_LETTER * names[last].length);
  const isWord = names[last].length > LETTERS_OF_DIMENSION;
  const lastAt = Math.min(centre(last), innerWidth - widest / 2);
  const stride = Math.ceil((names.length * PIXELS_PER_NAME) / innerWidth);
  const isShown = (place: number) =>
    isWord && place !== last
      ? place % stride === 0 && lastAt - centre(place) > (widest + PIXELS_PER_NAME) / 2
      : isWord || place % stride === 0;
  return (
    <g fontSize={11} fill="var(--ink-3)" textAnchor="middle">
      {names.map((name, place) =>
        isShown(place) ? (
          <text key={name} x={isWord && place === last ? lastAt : centre(place)} y={innerHeight + 16}>
            {name}
          </text>
        ) : null,
      )}
    </g>
  );
}

/** KL of each part (latent dimension, layer) as a bar against the free-bits floor λ; what lies at or below the floor is paler. */
export function KlBars({ parts, floor, geometry }: KlBarsProps) {
  const { left, top, innerWidth, innerHeight } = geometry;
  const values = parts.map(({ kl }) => (Number.isFinite(kl) ? Math.max(0, kl) : 0));
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
  return (
    <g transform={`translate(${left},${top})`} fill="var(--kl)">
      <ValueAxis geometry={geometry} y={y} />
      <path d={bars(above)} opacity={0.75} />
      <path d={bars((kl) => !above(kl))} opacity={0.35} />
      <path d={`M0,${innerHeight + 0.5}H${innerWidth}`} stroke="var(--line-strong)" />
      <BarNames names={parts.map(({ name }) => name)} centre={(place) => (x(place) ?? 0) + x.bandwidth() / 2} geometry={geometry} />
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
