import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { threadsWorthUsing } from "../../src/engine/simd/threads";
import { DEFAULT_EXPERIMENT } from "../../src/experiment/experiment";
import { writeLink } from "../../src/experiment/link";
import { type FinishedRun, prepareFolder, writeRun } from "./files";
import { INTERRUPTED, whileInterruptible } from "./interrupt";
import type { TrainOptions } from "./options.mjs";
import { createProgress, type Progress, type TextStream } from "./progress";
import { counted, dataText, grouped, reportText } from "./report";
import { type NodeRun, openNodeRun } from "./run";
import { type Start, startOf } from "./start";

async function readStart(options: TrainOptions): Promise<Start> {
  const { weights } = options;
  if (weights === null) return startOf(options, null);
  const bytes = await readFile(weights).catch((cause: Error) => {
    throw new Error(`--weights ${weights} cannot be read (${cause.message})`, { cause });
  });
  return startOf(options, new Uint8Array(bytes));
}

function announce({ state }: NodeRun, { length }: Start, progress: Progress): void {
  const { experiment, engine, run } = state();
  // The stop condition is said with the length below.
  const link = writeLink({ ...experiment, stopAfterEpochs: DEFAULT_EXPERIMENT.stopAfterEpochs });
  progress.print(link === "" ? "The default experiment" : `#${link}`);
  progress.print(
    `${dataText(experiment)}; ${counted(run?.stepsPerEpoch ?? 0, "step")} of ${counted(experiment.batchSize, "image")} an epoch`,
  );
  progress.print(`${engine?.label}; seed ${experiment.seed}${run?.step ? `; from step ${grouped(run.step)}` : ""}; ${length}\n`);
}

/** The weights as a file; null, with the reason said, when they are not finite. */
function weightsOf({ session }: NodeRun, progress: Progress): Promise<Uint8Array | null> {
  return session.exportWeights().catch((error: Error) => {
    progress.warn(error.message);
    return null;
  });
}

/** Trains, until Ctrl-C at the latest, and evaluates. */
async function finish(run: NodeRun, start: Start, options: TrainOptions, progress: Progress): Promise<FinishedRun> {
  let stopped = false;
  const stop = () => {
    stopped = true;
    progress.warn("stopping; what there is will be evaluated and written (Ctrl-C again quits at once)");
    void run.session.pause();
  };
  return whileInterruptible(stop, async () => {
    const training = await run.train(start.budget);
    const interrupted = stopped;
    progress.print("Evaluating …");
    const evaluation = await run.evaluate(options.evaluate);
    const { experiment, engine, history, run: at } = run.state();
    const outcome = { experiment, engine: engine?.label ?? "", training: { ...training, epoch: at?.epoch ?? 0 }, evaluation };
    return { ...outcome, budget: start.budget, interrupted, history, weights: await weightsOf(run, progress) };
  });
}

/** Trains, evaluates, and writes what was asked for; the exit code. @throws Error with a sentence that says what was wrong. */
export async function train(options: TrainOptions, out: TextStream, errors: TextStream): Promise<number> {
  const { engine, quiet, force, out: folder } = options;
  const threads = options.threads ?? threadsWorthUsing(availableParallelism());
  const progress = createProgress({ out, errors, quiet, now: () => performance.now() });
  const start = await readStart(options);
  if (folder !== null) await prepareFolder(folder, force);
  if (start.warning !== null) progress.warn(start.warning);
  const run = await openNodeRun({ engine, experiment: start.experiment, threads, progress });
  if (start.weights !== null) await run.session.importWeights(start.weights);
  announce(run, start, progress);
  const finished = await finish(run, start, options, progress);
  out.write(`${quiet ? "" : "\n"}${reportText(finished)}\n`);
  const files = folder === null ? [] : await writeRun(folder, finished);
  progress.print(files.length > 0 ? `\n${files.join("\n")}` : "\nNothing was written; --out FOLDER keeps the curves and the weights.");
  if (finished.weights === null) return 1;
  return finished.interrupted ? INTERRUPTED : 0;
}
