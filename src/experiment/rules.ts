import type { ElboSpec, Experiment, LikelihoodSpec, NetworkKind } from "./experiment";
import { type FamilyFacts, familyFacts, POSTERIORS } from "./posteriors";

/** What may be combined: the choices that are each in range and yet do not go together, and why. */

export interface Rule {
  name: string;
  /** Dotted fields that it is about; the one that decides first. */
  fields: readonly string[];
  /** The rule and its reason, without a full stop. */
  sentence: string;
  holds(experiment: Experiment): boolean;
}

/** The most layers and channels of a convolutional encoder or decoder: 28 × 28 is halved by each layer. */
export const CONVOLUTION = { minLayers: 1, maxLayers: 4, maxChannels: 128 } as const;

/** "meanField, fullCovariance". */
function families(has: (facts: FamilyFacts) => boolean): string {
  return Object.entries(POSTERIORS)
    .filter(([, facts]) => has(facts))
    .map(([kind]) => kind)
    .join(", ");
}

const elboOf = ({ objective }: Experiment): ElboSpec | null => (objective.kind === "elbo" ? objective : null);
const factsOf = ({ latent }: Experiment): FamilyFacts => familyFacts(latent.posterior);
const isClosed = (experiment: Experiment) => factsOf(experiment).closedKl !== "none" && experiment.latent.prior.kind === "standardNormal";
const isScore = ({ objective }: Experiment) => objective.estimator.startsWith("score");
const hasDoublyReparameterized = ({ density, stratified }: FamilyFacts) => density === "anywhere" && !stratified;
const hasDensity = ({ density }: FamilyFacts) => density === "anywhere";

/** Densities of grey levels, which say nothing of bits. */
const OF_GREY_LEVELS: Record<LikelihoodSpec["kind"], boolean> = { bernoulli: false, continuousBernoulli: true, gaussian: true };

const WIDTHS_FIT: Record<NetworkKind, (widths: readonly number[]) => boolean> = {
  mlp: () => true,
  conv: (channels) =>
    channels.length >= CONVOLUTION.minLayers &&
    channels.length <= CONVOLUTION.maxLayers &&
    channels.every((count) => count <= CONVOLUTION.maxChannels),
};

const convolutional = (side: "encoder" | "decoder"): Rule => ({
  name: `${side} of convolutions`,
  fields: ["network.kind", `network.${side}`],
  sentence: `A convolutional ${side} has ${CONVOLUTION.minLayers} to ${CONVOLUTION.maxLayers} layers of at most ${CONVOLUTION.maxChannels} channels, because each layer halves the picture of 28 by 28 pixels and costs the product of its channels`,
  holds: ({ network }) => WIDTHS_FIT[network.kind](network[side]),
});

export const RULES: readonly Rule[] = [
  {
    name: "analytic KL",
    fields: ["latent.posterior.kind", "latent.prior.kind", "objective.kl"],
    sentence: `The analytic KL needs the standard normal prior and a posterior whose KL to it has a closed form (${families(({ closedKl }) => closedKl !== "none")}); any other is estimated by Monte Carlo`,
    holds: (experiment) => elboOf(experiment)?.kl !== "analytic" || isClosed(experiment),
  },
  {
    name: "sticking the landing, KL",
    fields: ["objective.estimator", "objective.kl"],
    sentence:
      "Sticking the landing (stl) needs the Monte Carlo KL, because with the analytic KL there is no log q whose parameters could be stopped",
    holds: (experiment) => elboOf(experiment)?.estimator !== "stl" || elboOf(experiment)?.kl === "monteCarlo",
  },
  {
    name: "sticking the landing, density",
    fields: ["latent.posterior.kind", "objective.estimator"],
    sentence: `Sticking the landing (stl) needs a posterior whose density can be evaluated at any z with its parameters stopped (${families(hasDensity)}); of any other it is known only at its own draws`,
    holds: (experiment) => experiment.objective.estimator !== "stl" || hasDensity(factsOf(experiment)),
  },
  {
    name: "doubly reparameterized gradient",
    fields: ["latent.posterior.kind", "objective.estimator"],
    sentence: `The doubly reparameterized gradient (dreg) needs a posterior whose density can be evaluated at any z and whose draws are not stratified (${families(hasDoublyReparameterized)}), because it stops q's parameters and reparameterizes what is left through z`,
    holds: (experiment) => experiment.objective.estimator !== "dreg" || hasDoublyReparameterized(factsOf(experiment)),
  },
  {
    name: "score function",
    fields: ["latent.posterior.kind", "objective.estimator"],
    sentence: `A score function estimator needs a posterior whose density can be evaluated at a fixed z (${families(hasDensity)}), because it differentiates log q(z|x) with z stopped`,
    holds: (experiment) => !isScore(experiment) || hasDensity(factsOf(experiment)),
  },
  {
    name: "leave one out",
    fields: ["objective.estimator", "objective.samples"],
    sentence:
      "scoreLeaveOneOut needs at least 2 samples, because the baseline of each draw is the mean of the other draws of the same image",
    holds: ({ objective }) => objective.estimator !== "scoreLeaveOneOut" || objective.samples >= 2,
  },
  {
    name: "free bits, KL",
    fields: ["objective.kl", "objective.freeBits.nats"],
    sentence: "Free bits above 0 need the analytic KL, because the maximum of a floor and an estimate is biased upward",
    holds: (experiment) => !((elboOf(experiment)?.freeBits.nats ?? 0) > 0) || elboOf(experiment)?.kl === "analytic",
  },
  {
    name: "free bits per dimension",
    fields: ["latent.posterior.kind", "objective.freeBits.nats", "objective.freeBits.per"],
    sentence: `Free bits per dimension need a posterior whose KL is a sum over the dimensions (${families(({ closedKl }) => closedKl === "perDimension")}); for any other the floor is on the total`,
    holds: (experiment) => {
      const { nats = 0, per = "total" } = elboOf(experiment)?.freeBits ?? {};
      return nats === 0 || per === "total" || factsOf(experiment).closedKl === "perDimension";
    },
  },
  {
    name: "grey levels",
    fields: ["likelihood.kind", "data.binarization"],
    sentence:
      'The continuousBernoulli and gaussian likelihoods need binarization "none", because they are densities of grey levels and not probabilities of bits',
    holds: ({ likelihood, data }) => !OF_GREY_LEVELS[likelihood.kind] || data.binarization === "none",
  },
  convolutional("encoder"),
  convolutional("decoder"),
];

/** The rules that a combination breaks, in the order of the table. */
export function brokenRules(experiment: Experiment): Rule[] {
  return RULES.filter((rule) => !rule.holds(experiment));
}
