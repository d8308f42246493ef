import { scaleLinear } from "d3";
import { formatShape } from "./estimateFormat";
import { NatsAxis } from "./NatsAxis";

/** Part of the axis, what it is called, and its colour. */
export interface ShapeRegion {
  name: string;
  from: number;
  to: number;
  color: string;
}

interface ShapeHistogramProps {
  shapes: Float32Array;
  regions: readonly ShapeRegion[];
  /** The shape that is marked, or null. */
  marked: number | null;
  width: number;
  onChoose(low: number, high: number): void;
}

const BIN = 0.1;
const SIDE = 16;
const PLOT = 92;
const LOWEST = -0.5;
const HIGHEST = 1.5;

export const SHAPE_HISTOGRAM_HEIGHT = PLOT + 20;

/** Whole bins that hold the shapes, as far as they are drawn: what lies beyond, the infinite among them, goes into the bins at the ends. */
function binEdges(shapes: Float32Array): number[] {
  const finite = Array.from(shapes).filter(Number.isFinite);
  const low = Math.max(LOWEST, Math.min(0, ...finite));
  const high = Math.min(HIGHEST, Math.max(1.2, ...finite));
  const first = Math.floor(low / BIN + 1e-6);
  const last = Math.ceil(high / BIN - 1e-6);
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * BIN);
}

/** How many shapes of a region lie in each bin. */
function countsOf(shapes: Float32Array, edges: readonly number[], { from, to }: ShapeRegion): number[] {
  const bins = edges.length - 1;
  const counts = new Array<number>(bins).fill(0);
  for (const shape of shapes) {
    if (Number.isNaN(shape) || !(shape >= from && (shape < to || to === Number.POSITIVE_INFINITY))) continue;
    counts[Math.min(bins - 1, Math.max(0, Math.floor((shape - edges[0]) / BIN)))] += 1;
  }
  return counts;
}

/** How many images have which k̂, coloured by what it says; the thresholds are lines. A press on a bin tells its bounds. */
export function ShapeHistogram({ shapes, regions, marked, width, onChoose }: ShapeHistogramProps) {
  const edges = binEdges(shapes);
  const [first, last] = [edges[0], edges[edges.length - 1]];
  const x = scaleLinear([first, last], [SIDE, width - SIDE]);
  const counts = regions.map((region) => countsOf(shapes, edges, region));
  const below = (region: number, bin: number) => counts.slice(0, region).reduce((sum, each) => sum + each[bin], 0);
  const tallest = Math.max(1, ...edges.slice(1).map((_, bin) => below(regions.length, bin)));
  const y = scaleLinear([0, tallest], [PLOT, 16]);
  const breadth = x(first + BIN) - x(first) - 1;
  const barsOf = (region: number) =>
    counts[region]
      .map((count, bin) => {
        const from = below(region, bin);
        return count === 0
          ? ""
          : `M${x(edges[bin]).toFixed(1)},${y(from).toFixed(1)}h${breadth.toFixed(1)}V${y(from + count).toFixed(1)}h${-breadth.toFixed(1)}Z`;
      })
      .join("");
  const choose = (pixel: number) => {
    const bin = Math.min(edges.length - 2, Math.max(0, Math.floor((x.invert(pixel) - first) / BIN)));
    onChoose(bin === 0 ? Number.NEGATIVE_INFINITY : edges[bin], bin === edges.length - 2 ? Number.POSITIVE_INFINITY : edges[bin + 1]);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the buttons under the picture do the same by keyboard
    <g
      onClick={(event) => choose(event.clientX - (event.currentTarget.ownerSVGElement?.getBoundingClientRect().left ?? 0))}
      cursor="pointer"
    >
      <rect width={width} height={PLOT} fill="transparent" />
      <NatsAxis x={x} height={PLOT} />
      {regions.map(({ name, color, from }, region) => (
        <g key={name}>
          {from > first && <Threshold value={from} pixel={x(from)} />}
          <path d={barsOf(region)} fill={color} />
        </g>
      ))}
      {marked !== null && <Marker pixel={x(Math.min(last, Math.max(first, marked)))} />}
    </g>
  );
}

function Threshold({ value, pixel }: { value: number; pixel: number }) {
  return (
    <>
      <path d={`M${pixel.toFixed(1)},13V${PLOT}`} stroke="var(--ink-2)" strokeDasharray="2 2" />
      <text x={pixel} y={9} textAnchor="middle" fontSize={11} fill="var(--ink-2)">
        {formatShape(value)}
      </text>
    </>
  );
}

/** Where the selected image stands. */
function Marker({ pixel }: { pixel: number }) {
  return <path d={`M${pixel.toFixed(1)},${PLOT}l-5,7h10z`} fill="var(--accent)" stroke="var(--paper)" />;
}
