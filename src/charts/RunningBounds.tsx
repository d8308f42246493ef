import { extent, scaleLinear } from "d3";
import { useId } from "react";
import { CurveLine } from "./CurveLine";
import { formatCount } from "./numberFormat";
import { ValueAxis, type ValueScale, valueTickCount } from "./PlotAxes";
import type { PlotGeometry } from "./plotGeometry";
import { type StepScale, stepScale } from "./stepScale";
import { steadyRange } from "./valueRange";

export interface RunningBoundsProps {
  width: number;
  height: number;
  /** The mean of the log-weights of the first 1, 2, … draws, in nats: the ELBO. */
  elbo: Float64Array;
  /** The log of their mean weight, in nats: L of as many draws. */
  bound: Float64Array;
  /** log p(x), in nats, or null where it is not known. */
  truth: number | null;
  /** How many draws are being read off, or null. */
  at: number | null;
}

const MARGIN = { left: 46, right: 56, top: 6, bottom: 22 };
const LABEL_HEIGHT = 13;

/** With as many draws as twice this, the first ones, which are far from all that follow, may leave the picture. */
const SETTLED = 10;

type Values = Pick<RunningBoundsProps, "elbo" | "bound" | "truth">;

function shownRange({ elbo, bound, truth }: Values): [number, number] | null {
  const first = elbo.length < 2 * SETTLED ? 0 : SETTLED - 1;
  const values = [...elbo.subarray(first), ...bound.subarray(first), ...(truth === null ? [] : [truth])];
  const [low, high] = extent(values.filter(Number.isFinite));
  return low === undefined || high === undefined ? null : [low, high];
}

function geometryOf(width: number, height: number): PlotGeometry {
  const { left, right, top, bottom } = MARGIN;
  const [innerWidth, innerHeight] = [Math.max(1, width - left - right), Math.max(1, height - top - bottom)];
  return { width, height, left, top, innerWidth, innerHeight, showSteps: true };
}

/** The running ELBO and the running importance-weighted bound over the draws, on a log axis, with log p(x) where it is known. */
export function RunningBounds({ width, height, elbo, bound, truth, at }: RunningBoundsProps) {
  const clip = useId();
  const geometry = geometryOf(width, height);
  const count = elbo.length;
  const scale = stepScale([1, Math.max(10, count)], "log", geometry.innerWidth);
  const draws = Float64Array.from(elbo, (_, i) => i + 1);
  const range = shownRange({ elbo, bound, truth });
  if (range === null) return null;
  const y = scaleLinear(steadyRange(range, valueTickCount(geometry)), [geometry.innerHeight, 0]);
  const read = at === null || at < 1 ? null : at;
  return (
    <svg width={width} height={height} style={{ display: "block" }} aria-hidden="true">
      <g transform={`translate(${geometry.left},${geometry.top})`}>
        <clipPath id={clip}>
          <rect width={geometry.innerWidth + 3} height={geometry.innerHeight} />
        </clipPath>
        <ValueAxis geometry={geometry} y={y} />
        <DrawsAxis geometry={geometry} scale={scale} />
        <g clipPath={`url(#${clip})`}>
          {truth !== null && <path d={`M0,${y(truth)}H${geometry.innerWidth}`} stroke="var(--truth)" strokeWidth={1.5} fill="none" />}
          <CurveLine layer={{ label: "ELBO", step: draws, values: elbo, color: "var(--elbo)", strokeWidth: 1 }} scale={scale} y={y} />
          <CurveLine
            layer={{ label: "Lₖ", step: draws, values: bound, color: "var(--elbo)", strokeWidth: 2, dash: "5 3" }}
            scale={scale}
            y={y}
          />
          {read !== null && <Reading {...{ read, elbo, bound, geometry, scale, y }} />}
        </g>
        <EndLabels geometry={geometry} y={y} ends={endsOf({ elbo, bound, truth })} />
      </g>
    </svg>
  );
}

function DrawsAxis({ geometry, scale }: { geometry: PlotGeometry; scale: StepScale }) {
  const { innerHeight, innerWidth } = geometry;
  return (
    <g fontSize={11} fill="var(--ink-3)" textAnchor="middle">
      <path d={`M0,${innerHeight + 0.5}H${innerWidth}`} stroke="var(--line-strong)" fill="none" />
      {scale.ticks.map((draw) => (
        <text key={draw} x={scale.toPixel(draw)} y={innerHeight + 15}>
          {formatCount(draw)}
        </text>
      ))}
      <text x={innerWidth + MARGIN.right} y={innerHeight + 15} textAnchor="end">
        draws
      </text>
    </g>
  );
}

type ReadingProps = Pick<RunningBoundsProps, "elbo" | "bound"> & { read: number; geometry: PlotGeometry; scale: StepScale; y: ValueScale };

/** A line at the draws that are read off, and a dot on each curve. */
function Reading({ read, elbo, bound, geometry, scale, y }: ReadingProps) {
  const x = scale.toPixel(read);
  return (
    <g fill="var(--accent)">
      <path d={`M${x.toFixed(1)},0V${geometry.innerHeight}`} stroke="var(--accent)" fill="none" />
      {[elbo, bound].map((values, i) => {
        const value = values[read - 1];
        return Number.isFinite(value) && <circle key={i === 0 ? "elbo" : "bound"} cx={x} cy={y(value)} r={3} />;
      })}
    </g>
  );
}

interface End {
  label: string;
  value: number;
  color: string;
  weight: number;
}

function endsOf({ elbo, bound, truth }: Values): End[] {
  const ends = [
    { label: "L so far", value: bound[bound.length - 1], color: "var(--elbo)", weight: 600 },
    { label: "ELBO", value: elbo[elbo.length - 1], color: "var(--elbo)", weight: 400 },
  ];
  const known = truth === null ? [] : [{ label: "log p(x)", value: truth, color: "var(--truth)", weight: 600 }];
  return [...known, ...ends].filter(({ value }) => Number.isFinite(value)).sort((a, b) => b.value - a.value);
}

/** What each line is called, at its end; names that would lie on each other are moved apart. */
function EndLabels({ geometry, y, ends }: { geometry: PlotGeometry; y: ValueScale; ends: End[] }) {
  const { innerWidth, innerHeight } = geometry;
  const wanted = ends.map(({ value }) => Math.min(innerHeight, Math.max(0, y(value))));
  const down: number[] = [];
  for (const place of wanted) down.push(Math.max(place, (down.at(-1) ?? Number.NEGATIVE_INFINITY) + LABEL_HEIGHT));
  const over = Math.max(0, (down.at(-1) ?? 0) - innerHeight);
  return (
    <g fontSize={11}>
      {ends.map(({ label, color, weight }, i) => (
        <text key={label} x={innerWidth + 7} y={down[i] - over} dy="0.34em" fill={color} fontWeight={weight}>
          {label}
        </text>
      ))}
    </g>
  );
}
