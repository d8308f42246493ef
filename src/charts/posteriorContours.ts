import { curveLinearClosed, line } from "d3";
import type { LatentSquareTransform } from "./latentSquareTransform";

/** Points on a contour: enough that no corner shows at any size. */
const CONTOUR_POINTS = 96;

/** How far the contours are from the mean, in standard deviations; in two dimensions they hold 39 % and 86 % of q. */
export const CONTOUR_DEVIATIONS = [1, 2] as const;

export interface PosteriorMarginal {
  mean: readonly [number, number];
  standardDeviation: readonly [number, number];
}

/**
 * The contour of a diagonal Gaussian at some standard deviations from its mean, point by point through the transform of the
 * square: under the quantile scale it is not an ellipse.
 * @returns an SVG path on a square of `size` pixels
 */
export function posteriorContour(q: PosteriorMarginal, deviations: number, transform: LatentSquareTransform, size: number): string {
  const points = Array.from({ length: CONTOUR_POINTS }, (_, i): [number, number] => {
    const angle = (2 * Math.PI * i) / CONTOUR_POINTS;
    const across = transform.toUnit(q.mean[0] + deviations * q.standardDeviation[0] * Math.cos(angle));
    const up = transform.toUnit(q.mean[1] + deviations * q.standardDeviation[1] * Math.sin(angle));
    return [across * size, (1 - up) * size];
  });
  return line().curve(curveLinearClosed)(points) ?? "";
}

/** With one dimension: both ends of the interval of ± `deviations`, as vertical lines through the square. */
export function posteriorInterval(q: PosteriorMarginal, deviations: number, transform: LatentSquareTransform, size: number): string {
  return [-deviations, deviations]
    .map((offset) => `M${transform.toUnit(q.mean[0] + offset * q.standardDeviation[0]) * size},0V${size}`)
    .join("");
}
