import { contours } from "d3";
import type { PosteriorShape } from "../worker/protocol";
import type { LatentSquareTransform } from "./latentSquareTransform";

/** Points on the contour of a Gaussian: enough that no corner shows at any size. */
const CONTOUR_POINTS = 96;

/** The contours of a Gaussian, in standard deviations from its mean; in two dimensions they hold 39 % and 86 % of it, in one 68 % and 95 %. */
const DEVIATIONS = [1, 2] as const;

type Point = readonly [number, number];
type Gaussian = Extract<PosteriorShape, { kind: "gaussian" }>;
type LatticeOfDensity = Extract<PosteriorShape, { kind: "lattice" }>;

/** The share of q that each contour holds, as the caption says it. */
export function sharesHeld({ axes }: PosteriorShape): string {
  return axes.length === 1 ? "68 % and 95 %" : "39 % and 86 %";
}

/**
 * q's two contours, the inner one first, point by point through the transform of the square: under the quantile scale a Gaussian's is no
 * ellipse. In one dimension the ends of its intervals, as vertical lines through the square.
 * @returns SVG paths on a square of `size` pixels
 */
export function posteriorPaths(shape: PosteriorShape, transform: LatentSquareTransform, size: number): string[] {
  const place = ([across, up]: Point): Point => [transform.toUnit(across) * size, (1 - transform.toUnit(up)) * size];
  switch (shape.kind) {
    case "gaussian":
      return DEVIATIONS.map((deviations) => gaussianPath(shape, deviations, transform, size));
    case "lattice":
      return shape.thresholds.map((threshold) =>
        latticeRings(shape, threshold)
          .map((ring) => closedPath(ring.map(place)))
          .join(""),
      );
    case "intervals":
      return shape.levels.map((intervals) => verticals(intervals.flat(), transform, size));
    default:
      throw new Error(`unknown shape ${shape satisfies never}`);
  }
}

function verticals(ends: readonly number[], transform: LatentSquareTransform, size: number): string {
  return ends.map((end) => `M${transform.toUnit(end) * size},0V${size}`).join("");
}

function closedPath(points: readonly Point[]): string {
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

/** The level set of the log-density as rings in the coordinates of the axes: found on the lattice, each vertex carried by its cell's corners. */
export function latticeRings({ side, points, logDensity }: LatticeOfDensity, threshold: number): Point[][] {
  const { coordinates } = contours().size([side, side]).smooth(true).contour(Array.from(logDensity), threshold);
  return coordinates.flat().map((ring) => ring.map(([column, row]) => pointOnLattice(points, side, column - 0.5, row - 0.5)));
}

function pointOnLattice(points: Float32Array, side: number, column: number, row: number): Point {
  const [x, fromLeft] = cellOf(column, side);
  const [y, fromBelow] = cellOf(row, side);
  const at = (axis: number): number => {
    const corner = (dx: number, dy: number): number => points[2 * ((y + dy) * side + x + dx) + axis];
    const below = corner(0, 0) * (1 - fromLeft) + corner(1, 0) * fromLeft;
    const above = corner(0, 1) * (1 - fromLeft) + corner(1, 1) * fromLeft;
    return below * (1 - fromBelow) + above * fromBelow;
  };
  return [at(0), at(1)];
}

/** The cell that a position between nodes is in, and how far into it; positions outside the lattice count as its edge. */
function cellOf(position: number, side: number): [number, number] {
  const inside = Math.min(side - 1, Math.max(0, position));
  const cell = Math.min(side - 2, Math.floor(inside));
  return [cell, inside - cell];
}
