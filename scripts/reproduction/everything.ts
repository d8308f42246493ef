import { DEFAULT_EXPERIMENT } from "../../src/experiment/experiment";
import { mergeExperiment } from "../../src/experiment/resolve";
import { decimal } from "../training/progress";
import { legalObjectives, MODELS, type Patch } from "./combinations";
import { head, type Laboratory, row } from "./laboratory";

/** Every family, prior, likelihood and network learns with every legal estimator: the held-out bound before and after some steps. */

const STEPS = 1000;
const IMAGES = 2000;

/** Small, so that all ninety are trained in minutes; what a model's own patch names wins. */
const SMALL = mergeExperiment(DEFAULT_EXPERIMENT, { network: { encoder: [64], decoder: [64] }, stopAfterEpochs: null });
const SMALL_MAPS: Patch = { network: { kind: "conv", encoder: [8, 16], decoder: [16, 8] } };

export async function everything({ write, trainer, progress }: Laboratory): Promise<void> {
  write(
    `\nEverything learns: held-out bound (ELBO, or L₅ under IWAE) of ${IMAGES} test images before and after ${STEPS} steps of 784-64-2-64-784 (or 8 and 16 maps), seed 1\n`,
  );
  write(head(["model", "objective and estimator", "before", "after", "gain"]));
  for (const { name: model, patch } of MODELS) {
    for (const { name, experiment } of legalObjectives(SMALL, patch.network?.kind === "conv" ? SMALL_MAPS : patch)) {
      progress.print(`${model}: ${name}`);
      await trainer.session.replace(experiment);
      const { objective } = experiment;
      const importanceSamples = objective.kind === "iwae" ? objective.samples : undefined;
      const bound = async () => {
        const { elbo, iwae } = await trainer.session.evaluate({ count: IMAGES, importanceSamples });
        return iwae?.value ?? elbo;
      };
      const before = await bound();
      await trainer.train({ steps: STEPS });
      const after = await bound();
      const gain = after - before;
      const verdict = gain > 0 ? decimal(gain, 1) : `${decimal(gain, 1)} (no gain)`;
      write(row([model, name, decimal(before, 1), decimal(after, 1), verdict]));
    }
  }
}
