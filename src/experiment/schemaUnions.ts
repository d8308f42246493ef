import * as v from "valibot";
import {
  ELBO_ESTIMATORS,
  FREE_BITS_PER,
  IWAE_ESTIMATORS,
  KL_KINDS,
  type LikelihoodSpec,
  type ObjectiveSpec,
  type PriorSpec,
} from "./experiment";
import { type FamilyFacts, POSTERIORS, type PosteriorSpec } from "./posteriors";
import { describeRange, RANGES, SAMPLE_RANGES } from "./ranges";
import type { ScheduleSpec } from "./schedules";
import { choice, listed, ranged, refusal, within } from "./schemaFields";

/** The schema's tagged unions. */

const SCORE_IWAE =
  "The score function is not offered for iwae: each draw would be scored by the bound of all K, which drowns its own share in noise";

/** Why an estimator of one objective is none of the other. */
export const ESTIMATOR_REASONS = {
  elbo: { dreg: "The doubly reparameterized gradient (dreg) is a gradient of iwae; for the elbo it is stl" },
  iwae: {
    stl: "Sticking the landing (stl) is biased for iwae with K > 1; dreg is its unbiased form",
    score: SCORE_IWAE,
    scoreLeaveOneOut: SCORE_IWAE,
    scoreMovingAverage: SCORE_IWAE,
  },
} as const satisfies Record<ObjectiveSpec["kind"], Record<string, string>>;

/** A message for a union whose kind is none of `kinds`, or which is no object. */
const kindMessage = (field: string, kinds: readonly string[]) => (issue: v.BaseIssue<unknown>) => {
  const isKind = issue.path?.at(-1)?.key === "kind";
  return refusal(isKind ? `${field}.kind` : field, issue.input, `${isKind ? "" : "an object of kind "}${listed(kinds)}`);
};

const BETA = v.variant(
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
  (issue) => refusal("objective.beta", issue.input, "a schedule of kind constant, linear, sigmoid or cyclical"),
) satisfies v.GenericSchema<ScheduleSpec>;

function family([kind, { parameters }]: [string, FamilyFacts]) {
  const numbers = parameters.map(({ name, min, max }) => [name, within(`latent.posterior.${name}`, { min, max, integer: true })] as const);
  return v.strictObject({ kind: v.literal(kind), ...Object.fromEntries(numbers) });
}

/** Every family with its parameters, as `POSTERIORS` says them. */
export const POSTERIOR = v.variant(
  "kind",
  Object.entries(POSTERIORS).map(family),
  kindMessage("latent.posterior", Object.keys(POSTERIORS)),
) as unknown as v.GenericSchema<PosteriorSpec>;

export const PRIOR = v.variant(
  "kind",
  [
    v.strictObject({ kind: v.literal("standardNormal") }),
    v.strictObject({ kind: v.literal("hierarchical"), upper: ranged("latent.prior.upper") }),
  ],
  kindMessage("latent.prior", ["standardNormal", "hierarchical"]),
) satisfies v.GenericSchema<PriorSpec>;

const SIGMA_ALLOWED = ', or "learned"';

export const LIKELIHOOD = v.variant(
  "kind",
  [
    v.strictObject({ kind: v.literal("bernoulli") }),
    v.strictObject({ kind: v.literal("continuousBernoulli") }),
    v.strictObject({
      kind: v.literal("gaussian"),
      sigma: v.union([v.literal("learned"), within("likelihood.sigma", RANGES["likelihood.sigma"], SIGMA_ALLOWED)], (issue) =>
        refusal("likelihood.sigma", issue.input, describeRange(RANGES["likelihood.sigma"]) + SIGMA_ALLOWED),
      ),
    }),
  ],
  kindMessage("likelihood", ["bernoulli", "continuousBernoulli", "gaussian"]),
) satisfies v.GenericSchema<LikelihoodSpec>;

export const OBJECTIVE = v.variant(
  "kind",
  [
    v.strictObject({
      kind: v.literal("elbo"),
      samples: within("objective.samples", SAMPLE_RANGES.elbo),
      kl: choice("objective.kl", KL_KINDS),
      estimator: choice("objective.estimator", ELBO_ESTIMATORS, ESTIMATOR_REASONS.elbo),
      beta: BETA,
      freeBits: v.strictObject({ nats: ranged("objective.freeBits.nats"), per: choice("objective.freeBits.per", FREE_BITS_PER) }),
    }),
    v.strictObject({
      kind: v.literal("iwae"),
      samples: within("objective.samples", SAMPLE_RANGES.iwae),
      estimator: choice("objective.estimator", IWAE_ESTIMATORS, ESTIMATOR_REASONS.iwae),
    }),
  ],
  kindMessage("objective", ["elbo", "iwae"]),
) satisfies v.GenericSchema<ObjectiveSpec>;
