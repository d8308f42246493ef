import type { Term } from "../terms";
import { type Explanation, WORKS } from "./explanation";

/** The bound, its parts, and what may be changed about it. */
export const OBJECTIVE_TERMS = {
  reconstruction: {
    text: "E over q(z|x) of log p(x|z): how probable the model finds an image when it decodes codes drawn from that image's own posterior. It is a sum over the 784 pixels, averaged over images, in nats; for black-and-white pixels it is at most 0, and higher is better.",
    reference: WORKS.kingmaWelling,
  },
  kl: {
    text: "The Kullback–Leibler divergence KL(q(z|x) ‖ p(z)), in nats per image: how much the code of one image says beyond what the prior already says. 0 means that q ignores the image (posterior collapse). With independent Gaussians it has the closed form Σ ½(μ² + σ² − log σ² − 1), one summand per latent dimension; a KL without a closed form is the mean of log q(z|x) − log p(z) over draws. With a two-level prior it is of z and u together.",
    reference: WORKS.kingmaWelling,
  },
  elbo: {
    text: "The evidence lower bound: reconstruction − KL ≤ log p(x). The gap is KL(q(z|x) ‖ p(z|x)), the error of the approximate posterior, so raising the bound raises log p(x), narrows the gap to it, or both. The curve is always the true bound, with β = 1 and no free bits, whatever is being optimised.",
    reference: WORKS.kingmaWellingIntroduction,
  },
  loss: {
    text: "What the optimiser minimises at this step: minus the reconstruction, plus β times the KL term with its free bits, exactly as set. It equals −ELBO only when β = 1 and the floor λ is 0; otherwise losses under different settings do not compare, while ELBOs do.",
    reference: WORKS.higgins,
  },
  beta: {
    text: "The weight of the KL term. β = 1 is the bound itself. A larger β buys a simpler, more prior-like code with blurrier images and can switch dimensions off altogether; a smaller β buys sharper reconstructions with codes that leave holes in the prior, so that samples from it are not digits. It moves the model along the rate–distortion curve.",
    reference: WORKS.alemi,
  },
  annealing: {
    text: "A schedule for β. Starting at 0 lets the decoder come to depend on z before the KL term presses on it. It always changes the route; whether it changes where training ends depends on the model and on β. A cyclical schedule repeats the ramp again and again. t counts updates since the schedule was set.",
    reference: WORKS.fu,
  },
  freeBits: {
    text: "A floor λ on the KL term: below it the loss has no gradient from the KL, so that much information is free and nothing is gained by collapsing. Per dimension, the floor meets each dimension's mean over the batch; per image and dimension, every single KL; in total, the sum, with λ times the number of dimensions. λ is in nats (1 bit = 0.69 nats), and only the loss changes.",
    reference: WORKS.kingmaFlows,
  },
  samples: {
    text: "How many codes z are drawn from q(z|x) for each image in each update. The ELBO is averaged over them: in expectation its value stays the same, the variance of its gradient falls, and the decoder's work grows K-fold. IWAE averages the weights inside the logarithm, so its bound rises with K.",
    reference: WORKS.burda,
  },
  bound: {
    text: "Which lower bound on log p(x) is maximised. Both average the log-weights log p(x, z) − log q(z|x) of K draws: the ELBO averages their logarithms, IWAE takes the logarithm of their average, per image. The ELBO's curve is always that of the true ELBO, whatever is maximised.",
    reference: WORKS.burda,
  },
  klKind: {
    text: "How the KL term is computed in the loss. Both have the same expectation; they differ in noise, and in what else they go with: free bits need the closed form, sticking the landing needs the estimate.",
    reference: WORKS.roeder,
  },
  estimator: {
    text: "How the gradient reaches the encoder through the random draw of z. All of those offered are unbiased: they differ in variance, which is what decides how fast one learns from the same number of images.",
    reference: WORKS.mohamed,
  },
  activeUnits: {
    text: "The number of latent dimensions whose posterior mean really varies: variance over the evaluated images of E_q[z_d|x] above 0.01. A dimension that is not active carries next to nothing. Active is not yet informative: look at the KL of each dimension and at the ELBO beside it.",
    reference: WORKS.burda,
  },
  klPerDimension: {
    text: "KL(q(z|x) ‖ p(z)) is a sum over latent dimensions when both are independent Gaussians; the bands are those summands, raw, in nats per image. With full covariance they are the KL of each dimension by itself, and one more is what the dimensions share; with a two-level prior they are its layers. A band of no height is a collapsed dimension; the dotted line is the free-bits floor: λ times the number of dimensions for the stack, which is their total, and λ for each of the bars.",
    reference: WORKS.hoffman,
  },
} satisfies Partial<Record<Term, Explanation>>;
