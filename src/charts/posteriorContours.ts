import { contours } from "d3";
import type { PosteriorShape } from "../worker/protocol";
import { closedPath, gaussianPaths, type Point } from "./gaussianContours";
import type { LatentSquareTransform } from "./latentSquareTransform";

type LatticeOfDensity = Extract<PosteriorShape, { kind: "lattice" }>;
type Patch = Extract<PosteriorShape, { kind: "patches" }>["patches"][number];

/**
 * q's two contours, the inner one first, point by point through the transform of the square: under the quantile scale a Gaussian's is no
 * ellipse. In one dimension the ends of its intervals, as vertical lines through the square.
 * @returns SVG paths on a square of `size` pixels
 */
export function posteriorPaths(shape: PosteriorShape, transform: LatentSquareTransform, size: number): string[] {
  const place = ([across, up]: Point): Point => [transform.toUnit(across) * size, (1 - transform.toUnit(up)) * size];
  const paths = (rings: Point[][]) => rings.map((ring) => closedPath(ring.map(place))).join("");
  switch (shape.kind) {
    case "lattice":
      return shape.thresholds.map((threshold) => paths(latticeRings(shape, threshold)));
    case "patches":
      return shape.thresholds.map((threshold) => paths(shape.patches.flatMap((patch) => patchRings(patch, threshold))));
    default:
      return gaussianPaths(shape, transform, size);
  }
}

/** The level set within one patch of evenly spaced values. */
function patchRings({ columns, rows, from, spacing, logDensity }: Patch, threshold: number): Point[][] {
  const { coordinates } = contours().size([columns, rows]).smooth(true).contour(Array.from(logDensity), threshold);
  return coordinates
    .flat()
    .map((ring) => ring.map(([column, row]) => [from[0] + (column - 0.5) * spacing, from[1] + (row - 0.5) * spacing]));
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
