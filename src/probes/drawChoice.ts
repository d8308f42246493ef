/**
 * One draw out of one from each of several strata, as if z had been drawn from q itself: the stratum is the first whose cumulated share
 * exceeds a uniform number.
 * @param logShares log of the share of each stratum
 */
export function chosenStratum(logShares: ArrayLike<number>, uniform: number): number {
  let cumulated = 0;
  for (let stratum = 0; stratum < logShares.length - 1; stratum++) {
    cumulated += Math.exp(logShares[stratum]);
    if (uniform < cumulated) return stratum;
  }
  return logShares.length - 1;
}
