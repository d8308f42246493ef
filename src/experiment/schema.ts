import * as v from "valibot";
import { ACTIVATIONS, BINARIZATIONS, type Experiment, INITIALIZERS, NETWORKS } from "./experiment";
import { valueAt } from "./paths";
import { MAX_HIDDEN_LAYERS } from "./ranges";
import { brokenRules, type Rule } from "./rules";
import { choice, nullable, ranged, refusal, show } from "./schemaFields";
import { LIKELIHOOD, OBJECTIVE, POSTERIOR, PRIOR } from "./schemaUnions";

/** The one schema of an experiment, for every door: link, file, form, console, worker. */

function widths(field: "network.encoder" | "network.decoder") {
  const allowed = `at most ${MAX_HIDDEN_LAYERS} whole numbers from 1 to 1024`;
  const message = (issue: { input: unknown }) => refusal(field, issue.input, allowed);
  return v.pipe(v.array(ranged(field), message), v.maxLength(MAX_HIDDEN_LAYERS, message));
}

const digitsMessage = (issue: { input: unknown }) =>
  refusal("data.digits", issue.input, "at least one of the digits 0 to 9, each once, in ascending order");

const digits = v.pipe(
  v.array(ranged("data.digits"), digitsMessage),
  v.minLength(1, digitsMessage),
  v.check((list) => list.every((digit, i) => i === 0 || digit > list[i - 1]), digitsMessage),
);

/** Every field in its range, each by itself; what may be combined is in `rules.ts`. */
export const FIELDS_SCHEMA = v.strictObject({
  seed: ranged("seed"),
  data: v.strictObject({
    name: choice("data.name", ["mnist"]),
    trainSize: ranged("data.trainSize"),
    digits,
    binarization: choice("data.binarization", BINARIZATIONS),
  }),
  network: v.strictObject({
    kind: choice("network.kind", NETWORKS),
    encoder: widths("network.encoder"),
    decoder: widths("network.decoder"),
    activation: choice("network.activation", ACTIVATIONS),
    initializer: choice("network.initializer", INITIALIZERS),
  }),
  latent: v.strictObject({ dim: ranged("latent.dim"), posterior: POSTERIOR, prior: PRIOR }),
  likelihood: LIKELIHOOD,
  objective: OBJECTIVE,
  optimizer: v.strictObject({
    kind: choice("optimizer.kind", ["adam"]),
    learningRate: ranged("optimizer.learningRate"),
    beta1: ranged("optimizer.beta1"),
    beta2: ranged("optimizer.beta2"),
    epsilon: ranged("optimizer.epsilon"),
    clipNorm: nullable("optimizer.clipNorm"),
  }),
  batchSize: ranged("batchSize"),
  stopAfterEpochs: nullable("stopAfterEpochs"),
}) satisfies v.GenericSchema<Experiment>;

/** "objective.kl was "analytic" and latent.posterior.kind "planar". The analytic KL needs …". */
export function explainRule({ fields, sentence }: Rule, experiment: Experiment): string {
  const [last, ...others] = [...fields].reverse();
  const beside = others.map((field) => ` and ${field} ${show(valueAt(experiment, field))}`);
  return `${last} was ${show(valueAt(experiment, last))}${beside.join("")}. ${sentence}`;
}

/** An experiment: every field in its range, and every rule of combination kept. */
export const EXPERIMENT_SCHEMA = v.pipe(
  FIELDS_SCHEMA,
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed || dataset.issues !== undefined) return;
    for (const rule of brokenRules(dataset.value)) addIssue({ message: explainRule(rule, dataset.value) });
  }),
) satisfies v.GenericSchema<Experiment>;

/** The dotted field that an issue is about; empty for the whole. */
export function fieldOf(issue: v.BaseIssue<unknown>): string {
  return (issue.path ?? []).map(({ key }) => String(key)).join(".");
}

/** What an issue says, naming the field. */
export function explainIssue(issue: v.BaseIssue<unknown>): string {
  const field = fieldOf(issue) || "the experiment";
  if (issue.type !== "strict_object") return issue.message;
  if (issue.expected !== "never") return `${field} is missing or not an object`;
  const kind = valueAt(issue.path?.at(-1)?.input, "kind");
  const owner = typeof kind === "string" ? `${field.slice(0, field.lastIndexOf("."))} ${show(kind)}` : "an experiment";
  return `${field} is not a setting of ${owner}`;
}
