import type { Term } from "../terms";
import { type Explanation, WORKS } from "./explanation";

/** The data and the model: what a run is made of. */
export const MODEL_TERMS = {
  trainSize: {
    text: "How many of MNIST's 60 000 images to learn from: the first n in the official order, before the choice of digits. Fewer images overfit: the curves of seen and held-out images come apart. Only what is needed is downloaded.",
    reference: WORKS.lecun,
  },
  digits: {
    text: "Which classes are kept, both to learn from and to test on. The model never sees the labels; they only colour the test images. With few classes the latent space is easier to read.",
    reference: WORKS.lecun,
  },
  binarization: {
    text: "MNIST is grey; a Bernoulli likelihood is about bits. “Resampled” draws each pixel as 1 with its grey level as the probability, freshly each time an image is shown; “drawn once” keeps one draw per image; “grey levels” feeds the greys in, and then the numbers are cross-entropies, not log-likelihoods, and never compare with the other two.",
    reference: WORKS.salakhutdinovMurray,
  },
  widths: {
    text: "The hidden layers, from input to output, joined by hyphens: 256-128 is a layer of 256 units and then one of 128; 0 means none (a linear map). At most five layers of 1 to 1024 units. The arrow keys double or halve the width that the cursor is in.",
    reference: WORKS.kingmaWelling,
  },
  activation: {
    text: "The function applied to each hidden unit. ReLU is the quickest; tanh, ELU, softplus and GELU (the exact form, with erf) are smooth, which shows as smoother transitions in the latent grid.",
    reference: WORKS.hendrycks,
  },
  initializer: {
    text: "The distribution that the weights start from. Glorot: uniform with variance 2 / (fan-in + fan-out), zero biases. Fan-in: U(±1/√fan-in) for weights and biases, which is PyTorch's default, for comparison with models trained there.",
    reference: WORKS.glorot,
  },
  latentDimensions: {
    text: "The length of the code z. Two can be drawn whole, and cost reconstruction; ten to twenty reach a higher ELBO on MNIST, after which further dimensions stay unused: their KL goes to 0.",
    reference: WORKS.burda,
  },
  meanField: {
    text: "q(z|x) is a Gaussian with independent dimensions: the encoder gives a mean and a log-variance for each. It cannot express correlation, which is one part of the gap between the ELBO and log p(x).",
    reference: WORKS.cremer,
  },
  prior: {
    text: "What codes are before any image is seen: a standard normal, N(0, I). To generate, draw z from it and decode.",
    reference: WORKS.kingmaWelling,
  },
  likelihood: {
    text: "How the decoder's output is compared with the image: 784 independent Bernoulli pixels, whose probabilities are the sigmoid of the decoder's logits.",
    reference: WORKS.kingmaWelling,
  },
} satisfies Partial<Record<Term, Explanation>>;
