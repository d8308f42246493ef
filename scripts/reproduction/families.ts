import type { ElboEstimator } from "../../src/experiment/experiment";
import { familyFacts, type PosteriorSpec } from "../../src/experiment/posteriors";
import { decimal } from "../training/progress";
import { FAMILIES } from "./combinations";
import { head, type Laboratory, meanAndSpread, resultAt, row } from "./laboratory";

/** Richer posteriors beside mean field at equal epochs, in two dimensions. */

const EPOCHS = 5;

/** The estimator of least variance that a family may have: with a Monte Carlo KL, sticking the landing where log q can be had anywhere. */
function estimatorOf(posterior: PosteriorSpec): ElboEstimator {
  const { closedKl, density } = familyFacts(posterior);
  return closedKl === "none" && density === "anywhere" ? "stl" : "pathwise";
}

export async function posteriorFamilies(laboratory: Laboratory): Promise<void> {
  const { write, seeds } = laboratory;
  write(`\nPosterior families, two dimensions, ${EPOCHS} epochs, held-out ELBO, all 10 000 test images, one posterior sample each\n`);
  write(head(["q(z|x)", "estimator", ...seeds.map((seed) => `seed ${seed}`), "above mean field (paired, ± sd)"]));
  const meanField: number[] = [];
  for (const { kind, posterior } of FAMILIES) {
    const estimator = estimatorOf(posterior);
    const patch = { latent: { posterior }, objective: { kind: "elbo", estimator } } as const;
    const elbos: number[] = [];
    for (const seed of seeds) elbos.push((await resultAt(laboratory, kind, patch, seed, EPOCHS)).elbo);
    if (kind === "meanField") meanField.push(...elbos);
    const gain =
      kind === "meanField"
        ? ""
        : meanAndSpread(
            elbos.map((elbo, i) => elbo - meanField[i]),
            1,
          );
    write(row([kind, estimator, ...elbos.map((elbo) => decimal(elbo, 1)), gain]));
  }
}
