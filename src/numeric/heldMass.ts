import { forEachCell } from "./latticePosterior";
import type { Quadrature } from "./quadrature";

/** Points a side at which a cell is asked how much of it lies in a region. */
const PARTS = 3;

/** The share of a density's mass that lies in a region, its cells divided finely where the region may be small beside them. */
export function heldMass(quadrature: Quadrature, contains: (point: readonly number[]) => boolean): number {
  let held = 0;
  forEachCell(quadrature, (middle, mass, { dim, spacing }) => {
    if (mass < 1e-12) return;
    let inside = 0;
    for (let part = 0; part < PARTS ** dim; part++) {
      const point = middle.map((value, d) => value + spacing * (((Math.floor(part / PARTS ** d) % PARTS) + 0.5) / PARTS - 0.5));
      if (contains(point)) inside += 1;
    }
    held += (mass * inside) / PARTS ** dim;
  });
  return held;
}
