import { defaultOf, withField } from "./defaults";
import type { Experiment } from "./experiment";
import { valueAt } from "./paths";
import { brokenRules, type Rule } from "./rules";
import { explainRule } from "./schema";
import { show } from "./schemaFields";

/** When one choice makes another illegal, the other takes its default and the change is said. */

export interface Settled {
  experiment: Experiment;
  /** What was changed that nobody asked to change, one sentence each. */
  notices: string[];
}

/** What may be changed for the sake of another choice: never what q, p(z) and the kind of network are. */
const YIELDING = /^(objective\.|network\.(encoder|decoder)$|data\.binarization$|likelihood\.kind$)/;

/** "with latent.posterior.kind "planar"": what of a rule was asked for, or has changed before. */
function because({ fields }: Rule, yielding: string, isCause: (field: string) => boolean, experiment: Experiment): string {
  const others = fields.filter((field) => field !== yielding);
  const causes = others.filter(isCause);
  return (causes.length > 0 ? causes : others.slice(0, 1)).map((field) => `${field} ${show(valueAt(experiment, field))}`).join(" and ");
}

/** The first of the fields whose default makes a rule hold, changed to it. */
function giveWay(experiment: Experiment, rule: Rule, fields: readonly string[]): { field: string; experiment: Experiment } | null {
  for (const field of fields) {
    const union = field.replace(/^likelihood\.kind$/, "likelihood");
    const changed = withField(experiment, union, defaultOf(experiment, union));
    if (rule.holds(changed)) return { field, experiment: changed };
  }
  return null;
}

/** With no free bits left, what they are counted per says nothing: its default again, unless it was named. */
function withoutFreeBits(experiment: Experiment, isNamed: (field: string) => boolean): Experiment {
  const per = "objective.freeBits.per";
  return isNamed(per) ? experiment : withField(experiment, per, defaultOf(experiment, per));
}

/** `Settled` of as many rules as could be kept, and of those that could not, why: empty when every rule is kept. */
export interface Settling extends Settled {
  refusals: string[];
}

/**
 * Of a broken rule the fields that are not named give way, last first; the named ones too where `isRepair`. It ends where every rule is
 * kept, or at a rule for which none may give way: `refusals` then says that one and each of the others that are like it.
 */
export function trySettle(asked: Experiment, isNamed: (field: string) => boolean, isRepair: boolean): Settling {
  let experiment = asked;
  const notices: string[] = [];
  const changed: string[] = [];
  const isCause = (field: string) => isNamed(field) || changed.includes(field);
  const wayOut = (rule: Rule) => {
    const yielding = rule.fields.filter((field) => YIELDING.test(field) && !changed.includes(field)).reverse();
    const unnamed = yielding.filter((field) => !isNamed(field));
    return giveWay(experiment, rule, isRepair ? [...unnamed, ...yielding.filter(isNamed)] : unnamed);
  };
  for (let [rule] = brokenRules(experiment); rule !== undefined; [rule] = brokenRules(experiment)) {
    const next = wayOut(rule);
    if (next === null) {
      const stuck = brokenRules(experiment).filter((broken) => wayOut(broken) === null);
      return { experiment, notices, refusals: stuck.map((broken) => explainRule(broken, experiment)) };
    }
    const [before, after] = [experiment, next.experiment].map((value) => show(valueAt(value, next.field)));
    const cause = because(rule, next.field, isCause, experiment);
    notices.push(`${next.field} was ${before}; with ${cause} that is not possible, so ${after} is used. ${rule.sentence}`);
    changed.push(next.field);
    experiment = next.field === "objective.freeBits.nats" ? withoutFreeBits(next.experiment, isNamed) : next.experiment;
  }
  return { experiment, notices, refusals: [] };
}

/**
 * An experiment that keeps every rule.
 * @throws Error with the sentence of each rule for which nothing may give way.
 */
export function settle(asked: Experiment, isNamed: (field: string) => boolean, isRepair: boolean): Settled {
  const { experiment, notices, refusals } = trySettle(asked, isNamed, isRepair);
  if (refusals.length > 0) throw new Error(refusals.join(". "));
  return { experiment, notices };
}
