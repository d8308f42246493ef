import { type ScaleLinear, scaleLinear } from "d3";
import { useId } from "react";
import { NatsAxis } from "./NatsAxis";
import { formatNats } from "./numberFormat";
import { ValueAxis } from "./PlotAxes";
import { RIM } from "./PlotMarks";
import { steadyRange } from "./valueRange";

/** Rate (KL) and distortion (−reconstruction), in nats. */
export interface RatePoint {
  rate: number;
  distortion: number;
}

interface RateDistortionPlaneProps {
  /** The run so far, the oldest first. */
  path: readonly RatePoint[];
  present: RatePoint;
  width: number;
  height: number;
}

const MARGIN = { left: 43, right: 18, top: 8, bottom: 20 };
/** The beginning of the path that may lie outside the picture: it is far from all that follows. */
const OPENING = 0.25;
const ISOLINES = 5;
const LABEL_ROOM = 26;
/** What the name of a line keeps from the present point, in pixels. */
const POINT_ROOM = 16;
const LABEL_WIDTH = 72;
const LABEL_HEIGHT = 14;

type Scale = ScaleLinear<number, number>;

function scalesOf({ path, present, width, height }: RateDistortionPlaneProps): { x: Scale; y: Scale } {
  const seen = [...path.slice(Math.floor(OPENING * path.length)), present].filter(({ rate, distortion }) =>
    Number.isFinite(rate + distortion),
  );
  const range = (read: (point: RatePoint) => number) => steadyRange([Math.min(...seen.map(read)), Math.max(...seen.map(read))]);
  const rates = range(({ rate }) => rate);
  return {
    x: scaleLinear([Math.max(0, rates[0]), rates[1]], [0, width - MARGIN.left - MARGIN.right]),
    y: scaleLinear(
      range(({ distortion }) => distortion),
      [height - MARGIN.top - MARGIN.bottom, 0],
    ),
  };
}

/** Rate against distortion: the way of the run, where it is now, and lines along which their sum, −ELBO, is the same. */
export function RateDistortionPlane(props: RateDistortionPlaneProps) {
  const { path, present, width, height } = props;
  const clip = useId();
  const { x, y } = scalesOf(props);
  const [innerWidth, innerHeight] = [width - MARGIN.left - MARGIN.right, height - MARGIN.top - MARGIN.bottom];
  const geometry = { width, height, left: MARGIN.left, top: MARGIN.top, innerWidth, innerHeight, showSteps: true };
  const way = path.filter(({ rate, distortion }) => Number.isFinite(rate + distortion));
  const line = way.map(({ rate, distortion }) => `${x(rate).toFixed(1)},${y(distortion).toFixed(1)}`).join("L");
  return (
    <g transform={`translate(${MARGIN.left},${MARGIN.top})`}>
      <clipPath id={clip}>
        <rect width={innerWidth} height={innerHeight} />
      </clipPath>
      <ValueAxis geometry={geometry} y={y} />
      <NatsAxis x={x} height={innerHeight} />
      <g clipPath={`url(#${clip})`}>
        <path d={isolines(x, y).map(lineOf(x, y)).join("")} stroke="var(--ink-3)" strokeDasharray="1 3" />
        {way.length > 1 && <path d={`M${line}`} fill="none" stroke="var(--elbo)" strokeWidth={1.75} />}
      </g>
      <circle cx={x(present.rate)} cy={y(present.distortion)} r={4.5} fill="var(--accent)" stroke="var(--paper)" strokeWidth={1.5} />
      {labelledIsolines(x, y, present).map(({ sum, down }) => (
        <text key={sum} x={innerWidth - 3} y={down + 12} textAnchor="end" fontSize={11} fill="var(--ink-2)" {...RIM}>
          ELBO {formatNats(-sum, 0)}
        </text>
      ))}
    </g>
  );
}

/** Round values of rate + distortion that occur in the picture. */
function isolines(x: Scale, y: Scale): number[] {
  const [rates, distortions] = [x.domain(), y.domain()];
  return scaleLinear([rates[0] + distortions[0], rates[1] + distortions[1]], [0, 1]).ticks(ISOLINES);
}

const lineOf = (x: Scale, y: Scale) => (sum: number) =>
  `M${x
    .domain()
    .map((rate) => `${x(rate).toFixed(1)},${y(sum - rate).toFixed(1)}`)
    .join("L")}`;

interface LineEnd {
  sum: number;
  /** Where the line leaves the picture, in pixels. */
  down: number;
}

/** Lines that leave the picture on the right, where there is room for their names below them. */
function labelledIsolines(x: Scale, y: Scale, present: RatePoint): LineEnd[] {
  const [innerWidth, innerHeight] = [x.range()[1], y.range()[0]];
  const isInTheWay = (down: number) =>
    innerWidth - x(present.rate) < LABEL_WIDTH + POINT_ROOM && Math.abs(down + 7 - y(present.distortion)) < POINT_ROOM;
  const ends = isolines(x, y)
    .map((sum) => ({ sum, down: y(sum - x.domain()[1]) }))
    .filter(({ down }) => down > 0 && down < innerHeight - LABEL_HEIGHT && !isInTheWay(down))
    .sort((a, b) => a.down - b.down);
  const kept: LineEnd[] = [];
  for (const end of ends) if (kept.every(({ down }) => end.down - down >= LABEL_ROOM)) kept.push(end);
  return kept;
}
