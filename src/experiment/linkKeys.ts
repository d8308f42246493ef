import { readSchedule, writeSchedule } from "./linkSchedule";
import { type Plain, valueAt } from "./paths";
import { type FamilyFacts, POSTERIORS } from "./posteriors";

/** The keys of the link and how each is written. One table drives reading and writing. */

export interface LinkKey {
  key: string;
  /** Dotted path in the experiment. */
  path: string;
  write: (value: never) => string;
  /** What the text means, for the schema to judge; text that means nothing is returned as it is, and refused there. */
  read: (text: string) => unknown;
}

const DECIMAL = /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function readNumber(text: string): unknown {
  if (text === "none") return null;
  return DECIMAL.test(text) ? Number(text) : text;
}

const number = (key: string, path: string): LinkKey => ({
  key,
  path,
  write: (value: number | null) => (value === null ? "none" : String(value)),
  read: readNumber,
});

const word = (key: string, path: string): LinkKey => ({ key, path, write: (value: string) => value, read: (text) => text });

const widths = (key: string, path: string): LinkKey => ({
  key,
  path,
  write: (value: number[]) => value.join("-") || "0",
  read: (text) => (text === "0" ? [] : /^\d+(-\d+)*$/.test(text) ? text.split("-").map(Number) : text),
});

const digits = (key: string, path: string): LinkKey => ({
  key,
  path,
  write: (value: number[]) => value.join(""),
  read: (text) => (/^\d{1,10}$/.test(text) ? [...new Set(text)].sort().map(Number) : text),
});

/** The parameters of each kind of a tagged union, in the order of the link. */
type Parameters = Readonly<Record<string, readonly string[]>>;

/** `iaf-2-64`: a kind and its parameters. Those left out take their defaults; more than there are make a kind that is refused. */
function readTagged(text: string, parameters: Parameters): Plain {
  const [kind, ...values] = text.split(/-(?=[^-])/);
  const names = Object.hasOwn(parameters, kind) ? parameters[kind] : [];
  if (values.length > names.length) return { kind: text };
  return { kind, ...Object.fromEntries(values.map((value, i) => [names[i], readNumber(value)])) };
}

const tagged = (key: string, path: string, parameters: Parameters): LinkKey => ({
  key,
  path,
  write: (value: { kind: string }) => [value.kind, ...parameters[value.kind].map((name) => String(valueAt(value, name)))].join("-"),
  read: (text) => readTagged(text, parameters),
});

const parameterNames = ([kind, { parameters }]: [string, FamilyFacts]) => [kind, parameters.map(({ name }) => name)] as const;
const FAMILIES: Parameters = Object.fromEntries(Object.entries(POSTERIORS).map(parameterNames));
const PRIORS: Parameters = { standardNormal: [], hierarchical: ["upper"] };
const LIKELIHOODS: Parameters = { bernoulli: [], continuousBernoulli: [], gaussian: ["sigma"] };

const schedule = (key: string, path: string): LinkKey => ({ key, path, write: writeSchedule, read: readSchedule });

export const LINK_KEYS: readonly LinkKey[] = [
  number("seed", "seed"),
  number("n", "data.trainSize"),
  digits("digits", "data.digits"),
  word("bin", "data.binarization"),
  word("net", "network.kind"),
  widths("enc", "network.encoder"),
  widths("dec", "network.decoder"),
  word("act", "network.activation"),
  word("init", "network.initializer"),
  number("latent", "latent.dim"),
  tagged("q", "latent.posterior", FAMILIES),
  tagged("prior", "latent.prior", PRIORS),
  tagged("lik", "likelihood", LIKELIHOODS),
  word("obj", "objective.kind"),
  number("k", "objective.samples"),
  word("kl", "objective.kl"),
  word("est", "objective.estimator"),
  schedule("beta", "objective.beta"),
  number("fb", "objective.freeBits.nats"),
  word("fbper", "objective.freeBits.per"),
  number("lr", "optimizer.learningRate"),
  number("b1", "optimizer.beta1"),
  number("b2", "optimizer.beta2"),
  number("eps", "optimizer.epsilon"),
  number("clip", "optimizer.clipNorm"),
  number("batch", "batchSize"),
  number("epochs", "stopAfterEpochs"),
];
