import type { Term } from "../terms";
import { type Explanation, WORKS } from "./explanation";

/** The data and the model: what a run is made of. */
export const MODEL_TERMS = {
  trainSize: {
    text: "How many of MNIST's 60\u202f000 images to learn from: the first n in the official order, before the choice of digits. Fewer images overfit: the curves of seen and held-out images come apart. Only what is needed is downloaded.",
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
  network: {
    text: "What turns an image into the parameters of q(z|x), and a code into an image. A fully connected network treats the pixels as a list; a convolutional one looks at neighbourhoods, with the same weights everywhere in the picture.",
    reference: WORKS.lecun,
  },
  channels: {
    text: "The channels of the convolutional layers, joined by hyphens: 32-64 is a layer of 32 maps and then one of 64. Each encoder layer halves the height and width of the picture, and each decoder layer doubles them again. One to four layers of at most 128 channels.",
    reference: WORKS.radford,
  },
  posteriorFamily: {
    text: "The shapes that q(z|x) can take. The ELBO lies below log p(x) by KL(q(z|x) ‖ p(z|x)), so a family that comes closer to the true posterior gives a tighter bound, and a decoder that is pressed less to fit q. The price is time in every step, and, of all but the Gaussians, a KL without a closed form.",
    reference: WORKS.cremer,
  },
  prior: {
    text: "What codes are before any image is seen. To generate, draw from it and decode. The KL measures how far the code of one image lies from it.",
    reference: WORKS.kingmaWelling,
  },
  upperDimensions: {
    text: "The length of u, the variables above z. With a two-level prior the latent square shows u, whose own prior is the standard normal; z follows from it.",
    reference: WORKS.sonderby,
  },
  likelihood: {
    text: "How the decoder's output is compared with the image: 784 independent pixels, each with its own mean, the sigmoid of the decoder's logit. The last three are densities over grey levels: choosing one sets Pixels to grey levels, and its nats, which may exceed 0, are never compared with Bernoulli nats.",
    reference: WORKS.kingmaWelling,
  },
  sigmaOfLikelihood: {
    text: "The standard deviation of the Gaussian around each pixel's mean, the same for all pixels, on the scale where black is 0 and white is 1. A small one insists on every grey level, as a small β would; a large one lets the code say little.",
    reference: WORKS.rybkin,
  },
} satisfies Partial<Record<Term, Explanation>>;
