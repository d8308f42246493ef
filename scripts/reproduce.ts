import { parseArgs } from "node:util";
import { DEFAULT_EXPERIMENT, type DeepPartial, type Experiment } from "../src/experiment/experiment";
import { mergeExperiment } from "../src/experiment/resolve";
import { startNodeSession } from "./nodeSession";

/**
 * `npm run reproduce [-- --seeds 1,2,3]`: the long runs behind the README's table, in Node on the SIMD engine. Minutes, not seconds.
 * The published values are those of a native PyTorch run of the same experiment.
 */

/** The grey 784-400-20 model of pytorch/examples: cross-entropy on grey levels, PyTorch's initialisation. */
const PYTORCH_EXAMPLE: DeepPartial<Experiment> = {
  data: { binarization: "none" },
  network: { encoder: [400], decoder: [400], initializer: "fanIn" },
  latent: { dim: 20 },
};

const EPOCHS = [1, 2, 3, 5, 10];
const NATIVE_ELBO = [-170.9, -164.5, -160.7, -156.2, -150.9];

const { values } = parseArgs({ options: { seeds: { type: "string", default: "1,2,3" } } });
const seeds = values.seeds.split(",").map(Number);

const write = (line: string) => process.stdout.write(`${line}\n`);
const session = startNodeSession();

function experimentOf(patch: DeepPartial<Experiment>, seed: number): Experiment {
  return mergeExperiment(mergeExperiment(DEFAULT_EXPERIMENT, patch), { seed });
}

/** Trains to each epoch in turn and evaluates all 10 000 test images there. */
async function run(patch: DeepPartial<Experiment>, seed: number, epochs: readonly number[]) {
  await session.replace(experimentOf(patch, seed));
  const results = [];
  let done = 0;
  let seconds = 0;
  for (const epoch of epochs) {
    seconds += (await session.train({ epochs: epoch - done })).seconds;
    done = epoch;
    results.push({ epoch, seconds, ...(await session.evaluate({ count: 10_000 })) });
  }
  return results;
}

const cell = (value: number, digits = 1) => value.toFixed(digits).replace("-", "−");

await session.open({ engine: "simd", experiment: DEFAULT_EXPERIMENT });
await session.images("train", [59_999]);
await session.images("test", [9999]);

write("Default experiment: held-out ELBO, all 10 000 test images, one posterior sample each\n");
write(`| seed | ${EPOCHS.map((epoch) => `epoch ${epoch}`).join(" | ")} | KL at the end | seconds |`);
write(`|---|${EPOCHS.map(() => "---|").join("")}---|---|`);
for (const seed of seeds) {
  const results = await run({}, seed, EPOCHS);
  const last = results[results.length - 1];
  write(`| ${seed} | ${results.map(({ elbo }) => cell(elbo)).join(" | ")} | ${cell(last.kl, 2)} | ${last.seconds.toFixed(0)} |`);
}
write(`| PyTorch | ${NATIVE_ELBO.map((value) => cell(value)).join(" | ")} | 6.0 | |`);

write("\nGrey 784-400-20 (pytorch/examples), 10 epochs, all 10 000 test images\n");
write("| seed | loss | cross-entropy | KL | seconds |");
write("|---|---|---|---|---|");
for (const seed of seeds) {
  const [last] = await run(PYTORCH_EXAMPLE, seed, [10]);
  write(`| ${seed} | ${cell(-last.elbo)} | ${cell(-last.reconstruction)} | ${cell(last.kl)} | ${last.seconds.toFixed(0)} |`);
}
write("| PyTorch | 105.7 ± 0.8 | 80.2 ± 1.2 | 25.6 ± 0.8 | |");
process.exit(0);
