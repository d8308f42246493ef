import { COARSE_SPACING, cellAt, childrenOf, coarseCells, dilated, type LatticeCells, LEAST_LIMIT, MOST_LIMIT } from "./latticeCells";
import { logSumExp } from "./logSums";

/**
 * log ∫ exp(f) over one or two dimensions on one lattice that is halved where the mass is. Its error is the largest difference among the
 * lattices of twice the spacing, plus the mass of what was not refined, plus the mass at the edge of the domain. What lies in a mode that the
 * coarsest lattice steps over is not in it: compare with an estimate that draws from elsewhere.
 */

/** Cells further below the largest value than this, in nats, are not refined. */
const DEPTH = 16;

/** The finest spacing, COARSE_SPACING / 32: "h = .003". */
const FINEST_SPACING = COARSE_SPACING / 32;

/** The width of the outer shell, and the share of the mass in it from which on the domain is widened. */
const SHELL = 1;
const SHELL_SHARE = 1e-4;

/**
 * The last halving must not have moved the integral by more tolerances than this: where mass lies symmetrically between the points, the
 * lattices of twice the spacing agree however wrong they are.
 */
const MOST_MOVED = 10;

/** What counts as within the region that `resolution` is about, in nats. */
const NEAR_HIGHEST = 2;

/** Values asked for at the most; past it the error is what it is. */
const MOST_CELLS = 250_000;

export interface QuadratureRequest {
  dim: 1 | 2;
  /** f at the coarsest cells of this limit (see `coarseCells`), which are the same for every integrand. */
  coarse(limit: number): Promise<Float64Array>;
  /** f at the middles of cells. */
  values(cells: LatticeCells): Promise<Float64Array>;
  /** A point whose cell and neighbours are always refined: where a mode is expected. */
  center: ArrayLike<number>;
  /** The error that is good enough, in nats. */
  tolerance: number;
  /** Also that many cells within 2 nats of the highest, for what is drawn or counted cell by cell; default none. */
  resolution?: number;
}

/** Cells of one spacing and f at their middles. */
export interface ValuedCells extends LatticeCells {
  values: Float64Array;
}

export interface Quadrature {
  /** log ∫ exp(f), in nats. */
  logIntegral: number;
  /** The sum of the three parts below. */
  error: number;
  /** The largest difference of log-integrals among the lattices of twice the spacing; shares of the mass that was not refined, and at the edge. */
  parts: { lattice: number; discarded: number; shell: number };
  /** The domain reaches from −limit to limit. */
  limit: number;
  /** Cells of the finest spacing first, then those that were not refined, level by level. Together they are the domain. */
  levels: ValuedCells[];
  /** Values asked for. */
  evaluations: number;
}

const logCellSize = ({ dim, spacing }: LatticeCells): number => dim * Math.log(spacing);

/** log of the mass of all the cells. */
const logMass = (cells: ValuedCells): number => logSumExp(cells.values) + logCellSize(cells);

function some({ values, ...cells }: ValuedCells, chosen: readonly number[]): ValuedCells {
  const { dim, places } = cells;
  const picked = new Int32Array(chosen.length * dim);
  chosen.forEach((cell, i) => {
    for (let d = 0; d < dim; d++) picked[dim * i + d] = places[dim * cell + d];
  });
  return { ...cells, places: picked, values: Float64Array.from(chosen, (cell) => values[cell]) };
}

function joined(first: ValuedCells, second: ValuedCells): ValuedCells {
  const places = new Int32Array(first.places.length + second.places.length);
  places.set(first.places);
  places.set(second.places, first.places.length);
  const values = new Float64Array(first.values.length + second.values.length);
  values.set(first.values);
  values.set(second.values, first.values.length);
  return { ...first, places, values };
}

/** The share of the mass that lies within one of the edge of the domain. */
function shellShare(levels: readonly ValuedCells[], limit: number, logIntegral: number): number {
  const masses = levels.map((cells) => {
    const { dim, spacing, places, values } = cells;
    const edge = (limit - SHELL) / spacing;
    const isOuter = (place: number) => place + 0.5 > edge || place + 0.5 < -edge;
    const outer = values.filter((_, cell) => isOuter(places[dim * cell]) || isOuter(places[dim * cell + dim - 1]));
    return logSumExp(outer) + logCellSize(cells);
  });
  return Math.exp(logSumExp(masses) - logIntegral);
}

/** The largest difference of the log-integral when only every second cell of each dimension counts, `rest` being the mass elsewhere. */
function latticeDifference(cells: ValuedCells, logRest: number): number {
  const { dim, places, values } = cells;
  const lattices = Array.from({ length: 2 ** dim }, (): number[] => []);
  values.forEach((value, cell) => {
    let lattice = 0;
    for (let d = 0; d < dim; d++) lattice = 2 * lattice + (places[dim * cell + d] & 1);
    lattices[lattice].push(value);
  });
  const logCell = logCellSize(cells) + dim * Math.LN2;
  const estimates = lattices.map((own) => logSumExp([logSumExp(own) + logCell, logRest]));
  return Math.max(...estimates) - Math.min(...estimates);
}

/** The coarsest lattice, as wide as the mass asks for. */
async function coarseLattice({ dim, coarse }: QuadratureRequest): Promise<{ cells: ValuedCells; limit: number }> {
  let limit = LEAST_LIMIT;
  let cells: ValuedCells = { ...coarseCells(dim, limit), values: await coarse(limit) };
  while (limit < MOST_LIMIT && shellShare([cells], limit, logMass(cells)) > SHELL_SHARE) {
    limit += 1;
    cells = joined(cells, { ...coarseCells(dim, limit), values: await coarse(limit) });
  }
  return { cells, limit };
}

function assess(finest: ValuedCells, coarser: readonly ValuedCells[], limit: number) {
  const logRest = logSumExp(coarser.map(logMass));
  const levels = [finest, ...coarser];
  const logIntegral = logSumExp([logMass(finest), logRest]);
  const parts = {
    lattice: latticeDifference(finest, logRest),
    discarded: Math.exp(logRest - logIntegral),
    shell: shellShare(levels, limit, logIntegral),
  };
  return { logIntegral, error: parts.lattice + parts.discarded + parts.shell, parts, limit, levels };
}

/** The integral. @throws Error where f is nowhere finite. */
export async function quadrature(request: QuadratureRequest): Promise<Quadrature> {
  const { center, tolerance, resolution = 0, values } = request;
  const { cells, limit } = await coarseLattice(request);
  let finest = cells;
  const coarser: ValuedCells[] = [];
  let evaluations = finest.values.length;
  let highest = Number.NEGATIVE_INFINITY;
  let before = Number.NaN;
  for (;;) {
    for (const value of finest.values) if (value > highest) highest = value;
    if (!Number.isFinite(highest)) throw new Error("the integrand is not a finite number anywhere on the lattice");
    const result = assess(finest, coarser, limit);
    const isSettled = Math.abs(result.logIntegral - before) < MOST_MOVED * tolerance;
    const isResolved = finest.values.filter((value) => value > highest - NEAR_HIGHEST).length >= resolution;
    before = result.logIntegral;
    const kept = keptCells(finest, highest - DEPTH, center);
    const more = kept.length * 2 ** finest.dim;
    const isDone = isSettled && isResolved && result.error < tolerance;
    if (isDone || finest.spacing <= FINEST_SPACING || evaluations + more > MOST_CELLS) return { ...result, evaluations };
    const isKept = new Set(kept);
    coarser.unshift(
      some(
        finest,
        [...finest.values.keys()].filter((cell) => !isKept.has(cell)),
      ),
    );
    const children = childrenOf(finest, kept);
    finest = { ...children, values: await values(children) };
    evaluations += finest.values.length;
  }
}

/** Cells above the threshold and that of the center, with their neighbours. */
function keptCells(cells: ValuedCells, threshold: number, center: ArrayLike<number>): number[] {
  const { dim, places, values } = cells;
  const wanted: ArrayLike<number>[] = [cellAt(center, cells)];
  values.forEach((value, cell) => {
    if (value > threshold) wanted.push(places.subarray(dim * cell, dim * cell + dim));
  });
  return dilated(cells, wanted);
}
