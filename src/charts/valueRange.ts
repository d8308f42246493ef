import { bisectLeft, bisectRight, tickStep } from "d3";
import type { StepScale } from "./stepScale";

/** One curve as far as its range on screen is concerned. */
export interface RangedCurve {
  step: Float64Array;
  values: Float64Array;
}

/** The part of the picture, from the left, that may leave the range: a run's first values are far from all that follow. */
const OPENING = 0.15;
/** Share of the remaining values that may lie outside on either side (spikes). */
const SPIKES = 0.02;
/** What has happened since a fifth of the way is recent. */
const RECENT = 0.2;
/** Earlier values are shown as far as this many times the spread of the recent ones beyond them. */
const RECENT_AIR = 1.2;
const LARGEST_SAMPLE = 600;
const FEWEST_VALUES = 3;

/** Finite values of the curve between two steps, ascending; a long history is thinned evenly. */
function valuesBetween({ step, values }: RangedCurve, from: number, to: number): Float64Array {
  const start = bisectLeft(step, from);
  const end = bisectRight(step, to);
  const stride = Math.max(1, Math.floor((end - start) / LARGEST_SAMPLE));
  const kept: number[] = [];
  for (let index = end - 1; index >= start; index -= stride) {
    if (Number.isFinite(values[index])) kept.push(values[index]);
  }
  return Float64Array.from(kept).sort();
}

/** Lowest and highest of ascending values without a share of `spikes` at either end. */
function extent(sorted: Float64Array, spikes: number): [number, number] | null {
  if (sorted.length === 0) return null;
  const left = Math.floor(spikes * (sorted.length - 1));
  return [sorted[left], sorted[sorted.length - 1 - left]];
}

function informativeExtent(curve: RangedCurve, scale: StepScale): [number, number] | null {
  const last = scale.domain[1];
  const settled = valuesBetween(curve, scale.toStep(OPENING * scale.width), last);
  if (settled.length < FEWEST_VALUES) return extent(valuesBetween(curve, ...scale.domain), 0);
  const shown = extent(settled, SPIKES);
  const recent = valuesBetween(curve, RECENT * last, last);
  const kept = recent.length < FEWEST_VALUES ? null : extent(recent, SPIKES);
  if (shown === null || kept === null) return shown;
  const air = RECENT_AIR * (kept[1] - kept[0]);
  return [Math.max(shown[0], kept[0] - air), Math.min(shown[1], kept[1] + air)];
}

/** All finite values of the curve within the steps on screen. */
function wholeExtent({ step, values }: RangedCurve, scale: StepScale): [number, number] | null {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  const end = bisectRight(step, scale.domain[1]);
  for (let index = bisectLeft(step, scale.domain[0]); index < end; index++) {
    if (!Number.isFinite(values[index])) continue;
    low = Math.min(low, values[index]);
    high = Math.max(high, values[index]);
  }
  return low <= high ? [low, high] : null;
}

/**
 * The values that the vertical axis shows: everything, or only what tells something, that is without the first 15 % of the
 * picture, without rare spikes, and without the steep beginning next to which the later part would be flat. Null when there
 * is nothing to show.
 */
export function valueRange(curves: readonly RangedCurve[], scale: StepScale, everything: boolean): [number, number] | null {
  const extents = curves.flatMap((curve) => {
    const range = everything ? wholeExtent(curve, scale) : informativeExtent(curve, scale);
    return range ? [range] : [];
  });
  if (extents.length === 0) return null;
  return [Math.min(...extents.map(([low]) => low)), Math.max(...extents.map(([, high]) => high))];
}

/** The range with air, its ends on quarters of a tick, so that the axis holds still while values creep. */
export function steadyRange([low, high]: [number, number], ticks = 4): [number, number] {
  const air = Math.max((high - low) * 0.03, 0.05);
  const quantum = tickStep(low - air, high + air, ticks) / 4;
  return [Math.floor((low - air) / quantum) * quantum, Math.ceil((high + air) / quantum) * quantum];
}
