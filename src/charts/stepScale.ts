import { scaleLinear, scaleLog } from "d3";

export type StepScaleKind = "linear" | "log";

/** How training steps lie along a plot of `width` pixels. */
export interface StepScale {
  kind: StepScaleKind;
  domain: [number, number];
  width: number;
  toPixel(step: number): number;
  toStep(pixel: number): number;
  ticks: number[];
}

/** A log axis shows this many times the span from its first step to its last, so that a run's first steps do not fill half of it. */
const LOG_SPAN = 200;
const PIXELS_PER_TICK = 64;

/** The steps on screen: all of a linear axis, the last factor of 200 of a log axis unless `whole`. */
export function stepDomain(lastStep: number, kind: StepScaleKind, whole: boolean): [number, number] {
  const last = Math.max(10, lastStep);
  return kind === "linear" ? [0, last] : [whole ? 1 : Math.max(1, last / LOG_SPAN), last];
}

/** Round steps inside the domain of a log axis, the densest of 1–2–5, 1–3 or 1 per decade that has at most `count`. */
function logTicks([first, last]: [number, number], count: number): number[] {
  const ladder = (multiples: number[], decades: number) => {
    const ticks: number[] = [];
    for (let power = 0; 10 ** power <= last; power += decades) {
      ticks.push(...multiples.map((multiple) => multiple * 10 ** power));
    }
    return ticks.filter((tick) => tick >= first * 0.999 && tick <= last * 1.001);
  };
  const ladders = [ladder([1, 2, 5], 1), ladder([1, 3], 1), ladder([1], 1), ladder([1], 2)];
  return ladders.find((ticks) => ticks.length <= count) ?? ladders[ladders.length - 1];
}

export function stepScale(domain: [number, number], kind: StepScaleKind, width: number): StepScale {
  const scale = (kind === "log" ? scaleLog() : scaleLinear()).domain(domain).range([0, Math.max(1, width)]);
  const count = Math.max(2, Math.floor(width / PIXELS_PER_TICK));
  return {
    kind,
    domain,
    width,
    toPixel: (step) => scale(kind === "log" ? Math.max(step, 0.5) : step),
    toStep: (pixel) => scale.invert(pixel),
    ticks: kind === "log" ? logTicks(domain, count) : scale.ticks(count).filter(Number.isInteger),
  };
}
