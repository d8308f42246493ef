/** Median and quartiles. */
export interface Spread {
  first: number;
  median: number;
  third: number;
}

/** Throws an Error when there are no values. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  if (sorted.length === 0) throw new Error("no values to take the median of");
  const quantile = (share: number) => {
    const place = share * (sorted.length - 1);
    const below = Math.floor(place);
    const above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  };
  return { first: quantile(0.25), median: quantile(0.5), third: quantile(0.75) };
}
