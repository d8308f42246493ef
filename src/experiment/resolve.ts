import * as v from "valibot";
import { CONTEXTUAL_FIELDS, defaultOf, withField } from "./defaults";
import { DEFAULT_EXPERIMENT, type DeepPartial, type Experiment } from "./experiment";
import { checkKeys, mergePatch, names } from "./merge";
import { isPlain, type Plain, valueAt } from "./paths";
import { explainFault, repairFields } from "./repair";
import { explainIssue, FIELDS_SCHEMA } from "./schema";
import { show } from "./schemaFields";
import { type Settled, settle, trySettle } from "./settle";

/** From anything to a valid experiment: merge over a base, then settle or refuse (`resolveExperiment`) or repair (`repairExperiment`). */

/** What is left out takes the default that the choices around it allow. */
function fill(experiment: Experiment, fields: readonly string[]): Experiment {
  const withDefault = (present: Experiment, field: string) =>
    valueAt(present, field) === undefined ? present : withField(present, field, defaultOf(present, field));
  return fields.reduce(withDefault, experiment);
}

/** Another kind of network reads its widths in another way: those that are not named take its defaults. */
function refit(present: Experiment, merged: Experiment, isNamed: (field: string) => boolean): Settled {
  if (present.network.kind === merged.network.kind) return { experiment: merged, notices: [] };
  const unnamed = ["network.encoder", "network.decoder"].filter((field) => !isNamed(field));
  const experiment = fill(merged, unnamed);
  const notices = unnamed.flatMap((field) => {
    const [before, after] = [present, experiment].map((value) => show(valueAt(value, field)));
    return before === after
      ? []
      : `${field} was ${before}; with network.kind ${show(merged.network.kind)} its default is ${after}, which is used`;
  });
  return { experiment, notices };
}

/**
 * The present experiment with a patch merged in: objects by key, arrays and tagged unions whole. Choices that the patch makes illegal
 * without naming them take their defaults; `notices` says each.
 * @throws Error that names each field, what it was and what is allowed; or the rule that the patch breaks.
 */
export function resolveExperiment(present: Experiment, patch: DeepPartial<Experiment>): Settled {
  if (!isPlain(patch)) throw new Error(`the experiment was ${show(patch)}; allowed: an object with some of its settings`);
  checkKeys(patch);
  const result = v.safeParse(FIELDS_SCHEMA, mergePatch({ ...present }, patch));
  if (!result.success) throw new Error(result.issues.map(explainIssue).join(". "));
  const isNamed = (field: string) => names(patch, field);
  const refitted = refit(present, result.output, isNamed);
  const leftOut = CONTEXTUAL_FIELDS.filter((field) => field.startsWith("objective.") && isNamed("objective.kind") && !isNamed(field));
  const settled = settle(fill(refitted.experiment, leftOut), isNamed, false);
  return { experiment: settled.experiment, notices: [...refitted.notices, ...settled.notices] };
}

/** `resolveExperiment` without its notices. */
export function mergeExperiment(present: Experiment, patch: DeepPartial<Experiment>): Experiment {
  return resolveExperiment(present, patch).experiment;
}

interface ReadPatch {
  /** Each field in its range; what the patch leaves out takes the default beside the rest. */
  experiment: Experiment;
  faults: { field: string; fault: string }[];
  isNamed: (field: string) => boolean;
}

/** A patch over the defaults, field by field; null when it cannot be mended. */
function readPatch(patch: unknown): ReadPatch | null {
  const root = mergePatch({ ...structuredClone(DEFAULT_EXPERIMENT) } as Plain, isPlain(patch) ? patch : {});
  const repaired = repairFields(root);
  if (repaired === null) return null;
  const isNamed = (field: string) => names(patch, field) && !repaired.dropped.has(field);
  const leftOut = CONTEXTUAL_FIELDS.filter((field) => !isNamed(field));
  return { experiment: fill(repaired.experiment, leftOut), faults: repaired.faults, isNamed };
}

/**
 * A patch over the defaults, made valid: numbers out of range are clamped, anything else wrong takes its default, and so does what
 * breaks a rule; each is said. What the patch leaves out takes the default beside the rest, silently.
 */
export function repairExperiment(patch: unknown): Settled {
  const read = readPatch(patch);
  if (read === null) {
    return { experiment: structuredClone(DEFAULT_EXPERIMENT), notices: ["the settings could not be read; the defaults are used"] };
  }
  const { experiment, notices } = settle(read.experiment, read.isNamed, true);
  return { experiment, notices: [...read.faults.map((fault) => explainFault(fault, experiment)), ...notices] };
}

/** What is wrong with a patch over the defaults, one text each and nothing mended: fields by themselves, and what cannot be combined. */
export function faultsOf(patch: unknown): { fields: string[]; combinations: string[] } {
  const read = readPatch(patch);
  if (read === null) return { fields: ["the settings could not be read"], combinations: [] };
  return { fields: read.faults.map(({ fault }) => fault), combinations: trySettle(read.experiment, read.isNamed, false).refusals };
}
