import { DEFAULT_EXPERIMENT, type Experiment } from "../../src/experiment/experiment";
import { linkFaults, linkNotice, readLink, writeLink } from "../../src/experiment/link";
import { RANGES } from "../../src/experiment/ranges";
import { mergeExperiment } from "../../src/experiment/resolve";
import { ESTIMATOR_REASONS } from "../../src/experiment/schemaUnions";
import { readWeights, writeWeights } from "../../src/training/weightsFile";
import type { TrainBudget } from "../../src/worker/protocol";
import { APP } from "../nodeSession";
import type { TrainOptions } from "./options.mjs";
import { counted } from "./report";

/** What a run from the command line starts from, and how long it is to go on. */
export interface Start {
  experiment: Experiment;
  /** Never empty. */
  budget: TrainBudget;
  /** "5 epochs", and why if it was not asked for. */
  length: string;
  /** The weights to go on from, with the experiment above in their file, or null for fresh ones. */
  weights: Uint8Array | null;
  /** What was not understood of the link, or null. */
  warning: string | null;
}

/** Epochs where neither the command line nor the experiment says. */
const DEFAULT_EPOCHS = 10;

/** The part of a link, or of a page's address, that is the experiment. */
function hashOf(link: string): string {
  const at = link.indexOf("#");
  if (at >= 0) return link.slice(at);
  return /^[a-z]+:\/\//i.test(link) ? "" : link;
}

const sameModel = (a: Experiment, b: Experiment): boolean =>
  JSON.stringify([{ ...a.network, initializer: "" }, a.latent]) === JSON.stringify([{ ...b.network, initializer: "" }, b.latent]);

function budgetText({ epochs, steps, seconds }: TrainBudget): string {
  const amounts: [number | undefined, string][] = [
    [epochs, "epoch"],
    [steps, "step"],
    [seconds, "second"],
  ];
  const parts = amounts.flatMap(([count, unit]) => (count === undefined ? [] : [counted(count, unit)]));
  return parts.length > 1 ? `${parts.join(" or ")}, whichever ends first` : parts.join();
}

function budgetOf({ budget, weights }: TrainOptions, { stopAfterEpochs }: Experiment): { budget: TrainBudget; length: string } {
  if (Object.keys(budget).length > 0) return { budget, length: budgetText(budget) };
  const [epochs, why] =
    weights !== null
      ? [DEFAULT_EPOCHS, "more than the weights have, as no budget was given"]
      : stopAfterEpochs !== null
        ? [stopAfterEpochs, "the experiment's stop condition"]
        : [DEFAULT_EPOCHS, "as neither a budget nor a stop condition was given"];
  return { budget: { epochs }, length: `${budgetText({ epochs })} (${why})` };
}

/** The stop condition that says the same as the budget, where one can; a budget takes the place of the experiment's own. */
function stopOf({ epochs = 0, steps, seconds }: TrainBudget, isFresh: boolean): number | null {
  const { min, max } = RANGES.stopAfterEpochs;
  const canSay = isFresh && steps === undefined && seconds === undefined && Number.isInteger(epochs) && epochs >= min && epochs <= max;
  return canSay ? epochs : null;
}

/** Why estimators do not go with an objective: the schema's, as they are of another kind of objective. */
const ESTIMATOR_SENTENCES: readonly string[] = Object.values(ESTIMATOR_REASONS).flatMap(Object.values);

/** The page mends a link and says so; a long run of something else than was asked for is not begun, and all that is wrong is said. */
function refuseBrokenRules(hash: string): void {
  const { fields, combinations } = linkFaults(hash);
  const isForeign = (fault: string) => ESTIMATOR_SENTENCES.some((sentence) => fault.includes(sentence));
  const broken = [...fields.filter(isForeign), ...combinations];
  if (broken.length === 0) return;
  const others = fields.filter((fault) => !isForeign(fault));
  const also = others.length > 0 ? `. It also has what is not allowed by itself: ${others.join(". ")}` : "";
  throw new Error(`the link asks for what cannot be combined: ${broken.join(". ")}${also}`);
}

/**
 * What the options ask for; `file` holds the bytes of `--weights`.
 * @throws Error when the link breaks a rule of what may be combined, when the file is refused, or is of another model than the link.
 */
export function startOf(options: TrainOptions, file: Uint8Array | null): Start {
  const from = file === null ? null : readWeights(file);
  const hash = options.link === null ? null : hashOf(options.link);
  if (hash !== null) refuseBrokenRules(hash);
  const link = hash === null ? null : readLink(hash);
  const asked = link?.experiment ?? from?.experiment ?? DEFAULT_EXPERIMENT;
  const { budget, length } = budgetOf(options, asked);
  const experiment = mergeExperiment(asked, { seed: options.seed ?? asked.seed, stopAfterEpochs: stopOf(budget, from === null) });
  if (from !== null && !sameModel(experiment, from.experiment)) {
    throw new Error(
      `the weights in ${options.weights} are of another model than the link's: their experiment is '#${writeLink(from.experiment)}'; ` +
        "leave out --link to go on with it, or give a link with the same network and latent dimensions",
    );
  }
  const weights = from === null ? null : writeWeights(experiment, from.step, from.values, APP);
  return { experiment, budget, length, weights, warning: linkNotice(link?.notices ?? []) };
}
