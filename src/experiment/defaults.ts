import { DEFAULT_EXPERIMENT, type Experiment, type IwaeSpec, type LikelihoodSpec, type PriorSpec } from "./experiment";
import { type Plain, putAt, valueAt } from "./paths";
import { familyDefault, POSTERIORS, type PosteriorKind } from "./posteriors";
import { brokenRules } from "./rules";
import { SCHEDULE_DEFAULTS } from "./schedules";

/** What is taken where a patch says nothing: by the kind of a tagged union, and by the choices around a field. */

const IWAE: IwaeSpec = { kind: "iwae", samples: 5, estimator: "pathwise" };

const PRIORS: { [K in PriorSpec["kind"]]: Extract<PriorSpec, { kind: K }> } = {
  standardNormal: { kind: "standardNormal" },
  hierarchical: { kind: "hierarchical", upper: 2 },
};

const LIKELIHOODS: { [K in LikelihoodSpec["kind"]]: Extract<LikelihoodSpec, { kind: K }> } = {
  bernoulli: { kind: "bernoulli" },
  continuousBernoulli: { kind: "continuousBernoulli" },
  gaussian: { kind: "gaussian", sigma: "learned" },
};

const FAMILIES = Object.keys(POSTERIORS) as PosteriorKind[];

/** The tagged unions of an experiment: a patch replaces them whole. The first kind is that of a patch that names none. */
const UNIONS: Record<string, Record<string, object>> = {
  "latent.posterior": Object.fromEntries(FAMILIES.map((kind) => [kind, familyDefault(kind)])),
  "latent.prior": PRIORS,
  likelihood: LIKELIHOODS,
  objective: { elbo: DEFAULT_EXPERIMENT.objective, iwae: IWAE },
  "objective.beta": SCHEDULE_DEFAULTS,
  optimizer: { adam: DEFAULT_EXPERIMENT.optimizer },
};

export const isUnion = (path: string): boolean => Object.hasOwn(UNIONS, path);

/** A union of a kind with the default of everything in it; of an unknown kind, for the schema to refuse, only that. */
export function unionDefault(path: string, kind: unknown = Object.keys(UNIONS[path])[0]): Plain {
  const kinds = UNIONS[path];
  return typeof kind === "string" && Object.hasOwn(kinds, kind) ? (structuredClone(kinds[kind]) as Plain) : { kind };
}

/** The default of a field of an experiment of these kinds; undefined where they have no such field. */
export function kindDefault(root: unknown, path: string): unknown {
  const union = Object.keys(UNIONS).findLast((candidate) => path.startsWith(`${candidate}.`));
  if (union === undefined) return isUnion(path) ? unionDefault(path) : structuredClone(valueAt(DEFAULT_EXPERIMENT, path));
  const rest = path.slice(union.length + 1);
  return valueAt(unionDefault(union, rest === "kind" ? undefined : valueAt(root, `${union}.kind`)), rest);
}

/** Fields whose default depends on another choice, and what is taken where the usual one is not allowed; in the order of settling. */
const OTHERWISE: Record<string, unknown> = {
  "network.encoder": [32, 64],
  "network.decoder": [64, 32],
  "data.binarization": "none",
  "objective.kl": "monteCarlo",
  "objective.samples": 2,
  "objective.freeBits.per": "total",
};

export const CONTEXTUAL_FIELDS: readonly string[] = Object.keys(OTHERWISE);

/** A copy of an experiment with another value at a field. */
export function withField(experiment: Experiment, field: string, value: unknown): Experiment {
  const changed = structuredClone(experiment);
  putAt(changed as unknown as Plain, field, structuredClone(value));
  return changed;
}

/** The default of a field beside everything else that an experiment says; undefined where it has no such field. */
export function defaultOf(experiment: Experiment, field: string): unknown {
  const usual = kindDefault(experiment, field);
  if (usual === undefined || !Object.hasOwn(OTHERWISE, field)) return usual;
  const broken = brokenRules(withField(experiment, field, usual)).filter(({ fields }) => fields.indexOf(field) > 0);
  return broken.length > 0 ? structuredClone(OTHERWISE[field]) : usual;
}
