import type { CurveColumns } from "./curveColumns";

/** L_K of one K over the steps of a run; a gap where it was not measured, or with another K. */
export interface BoundCurve {
  samples: number;
  values: Float64Array;
}

/** L_K of each K that the objective has had, in the order of their first use; none for a run on the ELBO. */
export function boundCurves({ iwae, samples }: CurveColumns): BoundCurve[] {
  const used: number[] = [];
  for (const count of samples) {
    if (Number.isFinite(count) && count !== used.at(-1) && !used.includes(count)) used.push(count);
  }
  if (used.length === 1) return [{ samples: used[0], values: iwae }];
  return used.map((count) => ({ samples: count, values: iwae.map((value, index) => (samples[index] === count ? value : Number.NaN)) }));
}
