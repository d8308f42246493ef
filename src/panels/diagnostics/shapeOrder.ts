import type { TailsReport } from "../../worker/protocol";

interface ShapeOfImage {
  index: number;
  shape: number;
}

/** Images by their k̂, the worst first; what could not be computed counts as worst. */
export function orderByShape({ shapes, indices }: Pick<TailsReport, "shapes" | "indices">): ShapeOfImage[] {
  const rank = (shape: number) => (Number.isNaN(shape) ? Number.POSITIVE_INFINITY : shape);
  const images = Array.from(shapes, (shape, i) => ({ index: indices[i], shape }));
  return images.sort((a, b) => {
    const [first, second] = [rank(a.shape), rank(b.shape)];
    return first === second ? a.index - b.index : second - first;
  });
}

/** Among the images with low ≤ k̂ < high the one after the selected, from the worst on, then from the first again; null where there is none. */
export function nextInRange(
  report: Pick<TailsReport, "shapes" | "indices">,
  low: number,
  high: number,
  selected: number | null,
): number | null {
  const inside = orderByShape(report).filter(({ shape }) => shape >= low && (shape < high || high === Number.POSITIVE_INFINITY));
  if (inside.length === 0) return null;
  const place = inside.findIndex(({ index }) => index === selected);
  return inside[(place + 1) % inside.length].index;
}
