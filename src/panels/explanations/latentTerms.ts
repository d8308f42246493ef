import type { Term } from "../terms";
import { type Explanation, WORKS } from "./explanation";

/** The latent square and the worksheet of one image. */
export const LATENT_TERMS = {
  latentSpace: {
    text: "The space of codes z that the decoder turns into images. The square shows two of its dimensions, with the horizontal and vertical axis the same for every layer: where a digit of the grid stands, where a test image is encoded, and where q(z|x) spreads, are all the same place. With a two-level prior it is the space of u above z.",
    reference: WORKS.kingmaWelling,
  },
  latentGrid: {
    text: "E[x|z], the decoder's mean image, at points evenly spaced over the square. With more than two dimensions it is a slice: the dimensions that are not on the axes stay at the pinned point, or at 0. With a two-level prior the points are of u, and z is the mean of p(z|u). A draw instead of the mean samples each pixel from p(x|z).",
    reference: WORKS.kingmaWelling,
  },
  priorSamples: {
    text: "Images decoded from independent draws of the prior, z ~ N(0, I), or with two levels u ~ N(0, I) and then z ~ p(z|u): what the model generates. Unlike a slice, they use every latent dimension. If they do not look like digits while reconstructions do, the codes of real images do not fill the prior.",
    reference: WORKS.hoffman,
  },
  testImages: {
    text: "Held-out images placed where the encoder puts them: at the mean of q(z|x), or at one draw from it (of u, with a two-level prior), written as their digit. The labels were never used in training. With more than two dimensions this is a projection on the two axes; how many lie off the axes is counted beside it, and from how many draws a mean is where it has no closed form.",
    reference: WORKS.kingmaWelling,
  },
  posterior: {
    text: "The approximate posterior of the selected image: a distribution over codes, of the family chosen under Model, whose parameters the encoder computes from the image. The two contours hold 39 % and 86 % of it, as those at 1 σ and 2 σ of a Gaussian do, bent by the axes where these are quantiles; with one dimension lines bound 68 % and 95 %. They come from the density of q, or, where that is not known over the axes shown, from draws, as the caption says.",
    reference: WORKS.cremer,
  },
  quantiles: {
    text: "Positions are Φ(z), the share of N(0, 1) below z, while the ticks are labelled in z (or u, with a two-level prior). Equal lengths of an axis hold equal prior probability, so no part of the picture is more probable than another. Linear axes show z itself, from −3 to 3.",
    reference: { text: "Kingma & Welling 2014, Auto-Encoding Variational Bayes, figure 4", url: "https://arxiv.org/abs/1312.6114" },
  },
  exactPosterior: {
    text: "The true posterior p(z|x) = p(x|z) p(z) / p(x) of the selected image, which q(z|x) stands in for. With one or two latent dimensions it can be computed: p(x, z) is summed over a lattice of codes that is halved wherever there is mass, until four coarser lattices agree to 0.005 nats. The sum is p(x), and what lies where gives the contours of highest density, which hold what q’s contours hold of q. Look for what a Gaussian cannot be: bends, a tilt, several modes.",
    reference: WORKS.cremer,
  },
  truth: {
    text: "log p(x) by quadrature, and L_K, the bound of K = 100 importance-weighted draws, beside the ELBO of the test images. Images differ by some 50 nats, so both are drawn as the ELBO of the 2 000 test images plus the mean gap of the first 24 of them, with its standard error: the shaded gap is what inference loses, KL(q ‖ p(z|x)). Measured beside training, up to four tenths of the time, from step 50 on; for more than two latent dimensions L_K alone.",
    reference: WORKS.burda,
  },
  worksheet: {
    text: "One image with one draw of the noise ε: the three log-densities, and the bound that they make from that single sample; beside it the reconstruction averaged over many draws, the KL, from the same draws where it has no closed form, and their difference, the ELBO of this image. The first is a noisy, unbiased estimate of the last.",
    reference: WORKS.kingmaWellingIntroduction,
  },
  logLikelihood: {
    text: "How probable the image is under the decoder at this one z, summed over pixels, in nats. Bernoulli: Σ x log π + (1 − x) log(1 − π), computed from the logits so that it stays exact where π is near 0 or 1; the continuous Bernoulli adds the log of its normaliser for each pixel. Gaussian: −½ Σ ((x − m)²/σ² + log 2πσ²), m the mean image. The last two are log-densities, and may exceed 0.",
    reference: WORKS.kingmaWelling,
  },
  logPrior: {
    text: "The log-density of this z under the prior, in nats: −½ Σ (z² + log 2π) for N(0, I). With a two-level prior, of z and u together: log p(z|u), a Gaussian whose mean and variance a network computes from u, plus log p(u), which is N(0, I).",
    reference: WORKS.kingmaWelling,
  },
  logPosterior: {
    text: "The log-density of this z under the image's own posterior, in nats. Mean field: −½ Σ (ε² + log σ² + log 2π); full covariance: the same, with the diagonal of L as σ; a flow takes off the log |det| of its layers; a mixture: log Σ π N(z; μ, σ²) over its components. A two-level prior adds log q(u|z). It is a density, so it can be positive where q is narrow.",
    reference: WORKS.kingmaWelling,
  },
  singleSampleBound: {
    text: "log p(x|z) + log p(z) − log q(z|x) for one z drawn from q(z|x), with u beside z where the prior has two levels: the log-weight. Its mean over draws is the ELBO; one draw may lie above log p(x). Resample ε to see how much it scatters.",
    reference: WORKS.burda,
  },
  epsilonNoise: {
    text: "Noise from N(0, I) that does not depend on the image. Where z is a differentiable function of ε and of the numbers that the encoder gives, the gradient reaches the encoder through the draw: the reparameterisation trick. Mean field: z = μ + σ ε; full covariance: z = μ + L ε, L triangular; a flow moves ε by its layers first and then applies μ and σ to it; a mixture has an ε for each component, and shows the z of one, chosen by its weight.",
    reference: WORKS.rezende,
  },
  mu: {
    text: "The mean of q(z|x), one number per latent dimension: where this image is placed. Of a Gaussian the encoder gives it; of a mixture it is Σ π μ over the components; of a flow, and wherever the prior has two levels, it is estimated from draws, as many as are named below it.",
    reference: WORKS.kingmaWelling,
  },
  sigma: {
    text: "The standard deviation of q(z|x), one number per latent dimension: how exactly this image needs to be placed. Near 0 the dimension is precise and informative; a Gaussian with σ = 1 and μ = 0 is the standard normal prior, and says nothing. With mean field the encoder gives log σ², clamped to [−15, 15]; with full covariance σ² is the diagonal of L Lᵀ; of other families σ is estimated from draws, as many as are named below it.",
    reference: WORKS.kingmaWelling,
  },
  z: {
    text: "The code that is decoded: one draw from q(z|x), made from the noise ε, with mean field as z = μ + σ ε. With a two-level prior u is drawn from q(u|z) after it; the decoder sees z alone.",
    reference: WORKS.kingmaWelling,
  },
} satisfies Partial<Record<Term, Explanation>>;
