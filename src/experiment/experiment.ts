import type { PosteriorSpec } from "./posteriors";
import type { ScheduleSpec } from "./schedules";

/** The activations of the hidden layers; gelu is the erf form, elu has α = 1. */
export const ACTIVATIONS = ["relu", "tanh", "elu", "softplus", "gelu"] as const;
export type Activation = (typeof ACTIVATIONS)[number];

/** `glorot`: Glorot-uniform weights, zero biases. `fanIn`: U(±1/√fan_in) for both, PyTorch's default. */
export const INITIALIZERS = ["glorot", "fanIn"] as const;
export type Initializer = (typeof INITIALIZERS)[number];

/** `dynamic`: fresh bits each time an image is shown; `static`: bits drawn once per seed; `none`: grey levels. */
export const BINARIZATIONS = ["dynamic", "static", "none"] as const;
export type Binarization = (typeof BINARIZATIONS)[number];

/** What the floor λ of free bits is compared with: see `inference/freeBits.ts`. */
export const FREE_BITS_PER = ["dimension", "imageDimension", "total"] as const;
export type FreeBitsPer = (typeof FREE_BITS_PER)[number];

export interface FreeBits {
  /** λ, in nats. */
  nats: number;
  per: FreeBitsPer;
}

/** How the gradient of the ELBO is estimated: see `inference/elboObjective.ts`. */
export const ELBO_ESTIMATORS = ["pathwise", "stl", "score", "scoreLeaveOneOut", "scoreMovingAverage"] as const;
export type ElboEstimator = (typeof ELBO_ESTIMATORS)[number];

/** How the gradient of IWAE's bound is estimated: see `inference/iwaeObjective.ts`. */
export const IWAE_ESTIMATORS = ["pathwise", "dreg"] as const;
export type IwaeEstimator = (typeof IWAE_ESTIMATORS)[number];

/** The KL term in closed form, or as the mean of log q(z|x) − log p(z) over the draws. */
export const KL_KINDS = ["analytic", "monteCarlo"] as const;
export type KlKind = (typeof KL_KINDS)[number];

/** β·KL with floors, K draws. */
export interface ElboSpec {
  kind: "elbo";
  /** K, posterior samples per image. */
  samples: number;
  kl: KlKind;
  estimator: ElboEstimator;
  beta: ScheduleSpec;
  freeBits: FreeBits;
}

/** The bound of K importance-weighted samples (Burda et al. 2016). */
export interface IwaeSpec {
  kind: "iwae";
  samples: number;
  estimator: IwaeEstimator;
}

export type ObjectiveSpec = ElboSpec | IwaeSpec;

/** `standardNormal`: p(z) = N(0, I). `hierarchical`: p(u) p(z|u) with u of dimension `upper`, p(u) = N(0, I); brings q(u|z) with it. */
export type PriorSpec = { kind: "standardNormal" } | { kind: "hierarchical"; upper: number };

/** p(x|z). The Gaussian's mean is σ(logits); its σ is a number, or one parameter learned with the rest. */
export type LikelihoodSpec = { kind: "bernoulli" } | { kind: "continuousBernoulli" } | { kind: "gaussian"; sigma: number | "learned" };

/** `mlp`: the widths are those of hidden layers. `conv`: they are channels of 3 × 3 convolutions with stride 2. */
export const NETWORKS = ["mlp", "conv"] as const;
export type NetworkKind = (typeof NETWORKS)[number];

export interface AdamSpec {
  kind: "adam";
  learningRate: number;
  beta1: number;
  beta2: number;
  epsilon: number;
  /** Largest global gradient norm, or null for no clipping. */
  clipNorm: number | null;
}

/** Everything that decides what a run computes, and nothing that only decides how fast. Plain, cloneable, validated. */
export interface Experiment {
  seed: number;
  data: { name: "mnist"; trainSize: number; digits: number[]; binarization: Binarization };
  network: { kind: NetworkKind; encoder: number[]; decoder: number[]; activation: Activation; initializer: Initializer };
  latent: { dim: number; posterior: PosteriorSpec; prior: PriorSpec };
  likelihood: LikelihoodSpec;
  objective: ObjectiveSpec;
  optimizer: AdamSpec;
  batchSize: number;
  /** Training stops by itself after this many epochs; null: never. */
  stopAfterEpochs: number | null;
}

/** What a patch may hold: any part of T, arrays whole. */
export type DeepPartial<T> = T extends readonly unknown[] ? T : T extends object ? { [K in keyof T]?: DeepPartial<T[K]> } : T;

/** The experiment that an empty link means. */
export const DEFAULT_EXPERIMENT: Experiment & { objective: ElboSpec } = {
  seed: 1,
  data: { name: "mnist", trainSize: 60000, digits: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], binarization: "dynamic" },
  network: { kind: "mlp", encoder: [256, 128], decoder: [128, 256], activation: "relu", initializer: "glorot" },
  latent: { dim: 2, posterior: { kind: "meanField" }, prior: { kind: "standardNormal" } },
  likelihood: { kind: "bernoulli" },
  objective: {
    kind: "elbo",
    samples: 1,
    kl: "analytic",
    estimator: "pathwise",
    beta: { kind: "constant", value: 1 },
    freeBits: { nats: 0, per: "dimension" },
  },
  optimizer: { kind: "adam", learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, clipNorm: null },
  batchSize: 128,
  stopAfterEpochs: 30,
};
