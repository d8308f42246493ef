/** How a slider's position, 0 to 1, stands for a value, and what an arrow key does to the value. */
export interface SliderScale {
  toPosition(value: number): number;
  fromPosition(position: number): number;
  /** The next value up or down. */
  nudge(value: number, direction: 1 | -1): number;
}

const clamp = (position: number): number => Math.min(1, Math.max(0, position));

/** Rounded to `digits` significant digits, without the noise of binary fractions. */
const significant = (value: number, digits: number): number => Number(value.toPrecision(digits));

/** Even steps from min to max. */
export function linearScale(min: number, max: number, step: number): SliderScale {
  const snap = (value: number) => significant(Math.round(value / step) * step, 12);
  return {
    toPosition: (value) => clamp((value - min) / (max - min)),
    fromPosition: (position) => snap(min + position * (max - min)),
    nudge: (value, direction) => significant(value + direction * step, 12),
  };
}

/** Equal ratios from min to max, in values of two significant digits; arrow keys go 1, 2, 5, 10. */
export function logScale(min: number, max: number): SliderScale {
  const span = Math.log(max / min);
  return {
    toPosition: (value) => clamp(Math.log(Math.max(value, min) / min) / span),
    fromPosition: (position) => significant(min * Math.exp(position * span), 2),
    nudge: nudgeDecade,
  };
}

/** Whole numbers from 1 to max, spread by their logarithms; arrow keys move by ones. */
export function countScale(max: number): SliderScale {
  const { toPosition, fromPosition } = logScale(1, max);
  return { toPosition, fromPosition: (position) => Math.round(fromPosition(position)), nudge: (value, direction) => value + direction };
}

/** The powers of two from 1 to max. */
export function doublingScale(max: number): SliderScale {
  const span = Math.log2(max);
  return {
    toPosition: (value) => clamp(Math.log2(Math.max(value, 1)) / span),
    fromPosition: (position) => 2 ** Math.round(position * span),
    nudge: (value, direction) => (direction > 0 ? 2 ** (Math.floor(Math.log2(value)) + 1) : 2 ** (Math.ceil(Math.log2(value)) - 1)),
  };
}

/** The next of …, 0.1, 0.2, 0.5, 1, 2, 5, 10, …, up or down. */
export function nudgeDecade(value: number, direction: 1 | -1): number {
  const decade = 10 ** Math.floor(Math.log10(value));
  const ladder = [0.1, 0.2, 0.5, 1, 2, 5, 10].map((rung) => significant(rung * decade, 3));
  const next = direction > 0 ? ladder.find((rung) => rung > value * 1.0001) : ladder.findLast((rung) => rung < value * 0.9999);
  return next ?? value;
}
