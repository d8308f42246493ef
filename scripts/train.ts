import { readFile } from "node:fs/promises";
import { writeLink } from "../src/experiment/link";
import { type FinishedRun, prepareFolder, writeRun } from "./training/files";
import { INTERRUPTED, onInterrupt } from "./training/interrupt";
import { helpText, readOptions, type TrainOptions } from "./training/options";
import { createProgress, type Progress } from "./training/progress";
import { dataText, grouped, reportText } from "./training/report";
import { type NodeRun, openNodeRun } from "./training/run";
import { type Start, startOf } from "./training/start";

/** `npm run train -- --link '#latent=2&beta=4' --epochs 5 --out run`: the page's run without the page. `--help` lists the options. */

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
  progress.print(writeLink(experiment) === "" ? "The default experiment" : `#${writeLink(experiment)}`);
  progress.print(`${dataText(experiment)}; ${run?.stepsPerEpoch} steps of ${experiment.batchSize} images an epoch`);
  progress.print(`${engine?.label}; seed ${experiment.seed}${run?.step ? `; from step ${grouped(run.step)}` : ""}; ${length}\n`);
}

/** The weights as a file; null, with the reason said, when they are not finite. */
function weightsOf({ session }: NodeRun, progress: Progress): Promise<Uint8Array | null> {
  return session.exportWeights().catch((error: Error) => {
    progress.warn(error.message);
    return null;
  });
}

/** Trains and evaluates; Ctrl-C ends training early. */
async function finish(run: NodeRun, start: Start, options: TrainOptions, progress: Progress): Promise<FinishedRun> {
  const { session, state } = run;
  let stopped = false;
  onInterrupt(() => {
    stopped = true;
    progress.warn("stopping; what there is will be evaluated and written (Ctrl-C again quits at once)");
    void session.pause();
  });
  const training = await run.train(start.budget);
  const interrupted = stopped;
  progress.print("Evaluating …");
  const evaluation = await run.evaluate(options.evaluate);
  const { experiment, engine, history, run: at } = state();
  return {
    experiment,
    engine: engine?.label ?? "",
    budget: start.budget,
    interrupted,
    training: { ...training, epoch: at?.epoch ?? 0 },
    evaluation,
    history,
    weights: await weightsOf(run, progress),
  };
}

/** The exit code. @throws Error with a sentence. */
async function train(options: TrainOptions): Promise<number> {
  const progress = createProgress({ out: process.stdout, errors: process.stderr, quiet: options.quiet, now: () => performance.now() });
  const start = await readStart(options);
  if (options.out !== null) await prepareFolder(options.out, options.force);
  if (start.warning !== null) progress.warn(start.warning);
  const run = await openNodeRun({ engine: options.engine, experiment: start.experiment, threads: options.threads, progress });
  if (start.weights !== null) await run.session.importWeights(start.weights);
  announce(run, start, progress);
  const finished = await finish(run, start, options, progress);
  process.stdout.write(`\n${reportText(finished)}\n`);
  const files = options.out === null ? [] : await writeRun(options.out, finished);
  progress.print(files.length > 0 ? `\n${files.join("\n")}` : "\nNothing was written; --out FOLDER keeps the curves and the weights.");
  if (finished.weights === null) return 1;
  return finished.interrupted ? INTERRUPTED : 0;
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) process.stdout.write(`${helpText()}\n`);
  else process.exitCode = await train(options);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
