import type {
  Activation,
  Binarization,
  ElboEstimator,
  FreeBitsPer,
  Initializer,
  IwaeEstimator,
  KlKind,
  NetworkKind,
  ObjectiveSpec,
  PriorSpec,
} from "../experiment/experiment";
import type { PosteriorKind } from "../experiment/posteriors";
import type { LikelihoodChoice } from "./likelihoodChoice";
import { POSTERIOR_FAMILIES } from "./posteriorFamilies";

/** What the choices of the form are called, in the order in which they are offered. Sentences about them come when one asks for them. */

const posterior = Object.fromEntries(Object.entries(POSTERIOR_FAMILIES).map(([kind, { title }]) => [kind, title])) as Record<
  PosteriorKind,
  string
>;

export const CHOICE_TITLES = {
  binarization: { dynamic: "bits, resampled", static: "bits, drawn once", none: "grey levels" } satisfies Record<Binarization, string>,
  network: { mlp: "fully connected", conv: "convolutional" } satisfies Record<NetworkKind, string>,
  activation: { relu: "ReLU", tanh: "tanh", elu: "ELU", softplus: "softplus", gelu: "GELU" } satisfies Record<Activation, string>,
  initializer: { glorot: "Glorot", fanIn: "fan-in (PyTorch)" } satisfies Record<Initializer, string>,
  posterior,
  prior: { standardNormal: "standard normal", hierarchical: "two-level" } satisfies Record<PriorSpec["kind"], string>,
  likelihood: {
    bernoulli: "Bernoulli",
    continuousBernoulli: "continuous Bernoulli",
    gaussian: "Gaussian, fixed σ",
    gaussianLearned: "Gaussian, learned σ",
  } satisfies Record<LikelihoodChoice, string>,
  bound: { elbo: "ELBO", iwae: "IWAE" } satisfies Record<ObjectiveSpec["kind"], string>,
  kl: { analytic: "closed form", monteCarlo: "Monte Carlo" } satisfies Record<KlKind, string>,
  estimator: {
    pathwise: "pathwise",
    stl: "sticking the landing",
    dreg: "DReG",
    score: "score function",
    scoreMovingAverage: "score, running mean",
    scoreLeaveOneOut: "score, leave one out",
  } satisfies Record<ElboEstimator | IwaeEstimator, string>,
  freeBitsPer: { dimension: "dimension", imageDimension: "image and dimension", total: "total" } satisfies Record<FreeBitsPer, string>,
} as const;

/** The groups whose choices are explained one by one. */
export type ChoiceGroup = "posterior" | "network" | "prior" | "likelihood" | "bound" | "kl" | "estimator";
export type ChoiceOf<G extends ChoiceGroup> = keyof (typeof CHOICE_TITLES)[G];
