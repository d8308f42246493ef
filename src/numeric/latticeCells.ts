/**
 * Cells of a lattice over one or two dimensions. With spacing h, cell i of a dimension covers [i, i + 1)·h and is evaluated at its middle;
 * halving h makes 2 (or 4) children of each cell, of which every one belongs to another of the lattices of spacing 2h.
 */
export interface LatticeCells {
  dim: 1 | 2;
  /** h. */
  spacing: number;
  /** i of each cell, [n, dim]. */
  places: Int32Array;
}

/** The spacing of the coarsest lattice. */
export const COARSE_SPACING = 0.1;

/** Half the side of the domain that every lattice covers, and the most that it is widened to. */
export const LEAST_LIMIT = 6;
export const MOST_LIMIT = 10;

/** Places are within ±2²⁰, so that two of them make a number that is exact. */
const OFFSET = 1 << 20;
const STRIDE = 1 << 21;

/** A cell's number among all that there can be. */
export function cellKey(places: ArrayLike<number>, dim: 1 | 2, cell: number): number {
  return dim === 1 ? places[cell] + OFFSET : (places[2 * cell + 1] + OFFSET) * STRIDE + places[2 * cell] + OFFSET;
}

/** The cells of the coarsest lattice over [−6, 6] in each dimension; of a larger limit those that widening by one adds. */
export function coarseCells(dim: 1 | 2, limit: number): LatticeCells {
  const side = Math.round(limit / COARSE_SPACING);
  const inner = limit === LEAST_LIMIT ? 0 : Math.round((limit - 1) / COARSE_SPACING);
  const isNew = (...place: number[]) => place.some((i) => i < -inner || i >= inner);
  const places: number[] = [];
  for (let row = dim === 1 ? 0 : -side; row < (dim === 1 ? 1 : side); row++) {
    for (let i = -side; i < side; i++) {
      if (dim === 1) {
        if (isNew(i)) places.push(i);
      } else if (isNew(i, row)) places.push(i, row);
    }
  }
  return { dim, spacing: COARSE_SPACING, places: Int32Array.from(places) };
}

/** The middle of each cell, [n, dim]. */
export function cellCentres({ spacing, places }: LatticeCells): Float32Array {
  return Float32Array.from(places, (place) => (place + 0.5) * spacing);
}

/** The cell of the lattice that a point lies in. */
export function cellAt(point: ArrayLike<number>, { dim, spacing }: Pick<LatticeCells, "dim" | "spacing">): number[] {
  return Array.from({ length: dim }, (_, d) => Math.floor(point[d] / spacing));
}

/** The 2 or 4 halves of each of the chosen cells, a cell's children one after another. */
export function childrenOf({ dim, spacing, places }: LatticeCells, chosen: readonly number[]): LatticeCells {
  const halves = dim === 1 ? [[0], [1]] : [[0, 0], [1, 0], [0, 1], [1, 1]]; // biome-ignore format: the corners of a square
  const children = new Int32Array(chosen.length * halves.length * dim);
  let at = 0;
  for (const cell of chosen) {
    for (const half of halves) for (let d = 0; d < dim; d++) children[at++] = 2 * places[dim * cell + d] + half[d];
  }
  return { dim, spacing: spacing / 2, places: children };
}

/** The differences of place of a cell and its neighbours, itself among them: 3 in one dimension, 9 in two. */
const AROUND = [-1, 0, 1];

/** Every cell of the lattice within one of a wanted place; each once, in the lattice's order. */
export function dilated(cells: LatticeCells, wanted: readonly ArrayLike<number>[]): number[] {
  const { dim, places } = cells;
  const byKey = new Map<number, number>();
  for (let cell = 0; cell < places.length / dim; cell++) byKey.set(cellKey(places, dim, cell), cell);
  const kept = new Set<number>();
  const take = (place: number[]) => {
    const cell = byKey.get(cellKey(place, dim, 0));
    if (cell !== undefined) kept.add(cell);
  };
  for (const place of wanted) {
    for (const dx of AROUND) {
      if (dim === 1) take([place[0] + dx]);
      else for (const dy of AROUND) take([place[0] + dx, place[1] + dy]);
    }
  }
  return [...kept].sort((a, b) => a - b);
}
