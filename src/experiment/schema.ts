import * as v from "valibot";
import { ACTIVATIONS, BINARIZATIONS, type Experiment, FREE_BITS_PER, INITIALIZERS } from "./experiment";
import { describeRange, MAX_HIDDEN_LAYERS, RANGES, type RangedField } from "./ranges";

/** The one schema of an experiment, for every door: link, file, form, console, worker. */

/** "[256,128]", "\"adam\"", cut to a readable length. */
export function show(value: unknown): string {
  const text = typeof value === "object" || typeof value === "string" ? JSON.stringify(value) : String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function sentence(field: string, input: unknown, allowed: string): string {
  return `${field} was ${show(input)}; allowed: ${allowed}`;
}

function ranged(field: RangedField) {
  const { min, max, integer } = RANGES[field];
  const message = (issue: { input: unknown }) => sentence(field, issue.input, describeRange(RANGES[field]));
  const isAllowed = (value: number) => value >= min && value <= max && (!integer || Number.isInteger(value));
  return v.pipe(v.number(message), v.check(isAllowed, message));
}

function nullable(field: "optimizer.clipNorm" | "stopAfterEpochs") {
  return v.union([v.null(), ranged(field)], (issue) => sentence(field, issue.input, describeRange(RANGES[field])));
}

function choice<const T extends readonly string[]>(field: string, options: T) {
  return v.picklist(options, (issue) => sentence(field, issue.input, options.map((option) => `"${option}"`).join(", ")));
}

function widths(field: "network.encoder" | "network.decoder") {
  const allowed = `at most ${MAX_HIDDEN_LAYERS} whole numbers from 1 to 1024`;
  const message = (issue: { input: unknown }) => sentence(field, issue.input, allowed);
  return v.pipe(v.array(ranged(field), message), v.maxLength(MAX_HIDDEN_LAYERS, message));
}

const digitsMessage = (issue: { input: unknown }) =>
  sentence("data.digits", issue.input, "at least one of the digits 0 to 9, each once, in ascending order");

const digits = v.pipe(
  v.array(ranged("data.digits"), digitsMessage),
  v.minLength(1, digitsMessage),
  v.check((list) => list.every((digit, i) => i === 0 || digit > list[i - 1]), digitsMessage),
);

const beta = v.variant(
  "kind",
  [
    v.strictObject({ kind: v.literal("constant"), value: ranged("objective.beta.value") }),
    v.strictObject({
      kind: v.picklist(["linear", "sigmoid"]),
      from: ranged("objective.beta.from"),
      to: ranged("objective.beta.to"),
      steps: ranged("objective.beta.steps"),
    }),
    v.strictObject({
      kind: v.literal("cyclical"),
      from: ranged("objective.beta.from"),
      to: ranged("objective.beta.to"),
      period: ranged("objective.beta.period"),
      ramp: ranged("objective.beta.ramp"),
    }),
  ],
  (issue) => sentence("objective.beta", issue.input, "a schedule of kind constant, linear, sigmoid or cyclical"),
);

export const EXPERIMENT_SCHEMA = v.strictObject({
  seed: ranged("seed"),
  data: v.strictObject({
    name: choice("data.name", ["mnist"]),
    trainSize: ranged("data.trainSize"),
    digits,
    binarization: choice("data.binarization", BINARIZATIONS),
  }),
  network: v.strictObject({
    kind: choice("network.kind", ["mlp"]),
    encoder: widths("network.encoder"),
    decoder: widths("network.decoder"),
    activation: choice("network.activation", ACTIVATIONS),
    initializer: choice("network.initializer", INITIALIZERS),
  }),
  latent: v.strictObject({
    dim: ranged("latent.dim"),
    posterior: v.strictObject({ kind: choice("latent.posterior.kind", ["meanField"]) }),
    prior: v.strictObject({ kind: choice("latent.prior.kind", ["standardNormal"]) }),
  }),
  likelihood: v.strictObject({ kind: choice("likelihood.kind", ["bernoulli"]) }),
  objective: v.strictObject({
    kind: choice("objective.kind", ["elbo"]),
    samples: ranged("objective.samples"),
    kl: choice("objective.kl", ["analytic"]),
    estimator: choice("objective.estimator", ["pathwise"]),
    beta,
    freeBits: v.strictObject({ nats: ranged("objective.freeBits.nats"), per: choice("objective.freeBits.per", FREE_BITS_PER) }),
  }),
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
