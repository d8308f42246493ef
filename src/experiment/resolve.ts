import * as v from "valibot";
import { DEFAULT_EXPERIMENT, type DeepPartial, type Experiment } from "./experiment";
import { RANGES, type RangedField } from "./ranges";
import { SCHEDULE_DEFAULTS } from "./schedules";
import { EXPERIMENT_SCHEMA, show } from "./schema";

/** From anything to a valid experiment: merge over a base, then refuse (`mergeExperiment`) or repair with notices (`repairExperiment`). */

type Plain = Record<string, unknown>;

const FORBIDDEN = new Set(["__proto__", "constructor", "prototype"]);

function isPlain(value: unknown): value is Plain {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

/** Tagged unions are replaced whole; what they leave out takes the default of their kind. */
const TAGGED = new Set(["latent.posterior", "latent.prior", "likelihood", "objective", "objective.beta", "optimizer"]);

function taggedBase(path: string, patch: Plain): Plain {
  if (path === "objective.beta") {
    const kind = String(patch.kind ?? "constant");
    return Object.hasOwn(SCHEDULE_DEFAULTS, kind) ? { ...SCHEDULE_DEFAULTS[kind as keyof typeof SCHEDULE_DEFAULTS] } : { kind };
  }
  return structuredClone(at(DEFAULT_EXPERIMENT, path.split("."))) as Plain;
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => (isPlain(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined), value);
}

/** Refuses keys that could reach a prototype, wherever they are. */
function checkKeys(value: unknown, prefix = ""): void {
  if (!isPlain(value)) return;
  for (const key of Object.keys(value)) {
    if (FORBIDDEN.has(key)) throw new Error(`${prefix}${key} is not a setting of an experiment`);
    checkKeys(value[key], `${prefix}${key}.`);
  }
}

/** `patch` over `base`; keys that could reach a prototype are left out, unknown ones are kept for the schema to refuse. */
function merge(base: Plain, patch: Plain, prefix = ""): Plain {
  const merged: Plain = { ...base };
  for (const key of Object.keys(patch)) {
    if (FORBIDDEN.has(key) || patch[key] === undefined) continue;
    const path = prefix + key;
    const value = patch[key];
    if (!isPlain(value)) merged[key] = structuredClone(value);
    else merged[key] = merge(TAGGED.has(path) ? taggedBase(path, value) : isPlain(base[key]) ? base[key] : {}, value, `${path}.`);
  }
  return merged;
}

function dotted(issue: v.BaseIssue<unknown>): string[] {
  return (issue.path ?? []).map((item) => String(item.key));
}

function explain(issue: v.BaseIssue<unknown>): string {
  const field = dotted(issue).join(".") || "the experiment";
  if (issue.type !== "strict_object") return issue.message;
  return issue.expected === "never" ? `${field} is not a setting of an experiment` : `${field} is missing or not an object`;
}

/**
 * The present experiment with a patch merged in: objects by key, arrays and tagged unions whole.
 * @throws Error that names each field, what it was and what is allowed.
 */
export function mergeExperiment(present: Experiment, patch: DeepPartial<Experiment>): Experiment {
  if (!isPlain(patch)) throw new Error(`the experiment was ${show(patch)}; allowed: an object with some of its settings`);
  checkKeys(patch);
  const result = v.safeParse(EXPERIMENT_SCHEMA, merge({ ...present }, patch));
  if (!result.success) throw new Error(result.issues.map(explain).join(". "));
  return result.output;
}

function clamped(path: string[], input: unknown): number | undefined {
  const field = path.filter((key) => !/^\d+$/.test(key)).join(".");
  if (!Object.hasOwn(RANGES, field) || typeof input !== "number" || !Number.isFinite(input)) return undefined;
  const { min, max, integer } = RANGES[field as RangedField];
  const value = integer ? Math.round(input) : input;
  return Math.min(max, Math.max(min, value));
}

/** Puts `value` at `path`, or removes the key when it is undefined. */
function put(root: Plain, path: string[], value: unknown): void {
  const holder = at(root, path.slice(0, -1)) ?? root;
  const inner = path.length > 1 && Array.isArray(holder) ? (holder as unknown as Plain) : (holder as Plain);
  const key = path[path.length - 1];
  if (value === undefined) delete inner[key];
  else inner[key] = value;
}

/** The deepest part of a path that is a setting with a default: list entries go by their list, schedules by their kind. */
function settingOf(path: string[]): string[] {
  if (path.join(".") === "objective.beta.kind") return ["objective", "beta"];
  const list = path.findIndex((key) => /^\d+$/.test(key));
  return list >= 0 ? path.slice(0, list) : path;
}

function defaultAt(root: Plain, path: string[]): unknown {
  if (path.join(".") === "objective.beta") return { ...SCHEDULE_DEFAULTS.constant };
  if (path[0] === "objective" && path[1] === "beta" && path.length === 3) {
    const kind = at(root, ["objective", "beta", "kind"]) as keyof typeof SCHEDULE_DEFAULTS;
    return at(SCHEDULE_DEFAULTS, [kind, path[2]]);
  }
  return structuredClone(at(DEFAULT_EXPERIMENT, path));
}

function repairOnce(root: Plain, issue: v.BaseIssue<unknown>, notices: string[]): void {
  const path = dotted(issue);
  if (path.length === 0) return;
  const setting = settingOf(path);
  const number = setting.length === path.length ? clamped(path, at(root, path)) : undefined;
  if (number !== undefined) {
    put(root, path, number);
    notices.push(`${issue.message}; ${number} is used`);
    return;
  }
  const fallback = defaultAt(root, setting);
  put(root, setting, fallback);
  notices.push(fallback === undefined ? `${explain(issue)}; it is ignored` : `${explain(issue)}; ${show(fallback)} is used`);
}

/** A patch over the defaults, made valid: numbers out of range are clamped, anything else wrong takes its default; each is said. */
export function repairExperiment(patch: unknown): { experiment: Experiment; notices: string[] } {
  const root = merge({ ...structuredClone(DEFAULT_EXPERIMENT) } as Plain, isPlain(patch) ? patch : {});
  const notices: string[] = [];
  for (let round = 0; round < 20; round++) {
    const result = v.safeParse(EXPERIMENT_SCHEMA, root);
    if (result.success) return { experiment: result.output, notices };
    const seen = new Set<string>();
    for (const issue of result.issues) {
      const key = settingOf(dotted(issue)).join(".");
      if (!seen.has(key)) repairOnce(root, issue, notices);
      seen.add(key);
    }
  }
  return {
    experiment: structuredClone(DEFAULT_EXPERIMENT),
    notices: [...notices, "the settings could not be read; the defaults are used"],
  };
}
