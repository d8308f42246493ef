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

export type ObjectiveSpec = {
  kind: "elbo";
  /** K, posterior samples per image. */
  samples: number;
  kl: "analytic";
  estimator: "pathwise";
  beta: ScheduleSpec;
  freeBits: FreeBits;
};

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
  network: { kind: "mlp"; encoder: number[]; decoder: number[]; activation: Activation; initializer: Initializer };
  latent: { dim: number; posterior: { kind: "meanField" }; prior: { kind: "standardNormal" } };
  likelihood: { kind: "bernoulli" };
  objective: ObjectiveSpec;
  optimizer: AdamSpec;
  batchSize: number;
  /** Training stops by itself after this many epochs; null: never. */
  stopAfterEpochs: number | null;
}

/** What a patch may hold: any part of T, arrays whole. */
export type DeepPartial<T> = T extends readonly unknown[] ? T : T extends object ? { [K in keyof T]?: DeepPartial<T[K]> } : T;

/** The experiment that an empty link means. */
export const DEFAULT_EXPERIMENT: Experiment = {
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
