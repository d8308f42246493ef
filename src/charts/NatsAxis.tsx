import { type ScaleLinear, tickStep } from "d3";
import { formatNats, tickDecimals } from "./numberFormat";

const PIXELS_PER_LETTER = 6.5;
const LEAST_PIXELS = 56;
const BETWEEN = 14;

type Scale = ScaleLinear<number, number>;

interface Ticks {
  values: number[];
  write: (tick: number) => string;
}

/** As many ticks as their values have room for. */
function ticksOf(x: Scale, format: ((tick: number) => string) | undefined): Ticks {
  const [from, to] = x.range();
  const [low, high] = x.domain();
  for (let count = Math.max(2, Math.floor((to - from) / LEAST_PIXELS)); ; count--) {
    const decimals = tickDecimals(tickStep(low, high, count));
    const write = format ?? ((tick: number) => formatNats(tick, decimals));
    const values = x.ticks(count);
    const widest = PIXELS_PER_LETTER * Math.max(...values.map((tick) => write(tick).length));
    if (values.length < 2 || x(values[1]) - x(values[0]) >= widest + BETWEEN) return { values, write };
    if (count === 1) return { values: values.slice(0, 1), write };
  }
}

interface NatsAxisProps {
  x: Scale;
  /** Height of the lines above the axis. */
  height: number;
  format?: (tick: number) => string;
}

/** A horizontal axis below a picture: hairlines through it, and their values underneath. */
export function NatsAxis({ x, height, format }: NatsAxisProps) {
  const [from, to] = x.range();
  const { values, write } = ticksOf(x, format);
  return (
    <g fontSize={11} fill="var(--ink-3)" textAnchor="middle">
      <path d={values.map((tick) => `M${x(tick).toFixed(1)},0V${height}`).join("")} stroke="var(--line)" fill="none" />
      <path d={`M${from},${height + 0.5}H${to}`} stroke="var(--line-strong)" fill="none" />
      {values.map((tick) => (
        <text key={tick} x={x(tick)} y={height + 15}>
          {write(tick)}
        </text>
      ))}
    </g>
  );
}
