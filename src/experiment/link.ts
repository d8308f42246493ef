import { DEFAULT_EXPERIMENT, type Experiment } from "./experiment";
import { readSchedule, writeSchedule } from "./linkSchedule";
import { repairExperiment } from "./resolve";

/** The readable link: `#latent=2&beta=4&…`, only what differs from the default. One table drives reading and writing. */

/** The most characters of a link that are read. */
export const MAX_LINK_LENGTH = 2048;

interface LinkKey {
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

/** A tagged union with one legal kind yet, which takes no parameters: `q=meanField`. */
const tagged = (key: string, path: string): LinkKey => ({
  key,
  path,
  write: (value: { kind: string }) => value.kind,
  read: (text) => ({ kind: text }),
});

const schedule = (key: string, path: string): LinkKey => ({ key, path, write: writeSchedule, read: readSchedule });

const KEYS: readonly LinkKey[] = [
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
  tagged("q", "latent.posterior"),
  tagged("prior", "latent.prior"),
  tagged("lik", "likelihood"),
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

/** Keys that belong to the screen; the store reads them. */
export const VIEW_KEYS = ["view", "z", "hide"] as const;
export type ViewKey = (typeof VIEW_KEYS)[number];

function at(value: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], value);
}

function put(root: Record<string, unknown>, path: string, value: unknown): void {
  const keys = path.split(".");
  let holder = root;
  for (const key of keys.slice(0, -1)) {
    holder[key] ??= {};
    holder = holder[key] as Record<string, unknown>;
  }
  holder[keys[keys.length - 1]] = value;
}

/** "latent=2&beta=4": what differs from the default, then the screen's keys that are given. */
export function writeLink(experiment: Experiment, view: Partial<Record<ViewKey, string>> = {}): string {
  const parts: [string, string][] = [];
  for (const { key, path, write } of KEYS) {
    const value = at(experiment, path);
    if (JSON.stringify(value) !== JSON.stringify(at(DEFAULT_EXPERIMENT, path))) parts.push([key, write(value as never)]);
  }
  for (const key of VIEW_KEYS) {
    const value = view[key];
    if (value !== undefined) parts.push([key, value]);
  }
  return parts.map(([key, value]) => `${key}=${encodeURIComponent(value).replaceAll("%40", "@").replaceAll("%2F", "/")}`).join("&");
}

/** One notice for all that a link says wrongly; null when there is nothing. */
export function linkNotice(notices: readonly string[]): string | null {
  if (notices.length === 0) return null;
  const count = notices.length === 1 ? "One thing in the link was" : `${notices.length} things in the link were`;
  return `${count} not understood as written: ${notices.join(". ")}.`;
}

export interface ReadLink {
  experiment: Experiment;
  view: Partial<Record<ViewKey, string>>;
  /** What was dropped or clamped, one sentence each. */
  notices: string[];
}

const refused = (notice: string): ReadLink => ({ experiment: structuredClone(DEFAULT_EXPERIMENT), view: {}, notices: [notice] });

/** A link's meaning, whatever is in it: unknown or bad fields are dropped or clamped, and each is said. `hash` with or without "#". */
export function readLink(hash: string): ReadLink {
  const text = hash.replace(/^#/, "");
  if (text.length > MAX_LINK_LENGTH)
    return refused(`the link has ${text.length} characters; at most ${MAX_LINK_LENGTH} are read, so the defaults are used`);
  const patch: Record<string, unknown> = {};
  const view: ReadLink["view"] = {};
  const notices: string[] = [];
  const seen = new Set<string>();
  for (const [key, value] of new URLSearchParams(text.replaceAll("+", "%2B"))) {
    const known = KEYS.find((candidate) => candidate.key === key);
    const viewKey = VIEW_KEYS.find((candidate) => candidate === key);
    if (seen.has(key)) notices.push(`the link says ${key} twice; the first is used`);
    else if (key === "v" && value !== "1")
      return refused(`the link is of version ${value.slice(0, 20)}; only version 1 is understood, so the defaults are used`);
    else if (known !== undefined) put(patch, known.path, known.read(value));
    else if (viewKey !== undefined) view[viewKey] = value;
    else if (key !== "v") notices.push(`the link's "${key.slice(0, 40)}" is not a setting; it is ignored`);
    seen.add(key);
  }
  const repaired = repairExperiment(patch);
  return { experiment: repaired.experiment, view, notices: [...notices, ...repaired.notices] };
}
