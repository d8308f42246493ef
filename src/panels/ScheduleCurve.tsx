import { type ScheduleSpec, scheduleSpan, scheduleValue } from "../experiment/schedules";
import styles from "./ScheduleCurve.module.css";

interface ScheduleCurveProps {
  schedule: ScheduleSpec;
  /** Updates done. */
  step: number;
  /** The value in force now. */
  now: number;
}

const WIDTH = 60;
const HEIGHT = 22;
const INSET = 4;
const POINTS = 120;

/** How many updates the picture spans, and which of them stands for `step`: a cyclical schedule is shown for two periods, endlessly. */
function frame(schedule: ScheduleSpec, step: number): { steps: number; at: number } {
  const span = scheduleSpan(schedule);
  if (schedule.kind === "cyclical") return { steps: 2 * span, at: step % (2 * span) };
  return { steps: 1.25 * span, at: Math.min(step, 1.25 * span) };
}

/** A schedule over the first updates, with a marker at now, and the value there. */
export function ScheduleCurve({ schedule, step, now }: ScheduleCurveProps) {
  const { steps, at } = frame(schedule, step);
  const values = Array.from({ length: POINTS + 1 }, (_, index) => scheduleValue(schedule, (index / POINTS) * steps * 0.9999));
  const top = Math.max(...values, now, 1e-9);
  const x = (t: number) => INSET + (t / steps) * (WIDTH - 2 * INSET);
  const y = (value: number) => HEIGHT - INSET - (value / top) * (HEIGHT - 2 * INSET);
  const path = values.map((value, index) => `${index === 0 ? "M" : "L"}${x((index / POINTS) * steps).toFixed(1)} ${y(value).toFixed(1)}`);
  return (
    <div className={styles.schedule}>
      <svg
        className={styles.curve}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`Schedule of the weight, now ${now.toPrecision(3)}`}
      >
        <line className={styles.floor} x1={INSET} x2={WIDTH - INSET} y1={y(0)} y2={y(0)} />
        <path className={styles.line} d={path.join("")} />
        <circle className={styles.marker} cx={x(at)} cy={y(now)} r={3} />
      </svg>
      <span>
        now <strong>{now.toFixed(2)}</strong>
      </span>
    </div>
  );
}
