import { type ScaleLinear, scaleLinear } from "d3";
import { errorDecimals, formatEstimate } from "./estimateFormat";
import { NatsAxis } from "./NatsAxis";
import { formatNats } from "./numberFormat";
import { RIM } from "./PlotMarks";

/** One value on the axis, in a row of its own. */
export interface EstimateRow {
  name: string;
  value: number;
  error: number;
  color: string;
}

interface EstimateRowsProps {
  rows: readonly EstimateRow[];
  /** A distance drawn to scale above the rows. */
  segment?: { from: number; to: number; label: string; color: string } | null;
  /** A level through all rows, with its error. */
  level?: { value: number; error: number; color: string } | null;
  /** Whether the numbers stand behind the rows; they are then in no table beside it. */
  numbers?: boolean;
  width: number;
}

const ROW = 20;
const SEGMENT = 36;
const AXIS = 20;
const PIXELS_PER_LETTER = 6.6;
/** Room for half of the last tick where nothing stands behind the rows. */
const AXIS_END = 20;
/** Below it the errors are left to the table. */
const WIDE = 300;
/** The least that the axis spans, in nats. */
const LEAST_SPAN = 0.02;

export function estimateRowsHeight(rows: number, hasSegment: boolean): number {
  return rows * ROW + (hasSegment ? SEGMENT : 4) + AXIS;
}

type Scale = ScaleLinear<number, number>;

function scaleOf({ rows, level }: EstimateRowsProps, from: number, to: number): Scale {
  const spans = [...rows, ...(level ? [level] : [])].filter(({ value }) => Number.isFinite(value));
  const reach = (error: number) => (Number.isFinite(error) ? error : 0);
  const low = Math.min(...spans.map(({ value, error }) => value - reach(error)));
  const high = Math.max(...spans.map(({ value, error }) => value + reach(error)));
  const air = Math.max(0.05 * (high - low), (LEAST_SPAN - (high - low)) / 2);
  return scaleLinear([low - air, high + air], [from, to]);
}

/** Values as dots with the whiskers of their errors, one in a row, their names before and their numbers behind them: nothing can overlap. */
export function EstimateRows(props: EstimateRowsProps) {
  const { rows, segment, level, numbers = true, width } = props;
  const write = (row: EstimateRow) => (width < WIDE ? formatNats(row.value, errorDecimals(row.error)) : formatEstimate(row));
  const left = PIXELS_PER_LETTER * Math.max(...rows.map(({ name }) => name.length)) + 8;
  const right = numbers ? PIXELS_PER_LETTER * Math.max(...rows.map((row) => write(row).length)) + 8 : AXIS_END;
  const x = scaleOf(props, left, Math.max(left + 20, width - right));
  const top = segment ? SEGMENT : 4;
  const bottom = top + rows.length * ROW;
  return (
    <>
      <NatsAxis x={x} height={bottom} />
      {level && <Level level={level} x={x} top={top - 4} bottom={bottom} />}
      {segment && <Segment segment={segment} x={x} width={width} ends={[top + ROW / 2, bottom - ROW / 2]} />}
      {rows.map((row, place) => (
        <g key={row.name} transform={`translate(0,${top + (place + 0.5) * ROW})`} fontSize={12} fill={row.color}>
          <text dy="0.34em">{row.name}</text>
          <Whisker row={row} x={x} />
          {numbers && (
            <text x={width} dy="0.34em" textAnchor="end">
              {write(row)}
            </text>
          )}
        </g>
      ))}
    </>
  );
}

function Whisker({ row: { value, error, color }, x }: { row: EstimateRow; x: Scale }) {
  if (!Number.isFinite(value)) return null;
  const whisker = Number.isFinite(error) ? `M${x(value - error).toFixed(1)},0H${x(value + error).toFixed(1)}` : "";
  return (
    <>
      <path d={whisker} stroke={color} strokeWidth={2} opacity={0.5} />
      <circle cx={x(value)} r={3.5} stroke="var(--paper)" />
    </>
  );
}

function Level({ level: { value, error, color }, x, top, bottom }: LevelProps) {
  const breadth = Number.isFinite(error) ? x(value + error) - x(value - error) : 0;
  return (
    <g>
      <rect x={x(value) - breadth / 2} y={top} width={breadth} height={bottom - top} fill={color} opacity={0.15} />
      <path d={`M${x(value).toFixed(1)},${top}V${bottom}`} stroke={color} strokeWidth={1.25} strokeDasharray="1 3" />
    </g>
  );
}

/** The bar, its name above it, and lines down to the first and the last row, between which it stands. */
function Segment({ segment, x, width, ends }: SegmentProps) {
  const { from, to, label, color } = segment;
  const [start, end] = [x(from), x(to)];
  const half = (label.length * PIXELS_PER_LETTER) / 2;
  const middle = Math.min(width - half, Math.max(half, (start + end) / 2));
  return (
    <g fill={color} stroke={color}>
      <path d={`M${start.toFixed(1)},16V${ends[0]}M${end.toFixed(1)},16V${ends[1]}`} fill="none" strokeDasharray="1 3" strokeWidth={1.25} />
      <rect x={Math.min(start, end)} y={20} width={Math.max(1, Math.abs(end - start))} height={9} stroke="none" opacity={0.85} />
      <text x={middle} y={11} textAnchor="middle" fontSize={12} {...RIM}>
        {label}
      </text>
    </g>
  );
}

interface LevelProps {
  level: NonNullable<EstimateRowsProps["level"]>;
  x: Scale;
  top: number;
  bottom: number;
}

interface SegmentProps {
  segment: NonNullable<EstimateRowsProps["segment"]>;
  x: Scale;
  width: number;
  ends: [number, number];
}
