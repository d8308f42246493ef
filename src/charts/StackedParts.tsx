import { scaleLinear } from "d3";
import { NatsAxis } from "./NatsAxis";

/** A part of a sum. */
export interface SumPart {
  name: string;
  value: number;
  /** Its standard error; null where there is none. */
  error: number | null;
  color: string;
}

const BAR = 16;
const WHISKER = 12;
const SIDE = 18;
const LEAST_SPAN = 0.02;

export const STACKED_PARTS_HEIGHT = BAR + WHISKER + 24;

/** Where each part begins and ends: positive parts one after another to the right of 0, negative ones to the left. */
function placeParts(parts: readonly SumPart[]): { from: number; to: number }[] {
  let [low, high] = [0, 0];
  return parts.map(({ value }) => {
    if (!Number.isFinite(value)) return { from: high, to: high };
    const from = value < 0 ? low : high;
    const to = from + value;
    if (value < 0) low = to;
    else high = to;
    return { from, to };
  });
}

/** A sum as one bar to scale; above the end of each part its standard error, and a mark at the sum where a part is negative. */
export function StackedParts({ parts, width }: { parts: readonly SumPart[]; width: number }) {
  const places = placeParts(parts);
  const errors = parts.map(({ error }) => error ?? 0);
  const low = Math.min(0, ...places.map(({ to }, i) => Math.min(to, to < 0 ? to - errors[i] : to)));
  const high = Math.max(LEAST_SPAN, ...places.map(({ to }, i) => (to > 0 ? to + errors[i] : to)));
  const x = scaleLinear([low, high], [low < 0 ? SIDE : 8, width - SIDE]);
  const sum = parts.reduce((total, { value }) => total + (Number.isFinite(value) ? value : 0), 0);
  const hasNegative = parts.some(({ value }) => value < 0);
  return (
    <>
      <NatsAxis x={x} height={BAR + WHISKER + 4} />
      {parts.map(({ name, color, error }, place) => {
        const { from, to } = places[place];
        return (
          <g key={name} fill={color} stroke={color}>
            <rect x={x(Math.min(from, to))} y={WHISKER} width={Math.max(0.5, Math.abs(x(to) - x(from)))} height={BAR} stroke="none" />
            {error !== null && error > 0 && (
              <path d={`M${x(to - error).toFixed(1)},6H${x(to + error).toFixed(1)}M${x(to).toFixed(1)},2V${WHISKER}`} strokeWidth={1.5} />
            )}
          </g>
        );
      })}
      <path d={`M${x(0).toFixed(1)},0V${BAR + WHISKER + 4}`} stroke="var(--ink-2)" />
      {hasNegative && <path d={`M${x(sum).toFixed(1)},${WHISKER - 4}v${BAR + 8}`} stroke="var(--ink)" strokeWidth={2} />}
    </>
  );
}
