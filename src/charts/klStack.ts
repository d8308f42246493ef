import type { HistoryPoint } from "../worker/protocol";
import { type KlPartKind, klPartsOf } from "./curveParts";

/** The parts of the KL added up: boundaries[d][i] = Σ_{j ≤ d} KL_j at point i, in nats; the last boundary is the total. */
export interface KlStack {
  kind: KlPartKind;
  step: Float64Array;
  boundaries: Float64Array[];
}

const isFinitePoint = (point: HistoryPoint): boolean => klPartsOf(point).values.every(Number.isFinite);

/** Stacks the parts by index. Points whose parts are not finite, or others than the first one's, are left out. */
export function stackKl(points: readonly HistoryPoint[]): KlStack {
  const first = points.find(isFinitePoint);
  const { kind, values }: { kind: KlPartKind; values: readonly number[] } = first ? klPartsOf(first) : { kind: "total", values: [] };
  const usable = points.filter((point) => isFinitePoint(point) && isAlike(point, kind, values.length));
  const boundaries = values.map(() => new Float64Array(usable.length));
  usable.forEach((point, index) => {
    let total = 0;
    klPartsOf(point).values.forEach((kl, part) => {
      total += Math.max(0, kl);
      boundaries[part][index] = total;
    });
  });
  return { kind, step: Float64Array.from(usable, (point) => point.step), boundaries };
}

function isAlike(point: HistoryPoint, kind: KlPartKind, length: number): boolean {
  const parts = klPartsOf(point);
  return parts.kind === kind && parts.values.length === length;
}

/** One stack for each stretch of points with the same parts: they change with the objective, during a run. */
export function stackStretches(points: readonly HistoryPoint[]): KlStack[] {
  const stretches: HistoryPoint[][] = [];
  for (const point of points) {
    const stretch = stretches.at(-1);
    const { kind, values } = klPartsOf(point);
    if (stretch !== undefined && isAlike(stretch[0], kind, values.length)) stretch.push(point);
    else stretches.push([point]);
  }
  return stretches.map(stackKl).filter(({ step }) => step.length > 0);
}

/** The `count` largest of KL per dimension, largest first; ties by index. */
export function largestDimensions(klPerDimension: readonly number[], count: number): { dimension: number; kl: number }[] {
  return klPerDimension
    .map((kl, dimension) => ({ dimension, kl }))
    .sort((a, b) => b.kl - a.kl || a.dimension - b.dimension)
    .slice(0, count);
}
