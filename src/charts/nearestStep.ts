import { bisectLeft } from "d3";
import type { StepScale } from "./stepScale";

/** A test evaluation or a changed setting this many pixels further than the nearest point is still taken. */
const PREFERENCE_PIXELS = 3;

/** Index of the value of ascending `steps` that is nearest on screen to `step`; −1 when there is none. Ties take the later. */
export function nearestIndex(steps: ArrayLike<number> & { length: number }, step: number, scale: StepScale): number {
  if (steps.length === 0) return -1;
  const right = Math.min(bisectLeft(steps as number[], step), steps.length - 1);
  if (right === 0) return 0;
  const pixel = scale.toPixel(step);
  return pixel - scale.toPixel(steps[right - 1]) < scale.toPixel(steps[right]) - pixel ? right - 1 : right;
}

/**
 * The step to put the crosshair on for a pointer at `pixel`: the nearest recorded one, with `landmarks` (test evaluations,
 * changed settings) preferred within a few pixels. Null when nothing is recorded.
 */
export function snapStep(
  pixel: number,
  scale: StepScale,
  steps: ArrayLike<number>,
  landmarks: readonly ArrayLike<number>[],
): number | null {
  const nearest = (list: ArrayLike<number>) => {
    const index = nearestIndex(list, scale.toStep(pixel), scale);
    return index < 0 ? [] : [{ step: list[index], distance: Math.abs(scale.toPixel(list[index]) - pixel) }];
  };
  const ordinary = nearest(steps);
  const preferred = landmarks.flatMap(nearest).map(({ step, distance }) => ({ step, distance: distance - PREFERENCE_PIXELS }));
  const best = [...ordinary, ...preferred].sort((a, b) => a.distance - b.distance)[0];
  return best?.step ?? null;
}

/**
 * The recorded step at least `pixels` further along (left when negative), or the outermost one on screen:
 * so an arrow key always moves what is seen, however dense the history is.
 */
export function stepAlong(step: number, pixels: number, scale: StepScale, steps: ArrayLike<number>): number {
  const list = steps as number[];
  const target = scale.toStep(scale.toPixel(step) + pixels);
  const first = bisectLeft(list, scale.domain[0]);
  const forward = bisectLeft(list, target);
  const index = pixels > 0 ? Math.min(forward, list.length - 1) : list[forward] === target ? forward : forward - 1;
  return list[Math.max(first, index)] ?? step;
}
