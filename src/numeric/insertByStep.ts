/** `points` with more put in by step, after those of the same step (a test point may come after later train points). */
export function insertByStep<T extends { step: number }>(points: readonly T[], added: readonly T[]): T[] {
  const merged = [...points];
  for (const point of added) {
    let at = merged.length;
    while (at > 0 && merged[at - 1].step > point.step) at--;
    merged.splice(at, 0, point);
  }
  return merged;
}
