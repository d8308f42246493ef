import type { PosteriorShape } from "../worker/protocol";
import type { LatentSquareTransform } from "./latentSquareTransform";

/** Points on the contour of a Gaussian: enough that no corner shows at any size. */
const CONTOUR_POINTS = 96;

/** The contours of a Gaussian, in standard deviations from its mean; in two dimensions they hold 39 % and 86 % of it, in one 68 % and 95 %. */
const DEVIATIONS = [1, 2] as const;

export type Point = readonly [number, number];
type Gaussian = Extract<PosteriorShape, { kind: "gaussian" }>;

/** The share of q that each contour holds, as the caption says it. */
export function sharesHeld({ axes }: PosteriorShape): string {
  return axes.length === 1 ? "68 % and 95 %" : "39 % and 86 %";
}

/**
 * The two contours of a Gaussian, the inner one first; in one dimension the ends of q's intervals, as vertical lines through the square.
 * @returns SVG paths on a square of `size` pixels
 */
export function gaussianPaths(
  shape: Exclude<PosteriorShape, { kind: "lattice" | "patches" }>,
  transform: LatentSquareTransform,
  size: number,
): string[] {
  if (shape.kind === "intervals") return shape.levels.map((intervals) => verticals(intervals.flat(), transform, size));
  return DEVIATIONS.map((deviations) => gaussianPath(shape, deviations, transform, size));
}

function verticals(ends: readonly number[], transform: LatentSquareTransform, size: number): string {
  return ends.map((end) => `M${transform.toUnit(end) * size},0V${size}`).join("");
}

export function closedPath(points: readonly Point[]): string {
  return `M${points.map(([x, y]) => `${x.toFixed(2)},${y.toFixed(2)}`).join("L")}Z`;
}

/** μ + r L (cos, sin), L the Cholesky factor of the covariance. */
function gaussianPath({ mean, covariance }: Gaussian, deviations: number, transform: LatentSquareTransform, size: number): string {
  const wide = Math.sqrt(covariance[0]);
  if (mean.length === 1) return verticals([mean[0] - deviations * wide, mean[0] + deviations * wide], transform, size);
  const shared = covariance[1] / wide;
  const narrow = Math.sqrt(Math.max(0, covariance[3] - shared ** 2));
  const points = Array.from({ length: CONTOUR_POINTS }, (_, i): Point => {
    const angle = (2 * Math.PI * i) / CONTOUR_POINTS;
    const [cos, sin] = [deviations * Math.cos(angle), deviations * Math.sin(angle)];
    const [across, up] = [mean[0] + wide * cos, mean[1] + shared * cos + narrow * sin];
    return [transform.toUnit(across) * size, (1 - transform.toUnit(up)) * size];
  });
  return closedPath(points);
}
