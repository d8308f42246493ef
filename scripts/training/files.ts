import { access, mkdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { writeLink } from "../../src/experiment/link";
import { metricsCsv } from "../../src/store/metricsFile";
import type { HistoryPoint, TrainBudget } from "../../src/worker/protocol";
import { APP } from "../nodeSession";
import type { Outcome } from "./report";

const METRICS = "metrics.csv";
const WEIGHTS = "weights.safetensors";
const EXPERIMENT = "experiment.json";
const FILES = [METRICS, WEIGHTS, EXPERIMENT];

/** A run as its folder keeps it. */
export interface FinishedRun extends Outcome {
  budget: TrainBudget;
  interrupted: boolean;
  history: readonly HistoryPoint[];
  /** Null when they are no longer finite. */
  weights: Uint8Array | null;
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** Makes the folder. @throws Error when it cannot be one, or has a run in it that is not to be replaced. */
export async function prepareFolder(folder: string, force: boolean): Promise<void> {
  const found = await stat(folder).catch(() => null);
  if (found !== null && !found.isDirectory()) throw new Error(`--out ${folder} is a file; allowed: a folder, or a name that is not taken`);
  const present = await Promise.all(FILES.map((file) => exists(join(folder, file))));
  if (present.includes(true) && !force) {
    throw new Error(
      `${folder} has a run in it (${FILES.filter((_, i) => present[i]).join(", ")}); choose another folder, or replace it with --force`,
    );
  }
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw new Error(`--out ${folder} cannot be made (${error instanceof Error ? error.message : error})`, { cause: error });
  }
}

/** Writes the run's files in place of those of any other run; their paths. */
export async function writeRun(folder: string, run: FinishedRun): Promise<string[]> {
  const { experiment, engine, budget, interrupted, training, evaluation, history, weights } = run;
  const described = { app: APP, link: `#${writeLink(experiment)}`, experiment, engine, budget, interrupted, training };
  const text = JSON.stringify({ ...described, evaluation: { split: "test", units: "nats per image", ...evaluation } }, null, 2);
  const contents: [string, string | Uint8Array | null][] = [
    [METRICS, metricsCsv(history, experiment.latent.dim)],
    [WEIGHTS, weights],
    [EXPERIMENT, `${text}\n`],
  ];
  await Promise.all(FILES.map((file) => rm(join(folder, file), { force: true })));
  const written = contents.flatMap(([file, content]) => (content === null ? [] : [{ path: join(folder, file), content }]));
  for (const { path, content } of written) await writeFile(path, content);
  return written.map(({ path }) => path);
}
