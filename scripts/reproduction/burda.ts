import type { DeepPartial, Experiment } from "../../src/experiment/experiment";
import { decimal } from "../training/progress";
import { begin, head, type Laboratory, meanAndSpread, row } from "./laboratory";

/** The one-layer models of Burda et al. (2016), for a few epochs of their 3 280. */

const EPOCHS = 10;
const SAMPLES = 5000;
const IMAGES = 1000;

const NETWORK: DeepPartial<Experiment> = {
  network: { encoder: [200, 200], decoder: [200, 200], activation: "tanh" },
  latent: { dim: 50 },
  batchSize: 20,
};

const MODELS: readonly { name: string; patch: DeepPartial<Experiment>; published: string }[] = [
  { name: "VAE", patch: { ...NETWORK, objective: { kind: "elbo" } }, published: "86.76" },
  { name: "IWAE, K = 5", patch: { ...NETWORK, objective: { kind: "iwae", samples: 5 } }, published: "85.54" },
];

export async function burda(laboratory: Laboratory): Promise<void> {
  const { write, seeds, trainer, progress } = laboratory;
  write(`\nBurda et al. (2016), one stochastic layer, 784-200-200-50, fresh bits, batch 20, ${EPOCHS} epochs of their 3 280:`);
  write(`−L₅₀₀₀ on ${IMAGES} test images (the same for both; ± what the finite draws leave)\n`);
  write(head(["", ...seeds.map((seed) => `seed ${seed}`), "mean ± sd over seeds", "published, 3 280 epochs, 10 000 images"]));
  for (const { name, patch, published } of MODELS) {
    const bounds: { value: number; mcError: number }[] = [];
    for (const seed of seeds) {
      await begin(laboratory, patch, seed);
      progress.print(`${name}, seed ${seed}, to epoch ${EPOCHS}`);
      await trainer.train({ epochs: EPOCHS });
      progress.print(`${name}, seed ${seed}, L₅₀₀₀`);
      const { iwae } = await trainer.session.evaluate({ count: IMAGES, importanceSamples: SAMPLES });
      if (iwae === undefined) throw new Error("the evaluation has no L_K");
      bounds.push(iwae);
    }
    const cells = bounds.map(({ value, mcError }) => `${decimal(-value, 2)} ± ${mcError.toFixed(2)}`);
    const spread = meanAndSpread(
      bounds.map(({ value }) => -value),
      2,
    );
    write(row([name, ...cells, spread, published]));
  }
}
