import type { DeepPartial, Experiment } from "../../src/experiment/experiment";
import { decimal } from "../training/progress";
import { head, type Laboratory, resultAt, row, runTo } from "./laboratory";

/** The two models that PyTorch was run on too: the default experiment, and that of pytorch/examples. */

const EPOCHS = [1, 2, 3, 5, 10];
const NATIVE_ELBO = [-170.9, -164.5, -160.7, -156.2, -150.9];

export async function defaultExperiment(laboratory: Laboratory): Promise<void> {
  const { write, seeds } = laboratory;
  write("Default experiment: held-out ELBO, all 10 000 test images, one posterior sample each\n");
  write(head(["seed", ...EPOCHS.map((epoch) => `epoch ${epoch}`), "KL at the end", "seconds"]));
  for (const seed of seeds) {
    const results = await runTo(laboratory, "default", {}, seed, EPOCHS);
    const last = results[results.length - 1];
    write(row([seed, ...results.map(({ elbo }) => decimal(elbo, 1)), decimal(last.kl, 2), last.seconds.toFixed(0)]));
  }
  write(row(["PyTorch", ...NATIVE_ELBO.map((value) => decimal(value, 1)), "6.0", ""]));
}

/** The grey 784-400-20 model of pytorch/examples: cross-entropy on grey levels, PyTorch's initialisation. */
const PYTORCH_EXAMPLE: DeepPartial<Experiment> = {
  data: { binarization: "none" },
  network: { encoder: [400], decoder: [400], initializer: "fanIn" },
  latent: { dim: 20 },
};

export async function greyModel(laboratory: Laboratory): Promise<void> {
  const { write, seeds } = laboratory;
  write("\nGrey 784-400-20 (pytorch/examples), 10 epochs, all 10 000 test images\n");
  write(head(["seed", "loss", "cross-entropy", "KL", "seconds"]));
  for (const seed of seeds) {
    const last = await resultAt(laboratory, "grey 784-400-20", PYTORCH_EXAMPLE, seed, 10);
    write(row([seed, decimal(-last.elbo, 1), decimal(-last.reconstruction, 1), decimal(last.kl, 1), last.seconds.toFixed(0)]));
  }
  write(row(["PyTorch", "105.7 ± 0.8", "80.2 ± 1.2", "25.6 ± 0.8", ""]));
}
