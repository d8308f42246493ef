import { CONTEXTUAL_FIELDS, defaultOf, unionDefault, withField } from "./defaults";
import {
  ELBO_ESTIMATORS,
  type ElboEstimator,
  type Experiment,
  FREE_BITS_PER,
  type FreeBitsPer,
  IWAE_ESTIMATORS,
  type IwaeEstimator,
  KL_KINDS,
  type KlKind,
  type ObjectiveSpec,
} from "./experiment";
import { freeBitsOf } from "./objectives";
import { valueAt } from "./paths";
import { brokenRules } from "./rules";
import { ESTIMATOR_REASONS } from "./schemaUnions";

/** What a form may offer of the objective, with everything else as it is. */

/** An option, and the sentence of the rule that forbids it; null where it is legal. */
export interface Choice<T> {
  value: T;
  sentence: string | null;
}

export interface ObjectiveChoices {
  kind: Choice<ObjectiveSpec["kind"]>[];
  /** The estimators of both objectives. */
  estimator: Choice<ElboEstimator | IwaeEstimator>[];
  /** Empty where the objective has no KL term of its own. */
  kl: Choice<KlKind>[];
  /** For a floor above 0, whether or not there is one now: all are forbidden where free bits are. Empty as `kl` is. */
  freeBitsPer: Choice<FreeBitsPer>[];
}

const firstSentence = (experiment: Experiment): string | null => brokenRules(experiment)[0]?.sentence ?? null;

function options<T>(experiment: Experiment, field: string, values: readonly T[]): Choice<T>[] {
  return values.map((value) => ({ value, sentence: firstSentence(withField(experiment, field, value)) }));
}

/** The objective of a kind that a patch `{ objective: { kind } }` makes. */
function objectiveOf(experiment: Experiment, kind: ObjectiveSpec["kind"]): Experiment {
  const start = withField(experiment, "objective", unionDefault("objective", kind));
  const fields = CONTEXTUAL_FIELDS.filter((field) => field.startsWith("objective.") && valueAt(start, field) !== undefined);
  return fields.reduce((present, field) => withField(present, field, defaultOf(present, field)), start);
}

function estimators(experiment: Experiment): ObjectiveChoices["estimator"] {
  const { kind } = experiment.objective;
  const own: readonly (ElboEstimator | IwaeEstimator)[] = kind === "elbo" ? ELBO_ESTIMATORS : IWAE_ESTIMATORS;
  const foreign = Object.entries(ESTIMATOR_REASONS[kind]).map(([value, sentence]) => ({ value: value as ElboEstimator, sentence }));
  return [...options(experiment, "objective.estimator", own), ...foreign];
}

/** For each part of the objective its options; what is legal of each is so with the rest as it is. */
export function legalObjectives(experiment: Experiment): ObjectiveChoices {
  const isElbo = experiment.objective.kind === "elbo";
  const floored = () => withField(experiment, "objective.freeBits.nats", freeBitsOf(experiment.objective).nats || 1);
  const kinds = ["elbo", "iwae"] as const;
  return {
    kind: kinds.map((kind) => ({ value: kind, sentence: firstSentence(objectiveOf(experiment, kind)) })),
    estimator: estimators(experiment),
    kl: isElbo ? options(experiment, "objective.kl", KL_KINDS) : [],
    freeBitsPer: isElbo ? options(floored(), "objective.freeBits.per", FREE_BITS_PER) : [],
  };
}
