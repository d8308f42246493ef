import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { threadsWorthUsing } from "../src/engine/simd/threads";
import { DEFAULT_EXPERIMENT } from "../src/experiment/experiment";
import { burda } from "./reproduction/burda";
import { everything } from "./reproduction/everything";
import { posteriorFamilies } from "./reproduction/families";
import type { Laboratory } from "./reproduction/laboratory";
import { defaultExperiment, greyModel } from "./reproduction/published";
import { truth } from "./reproduction/truth";
import { createProgress } from "./training/progress";
import { openNodeRun } from "./training/run";

/**
 * `npm run reproduce [-- --only default,grey --seeds 1,2,3 --threads 2]`: the long runs behind the README's tables, in Node on the SIMD
 * engine, with progress on the error stream. Minutes, not seconds. The PyTorch rows are those of a native run of the same experiment.
 */

const SECTIONS: Record<string, (laboratory: Laboratory) => Promise<void>> = {
  default: defaultExperiment,
  grey: greyModel,
  families: posteriorFamilies,
  burda,
  everything,
  truth,
};

const NAMES = Object.keys(SECTIONS);

const HELP = `npm run reproduce -- --only default,grey --seeds 1,2,3 --threads 2

Trains the runs behind the README's tables and prints the tables; many minutes.

  --only NAME,…  some of ${NAMES.join(", ")} (all)
  --seeds N,N,…  the seeds (1,2,3)
  --threads N    threads of the SIMD engine (as many as are worth using)
  --help         this text`;

const write = (line: string) => process.stdout.write(`${line}\n`);

interface Settings {
  sections: string[];
  seeds: number[];
  threads: number;
  help: boolean;
}

/** @throws Error for an option, a section, a seed or a number of threads that cannot be. */
function readSettings(): Settings {
  const string = { type: "string" } as const;
  const { values } = parseArgs({ options: { only: string, seeds: string, threads: string, help: { type: "boolean" } } });
  const { only = NAMES.join(), seeds = "1,2,3", threads = `${threadsWorthUsing(availableParallelism())}`, help = false } = values;
  const sections = only.split(",");
  const unknown = sections.find((name) => !NAMES.includes(name));
  if (unknown !== undefined) throw new Error(`--only had "${unknown}"; allowed: ${NAMES.join(", ")}, with commas between them`);
  if (!/^\d+(,\d+)*$/.test(seeds)) throw new Error(`--seeds was "${seeds}"; allowed: whole numbers with commas between them, as in 1,2,3`);
  if (!/^[1-9]\d?$/.test(threads)) throw new Error(`--threads was "${threads}"; allowed: a whole number from 1 to 99`);
  return { sections, seeds: seeds.split(",").map(Number), threads: Number(threads), help };
}

/** What was asked; ends the process when that was the help, or a mistake. */
function settingsOrEnd(): Settings {
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

const { sections, seeds, threads } = settingsOrEnd();
const progress = createProgress({ out: process.stderr, errors: process.stderr, quiet: false, now: () => performance.now() });
const trainer = await openNodeRun({ engine: "simd", experiment: DEFAULT_EXPERIMENT, threads, progress });
for (const name of sections) await SECTIONS[name]({ trainer, progress, seeds, write });
