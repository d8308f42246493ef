import type { HistoryPoint } from "../worker/protocol";

/** KL per dimension added up: boundaries[d][i] = Σ_{j ≤ d} KL_j at point i, in nats; the last boundary is the total. */
export interface KlStack {
  step: Float64Array;
  boundaries: Float64Array[];
}

/** Whether the point's KL per dimension can be stacked. */
function stackable({ klPerDimension }: HistoryPoint): boolean {
  return klPerDimension?.every(Number.isFinite) ?? false;
}

/** Stacks the dimensions by index. Points whose KL per dimension is missing, not finite or of another length are left out. */
export function stackKl(points: readonly HistoryPoint[]): KlStack {
  const dimensions = points.find(stackable)?.klPerDimension?.length ?? 0;
  const usable = points.filter((point) => stackable(point) && point.klPerDimension?.length === dimensions);
  const boundaries = Array.from({ length: dimensions }, () => new Float64Array(usable.length));
  usable.forEach((point, index) => {
    let total = 0;
    point.klPerDimension?.forEach((kl, dimension) => {
      total += Math.max(0, kl);
      boundaries[dimension][index] = total;
    });
  });
  return { step: Float64Array.from(usable, (point) => point.step), boundaries };
}

/** The `count` largest of KL per dimension, largest first; ties by index. */
export function largestDimensions(klPerDimension: readonly number[], count: number): { dimension: number; kl: number }[] {
  return klPerDimension
    .map((kl, dimension) => ({ dimension, kl }))
    .sort((a, b) => b.kl - a.kl || a.dimension - b.dimension)
    .slice(0, count);
}
