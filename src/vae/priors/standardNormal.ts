import { standardNormalLogProb } from "../../distributions/diagonalGaussian";
import type { Prior } from "./prior";

/** p(z) = N(0, I). */
export const standardNormalPrior: Prior<{ kind: "standardNormal" }> = {
  parameters: () => [],
  sizes: (_spec, dim) => ({ latents: dim, base: dim }),
  noiseShape: (_spec, lower) => lower,
  make: () => ({
    logProb: standardNormalLogProb,
    meanFromBase: (base) => base,
    drawFromBase: (base) => base,
    extend: (lower) => lower,
  }),
};
