import type { DeepPartial, Experiment } from "../../src/experiment/experiment";
import { decimal } from "../training/progress";
import { FAMILIES } from "./combinations";
import { head, type Laboratory, meanAndSpread, resultAt, row } from "./laboratory";

/** Richer posteriors beside mean field at equal epochs, in two dimensions. */

const EPOCHS = 5;

export async function posteriorFamilies(laboratory: Laboratory): Promise<void> {
  const { write, seeds } = laboratory;
  write(`\nPosterior families, two dimensions, ${EPOCHS} epochs, held-out ELBO, all 10 000 test images, one posterior sample each\n`);
  write(head(["q(z|x)", ...seeds.map((seed) => `seed ${seed}`), "above mean field (paired, ± sd)", "ms/step"]));
  const meanField: number[] = [];
  for (const { kind, posterior } of FAMILIES) {
    const patch: DeepPartial<Experiment> = { latent: { posterior } };
    const results = [];
    for (const seed of seeds) results.push(await resultAt(laboratory, kind, patch, seed, EPOCHS));
    const elbos = results.map(({ elbo }) => elbo);
    if (kind === "meanField") meanField.push(...elbos);
    const gain =
      kind === "meanField"
        ? ""
        : meanAndSpread(
            elbos.map((elbo, i) => elbo - meanField[i]),
            1,
          );
    const seconds = results.reduce((sum, result) => sum + result.seconds, 0) / results.length;
    write(row([kind, ...elbos.map((elbo) => decimal(elbo, 1)), gain, ((1000 * seconds) / (EPOCHS * 468)).toFixed(1)]));
  }
}
