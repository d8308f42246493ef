import * as v from "valibot";
import { isUnion, kindDefault, unionDefault } from "./defaults";
import type { Experiment } from "./experiment";
import { mergePatch } from "./merge";
import { isPlain, type Plain, putAt, valueAt } from "./paths";
import { rangeOf } from "./ranges";
import { explainIssue, FIELDS_SCHEMA, fieldOf } from "./schema";
import { show } from "./schemaFields";

/** Fields made valid one by one: numbers out of range are clamped, anything else wrong takes its default. */

export interface RepairedFields {
  experiment: Experiment;
  /** What was wrong and where; what is used instead may yet depend on the rules. */
  faults: { field: string; fault: string }[];
  /** Fields whose value was dropped, as if nobody had named them. */
  dropped: ReadonlySet<string>;
}

/** The setting with a default that a field belongs to: list entries go by their list, β's kind by its schedule. */
function settingOf(field: string): string {
  return field === "objective.beta.kind" ? "objective.beta" : field.replace(/\.\d+(\..*)?$/, "");
}

function clamped(root: Plain, field: string): number | undefined {
  const [input, range] = [valueAt(root, field), rangeOf(root, field)];
  if (range === undefined || typeof input !== "number" || !Number.isFinite(input)) return undefined;
  return Math.min(range.max, Math.max(range.min, range.integer ? Math.round(input) : input));
}

/** A union of no known kind becomes one of the default kind; an objective keeps what else was said of it. */
function putDefaultKind(root: Plain, union: string): void {
  const present = valueAt(root, union);
  const { kind: _unknown, ...said }: Plain = isPlain(present) ? present : {};
  putAt(root, union, union === "objective" ? mergePatch(unionDefault(union), said, "objective.") : unionDefault(union));
}

/** Mends one field; returns true when what was said of it is dropped. */
function mend(root: Plain, setting: string): boolean {
  const number = clamped(root, setting);
  const union = setting.replace(/\.kind$/, "");
  if (number !== undefined) putAt(root, setting, number);
  else if (union !== setting && isUnion(union)) putDefaultKind(root, union);
  else putAt(root, setting, kindDefault(root, setting));
  return number === undefined;
}

/** `root` is changed. Null when it cannot be mended. */
export function repairFields(root: Plain): RepairedFields | null {
  const faults: RepairedFields["faults"] = [];
  const dropped = new Set<string>();
  for (let round = 0; round < 20; round++) {
    const result = v.safeParse(FIELDS_SCHEMA, root);
    if (result.success) return { experiment: result.output, faults, dropped };
    const seen = new Set<string>();
    for (const issue of result.issues) {
      const setting = settingOf(fieldOf(issue));
      if (setting === "" || seen.has(setting)) continue;
      seen.add(setting);
      faults.push({ field: setting, fault: explainIssue(issue) });
      if (mend(root, setting)) dropped.add(setting);
    }
  }
  return null;
}

/** "…; 64 is used": the fault, and what the experiment has instead. */
export function explainFault({ field, fault }: { field: string; fault: string }, experiment: Experiment): string {
  const used = valueAt(experiment, field);
  return used === undefined ? `${fault}; it is ignored` : `${fault}; ${show(used)} is used`;
}
