import type { DeepPartial, Experiment } from "./experiment";

/** A named experiment that shows one phenomenon; each has a test that trains it and a control without the setting that makes it. */
export interface Preset {
  id: string;
  title: string;
  /** What it is about; presets of one group stand together. */
  group: "Latent space" | "Weight of the KL" | "Inference" | "Network and data";
  /** One or two sentences: what to look for. */
  lookFor: string;
  patch: DeepPartial<Experiment>;
  /** What the latent grid shows at first: a slice through the latent space (default) or draws from the prior. */
  gridSource?: "slice" | "prior";
}

export const PRESETS: readonly Preset[] = [
  {
    id: "two-dimensions",
    title: "Two dimensions",
    group: "Latent space",
    lookFor:
      "The square fills with digits that melt into one another: every point of a two-dimensional latent space, decoded. Neighbours share a digit.",
    patch: {},
  },
  {
    id: "twenty-dimensions",
    title: "Twenty dimensions",
    group: "Latent space",
    lookFor:
      "Reconstruction gains about 50 nats over two dimensions and pays about 13 in KL. Not every dimension carries the same: watch the KL bars.",
    patch: { latent: { dim: 20 } },
    gridSource: "prior",
  },
  {
    id: "posterior-collapse",
    title: "Posterior collapse",
    group: "Weight of the KL",
    lookFor:
      "β = 30 makes every nat of KL cost thirty: KL falls to 0, no unit stays active, and every image is reconstructed as the same grey average.",
    patch: { latent: { dim: 10 }, objective: { kind: "elbo", beta: { kind: "constant", value: 30 } } },
  },
  {
    id: "rescued-by-free-bits",
    title: "Rescued by free bits",
    group: "Weight of the KL",
    lookFor:
      "The same β = 30, but the first 0.5 nats of each dimension are free: all ten stay active and the true ELBO is some 45 nats better than collapsed.",
    patch: {
      latent: { dim: 10 },
      objective: { kind: "elbo", beta: { kind: "constant", value: 30 }, freeBits: { nats: 0.5, per: "dimension" } },
    },
  },
  {
    id: "what-annealing-changes",
    title: "What annealing changes",
    group: "Weight of the KL",
    lookFor:
      "β rises from 0 to 10 in 600 steps. Dimensions that learnt something early keep it; with β = 10 from the start most never wake up. Set KL annealing to constant and compare with the ghost.",
    patch: { latent: { dim: 10 }, objective: { kind: "elbo", beta: { kind: "linear", from: 0, to: 10, steps: 600 } } },
  },
  {
    id: "beta-too-small",
    title: "β too small",
    group: "Weight of the KL",
    lookFor:
      "β = 0.02 hardly charges for KL: reconstructions are sharp, but the codes lie far from the prior, and draws from the prior decode to non-digits.",
    patch: { latent: { dim: 10 }, objective: { kind: "elbo", beta: { kind: "constant", value: 0.02 } } },
    gridSource: "prior",
  },
  {
    id: "beyond-mean-field",
    title: "Beyond mean field",
    group: "Inference",
    lookFor:
      "Set Axes to linear z: mean field’s q(z|x) is an upright ellipse there. A coupling flow tilts it, and bends it a little: after 5 epochs the ELBO is some 3 nats above mean field’s.",
    patch: { latent: { posterior: { kind: "coupling" } }, objective: { kind: "elbo", estimator: "stl" } },
  },
  {
    id: "a-tighter-bound",
    title: "IWAE’s tighter bound",
    group: "Inference",
    lookFor:
      "The dashed L₅ lies above the ELBO: of five draws the best counts most, so q can afford to be wide. After 600 steps the KL is a nat below that of Two dimensions, and the ELBO itself some 3 nats.",
    patch: { objective: { kind: "iwae" } },
  },
  {
    id: "the-score-function",
    title: "The score function",
    group: "Inference",
    lookFor:
      "A gradient that needs no derivative of the decoder, and is mostly noise: after 1\u202f000 steps the ELBO is some 20 nats behind. Train Two dimensions first, and its ghost shows; Gradient noise measures why.",
    patch: { objective: { kind: "elbo", estimator: "scoreMovingAverage" } },
  },
  {
    id: "convolutions",
    title: "Convolutions",
    group: "Network and data",
    lookFor:
      "Shared kernels instead of dense layers in ten dimensions: with an eighth of the weights, reconstruction is some 4 nats better after 1\u202f000 steps, and a step takes about twice as long.",
    patch: { network: { kind: "conv", encoder: [16, 32], decoder: [32, 16] }, latent: { dim: 10 } },
    gridSource: "prior",
  },
  {
    id: "two-hundred-images",
    title: "Two hundred images",
    group: "Network and data",
    lookFor:
      "With 200 training images the train curve goes on rising, but the test curve turns down after some 600 steps: the gap between them is overfitting.",
    patch: { data: { trainSize: 200 }, latent: { dim: 10 }, batchSize: 100, stopAfterEpochs: 600 },
  },
];
