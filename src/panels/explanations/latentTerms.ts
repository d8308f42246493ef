import type { Term } from "../terms";
import { type Explanation, WORKS } from "./explanation";

/** The latent square and the worksheet of one image. */
export const LATENT_TERMS = {
  latentSpace: {
    text: "The space of codes z that the decoder turns into images. The square shows two of its dimensions, with the horizontal and vertical axis the same for every layer: where a digit of the grid stands, where a test image is encoded, and where q(z|x) spreads, are all the same place.",
    reference: WORKS.kingmaWelling,
  },
  latentGrid: {
    text: "E[x|z], the decoder's mean image, at points evenly spaced over the square. With more than two dimensions it is a slice: the dimensions that are not on the axes stay at the pinned point, or at 0. A draw instead of the mean samples each pixel from its Bernoulli.",
    reference: WORKS.kingmaWelling,
  },
  priorSamples: {
    text: "Images decoded from independent draws z ~ N(0, I): what the model generates. Unlike a slice, they use every latent dimension. If they do not look like digits while reconstructions do, the codes of real images do not fill the prior.",
    reference: WORKS.hoffman,
  },
  testImages: {
    text: "Held-out images placed where the encoder puts them: the mean μ of q(z|x), or one draw from it, written as its digit. The labels were never used in training. With more than two dimensions this is a projection on the two axes; how many lie off the axes is counted beside it.",
    reference: WORKS.kingmaWelling,
  },
  posterior: {
    text: "The approximate posterior of the selected image: a Gaussian with its own mean μ and standard deviation σ in each dimension, independent of one another (mean field), computed from the image by the encoder. The curves are its 1 σ and 2 σ contours, bent by the axes where these are quantiles.",
    reference: WORKS.cremer,
  },
  quantiles: {
    text: "Positions are u = Φ(z), the share of the prior below z, while the ticks are labelled in z. Equal lengths of an axis hold equal prior probability, so no part of the picture is more probable than another. Linear axes show z itself, from −3 to 3.",
    reference: { text: "Kingma & Welling 2014, Auto-Encoding Variational Bayes, figure 4", url: "https://arxiv.org/abs/1312.6114" },
  },
  worksheet: {
    text: "One image with one noise ε: the three log-densities, and their sum as the bound from that single sample; beside it the reconstruction averaged over many draws, the analytic KL, and their difference, the ELBO of this image. The first is a noisy, unbiased estimate of the last.",
    reference: WORKS.kingmaWellingIntroduction,
  },
  logLikelihood: {
    text: "The log-probability of the image under the decoder at this one z, summed over pixels: Σ x log π + (1 − x) log(1 − π), computed from the logits so that it stays exact where π is near 0 or 1. In nats.",
    reference: WORKS.kingmaWelling,
  },
  logPrior: {
    text: "The log-density of this z under the prior N(0, I): −½ Σ (z² + log 2π). In nats.",
    reference: WORKS.kingmaWelling,
  },
  logPosterior: {
    text: "The log-density of this z under the image's own posterior: −½ Σ (ε² + log σ² + log 2π). It is a density, so it can be positive when σ is small. In nats.",
    reference: WORKS.kingmaWelling,
  },
  singleSampleBound: {
    text: "log p(x|z) + log p(z) − log q(z|x) for one z drawn from q(z|x): the log-weight. Its mean over draws is the ELBO; one draw may lie above log p(x). Resample ε to see how much it scatters.",
    reference: WORKS.burda,
  },
  epsilonNoise: {
    text: "Noise from N(0, I) that does not depend on the image. Writing z = μ + σ ε makes the random draw a differentiable function of μ and σ, so that the gradient reaches the encoder: the reparameterisation trick.",
    reference: WORKS.rezende,
  },
  mu: {
    text: "The mean of q(z|x), one number per latent dimension: where the encoder places this image.",
    reference: WORKS.kingmaWelling,
  },
  sigma: {
    text: "The standard deviation of q(z|x), one number per latent dimension: how exactly this image needs to be placed. Near 0 the dimension is precise and informative; at σ = 1 with μ = 0 it is the prior, and says nothing. The encoder gives log σ², clamped to [−15, 15].",
    reference: WORKS.kingmaWelling,
  },
  z: {
    text: "The code that is decoded: z = μ + σ ε, one draw from q(z|x).",
    reference: WORKS.kingmaWelling,
  },
} satisfies Partial<Record<Term, Explanation>>;
