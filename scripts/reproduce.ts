import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { threadsWorthUsing } from "../src/engine/simd/threads";
import { DEFAULT_EXPERIMENT, type DeepPartial, type Experiment } from "../src/experiment/experiment";
import { mergeExperiment } from "../src/experiment/resolve";
import { createProgress, decimal } from "./training/progress";
import { openNodeRun } from "./training/run";

/**
 * `npm run reproduce [-- --seeds 1,2,3 --threads 2]`: the long runs behind the README's table, in Node on the SIMD engine, with progress
 * on the error stream. Minutes, not seconds.
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

const HELP = `npm run reproduce -- --seeds 1,2,3 --threads 2

Trains the runs behind the README's tables and prints the tables; many minutes.

  --seeds N,N,…  the seeds (1,2,3)
  --threads N    threads of the SIMD engine (as many as are worth using)
  --help         this text`;

const write = (line: string) => process.stdout.write(`${line}\n`);

/** @throws Error for an option, a seed or a number of threads that cannot be. */
function readSettings(): { seeds: number[]; threads: number; help: boolean } {
  const string = { type: "string" } as const;
  const { values } = parseArgs({ options: { seeds: string, threads: string, help: { type: "boolean" } } });
  const { seeds = "1,2,3", threads = `${threadsWorthUsing(availableParallelism())}`, help = false } = values;
  if (!/^\d+(,\d+)*$/.test(seeds)) throw new Error(`--seeds was "${seeds}"; allowed: whole numbers with commas between them, as in 1,2,3`);
  if (!/^[1-9]\d?$/.test(threads)) throw new Error(`--threads was "${threads}"; allowed: a whole number from 1 to 99`);
  return { seeds: seeds.split(",").map(Number), threads: Number(threads), help };
}

/** What was asked; ends the process when that was the help, or a mistake. */
function settingsOrEnd(): { seeds: number[]; threads: number } {
  try {
    const settings = readSettings();
    if (!settings.help) return settings;
    write(HELP);
    process.exit(0);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exit(1);
  }
}

const { seeds, threads } = settingsOrEnd();
const progress = createProgress({ out: process.stderr, errors: process.stderr, quiet: false, now: () => performance.now() });
const trainer = await openNodeRun({ engine: "simd", experiment: DEFAULT_EXPERIMENT, threads, progress });

function experimentOf(patch: DeepPartial<Experiment>, seed: number): Experiment {
  return mergeExperiment(mergeExperiment(DEFAULT_EXPERIMENT, patch), { seed });
}

/** Trains to each epoch in turn and evaluates all 10 000 test images there. */
async function run(patch: DeepPartial<Experiment>, seed: number, epochs: readonly number[]) {
  await trainer.session.replace(experimentOf(patch, seed));
  const results = [];
  let done = 0;
  let seconds = 0;
  for (const epoch of epochs) {
    progress.print(`seed ${seed}, to epoch ${epoch}`);
    seconds += (await trainer.train({ epochs: epoch - done })).seconds;
    done = epoch;
    results.push({ epoch, seconds, ...(await trainer.evaluate(10_000)) });
  }
  return results;
}

write("Default experiment: held-out ELBO, all 10 000 test images, one posterior sample each\n");
write(`| seed | ${EPOCHS.map((epoch) => `epoch ${epoch}`).join(" | ")} | KL at the end | seconds |`);
write(`|---|${EPOCHS.map(() => "---|").join("")}---|---|`);
for (const seed of seeds) {
  const results = await run({}, seed, EPOCHS);
  const last = results[results.length - 1];
  write(`| ${seed} | ${results.map(({ elbo }) => decimal(elbo, 1)).join(" | ")} | ${decimal(last.kl, 2)} | ${last.seconds.toFixed(0)} |`);
}
write(`| PyTorch | ${NATIVE_ELBO.map((value) => decimal(value, 1)).join(" | ")} | 6.0 | |`);

write("\nGrey 784-400-20 (pytorch/examples), 10 epochs, all 10 000 test images\n");
write("| seed | loss | cross-entropy | KL | seconds |");
write("|---|---|---|---|---|");
for (const seed of seeds) {
  const [last] = await run(PYTORCH_EXAMPLE, seed, [10]);
  write(
    `| ${seed} | ${decimal(-last.elbo, 1)} | ${decimal(-last.reconstruction, 1)} | ${decimal(last.kl, 1)} | ${last.seconds.toFixed(0)} |`,
  );
}
write("| PyTorch | 105.7 ± 0.8 | 80.2 ± 1.2 | 25.6 ± 0.8 | |");
