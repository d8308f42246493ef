import type { ChoiceGroup, ChoiceOf } from "../choiceTitles";
import { POSTERIOR_FAMILIES } from "../posteriorFamilies";
import type { WorkName } from "./explanation";

/** What a choice is for, in a sentence or two, and where to read on. */
export interface ChoiceExplanation {
  sentence: string;
  work: WorkName;
}

/** Every choice of the form that stands for an idea of its own. */
export const CHOICES: { [G in ChoiceGroup]: Readonly<Record<ChoiceOf<G>, ChoiceExplanation>> } = {
  posterior: POSTERIOR_FAMILIES,
  network: {
    mlp: {
      sentence: "Layers of units that each see everything before them: quick on a processor, and enough for MNIST.",
      work: "kingmaWelling",
    },
    conv: {
      sentence:
        "Convolutions with stride 2, mirrored in the decoder: few weights, the same for every place of the picture, for more arithmetic in each step.",
      work: "radford",
    },
  },
  prior: {
    standardNormal: { sentence: "p(z) = N(0, I): nothing to learn, and the KL of a Gaussian q is closed.", work: "kingmaWelling" },
    hierarchical: {
      sentence:
        "p(u) p(z|u): u is standard normal and z a Gaussian that a network computes from it, so that p(z) can take the shape of the codes. It brings q(u|z) with it.",
      work: "sonderby",
    },
  },
  likelihood: {
    bernoulli: { sentence: "For bits: each pixel is 1 with the probability that the decoder gives.", work: "kingmaWelling" },
    continuousBernoulli: {
      sentence: "For grey levels: the Bernoulli's formula with the normaliser that makes it a density on [0, 1].",
      work: "loaizaCunningham",
    },
    gaussian: { sentence: "For grey levels: squared error with a weight of 1/2σ² that you set, so that σ acts as β does.", work: "rybkin" },
    gaussianLearned: {
      sentence: "For grey levels: one σ for all pixels, learned with the rest, which finds the weight by itself.",
      work: "rybkin",
    },
  },
  bound: {
    elbo: { sentence: "The mean log-weight: quick to optimise, and its gap says how far q is from the posterior.", work: "kingmaWelling" },
    iwae: {
      sentence:
        "The log of the mean weight of K draws: tighter the larger K, log p(x) in the limit. The encoder's pathwise gradient drowns in noise as K grows; DReG cures that.",
      work: "burda",
    },
  },
  kl: {
    analytic: { sentence: "The integral itself: no noise, a KL for each dimension, and free bits. Gaussians only.", work: "kingmaWelling" },
    monteCarlo: {
      sentence: "The mean of log q(z|x) − log p(z) over the draws: any q and any prior, and less noise than one fears near the optimum.",
      work: "roeder",
    },
  },
  estimator: {
    pathwise: {
      sentence:
        "Differentiates through the draw itself, z as a function of ε: the reparameterisation trick. Low variance, and the usual choice.",
      work: "kingmaWelling",
    },
    stl: {
      sentence: "Pathwise without the score of log q, whose mean is 0: its variance vanishes where q is exact.",
      work: "roeder",
    },
    dreg: {
      sentence: "Reparameterises IWAE's gradient a second time: the encoder's signal grows with K and does not drown.",
      work: "tucker",
    },
    score: {
      sentence:
        "REINFORCE: log q's gradient times the bound, with z held fixed. It needs no differentiable z, and shows what the pathwise gradient saves.",
      work: "mnihGregor",
    },
    scoreMovingAverage: {
      sentence: "REINFORCE less a moving average of earlier bounds: still unbiased, with far less variance.",
      work: "mnihGregor",
    },
    scoreLeaveOneOut: {
      sentence: "REINFORCE less the mean bound of the other draws of the same image, a baseline that knows the image.",
      work: "kool",
    },
  },
};
