import type { Term } from "../terms";
import { type Explanation, WORKS } from "./explanation";

/** How a run is trained, and how its curves are drawn. */
export const TRAINING_TERMS = {
  learningRate: {
    text: "The size of Adam's steps: roughly the most that one weight moves in one update. 0.001 suits this model; ten times more learns faster at first and then jitters or diverges; ten times less is slow. It can be changed while training.",
    reference: WORKS.kingmaBa,
  },
  adam: {
    text: "The optimiser. Each weight moves along the running mean of its gradient divided by the root of the running mean of its square, both corrected for starting at 0. The update is PyTorch's, with epsilon added after the root.",
    reference: WORKS.kingmaBa,
  },
  adamBeta1: {
    text: "The decay of Adam's running mean of the gradient: 0.9 remembers about ten updates. (Not the β of the objective.)",
    reference: WORKS.kingmaBa,
  },
  adamBeta2: {
    text: "The decay of Adam's running mean of the squared gradient: 0.999 remembers about a thousand updates.",
    reference: WORKS.kingmaBa,
  },
  adamEpsilon: {
    text: "A small number added to the root in Adam's denominator. It keeps weights with almost no gradient from taking full-sized steps. (Not the noise ε of the worksheet.)",
    reference: WORKS.kingmaBa,
  },
  clipNorm: {
    text: "Before each update, the whole gradient is scaled down to this L2 norm where it is longer. None leaves it alone. It tames rare large gradients and changes nothing while the norm stays below it.",
    reference: WORKS.pascanu,
  },
  gradientNorm: {
    text: "The L2 norm of the gradient over all weights together, before clipping.",
    reference: WORKS.pascanu,
  },
  batchSize: {
    text: "Images per update. Larger batches have less noisy gradients, use the machine better, and make fewer updates per epoch. The last, short batch of an epoch is dropped.",
    reference: WORKS.masters,
  },
  seed: {
    text: "The whole number that all randomness comes from: initial weights, order of images, noise, bits. The same seed gives the same run again, bit for bit on one engine and to rounding on another.",
    reference: WORKS.jarzynskiOlano,
  },
  stopAfter: {
    text: "The number of epochs after which the run ends by itself; one epoch shows every image once. None goes on until told otherwise. Past the end it can be taken up again.",
  },
  engine: {
    text: "What does the arithmetic: WebGL on a graphics card, SIMD (WebAssembly vector instructions) or plain JavaScript on the processor. It changes the speed and not the meaning: random numbers are the same on all, results agree to rounding.",
    reference: WORKS.tfjs,
  },
  ghost: {
    text: "The curve of the run before this one, kept for comparison. It is shown only where the two may be compared: the same digits, pixels and likelihood.",
  },
  smoothing: {
    text: "An exponential moving average along the curve, with the raw curve behind it. It changes the picture and not the numbers: exact values are always the raw ones.",
  },
  runningCurve: {
    text: "The running curve is the mean over minibatches since the last report, while the weights move. The held-out curve is measured on test images that are never learned from, with the weights fixed, the noise the same each time, and ± one standard error over images.",
    reference: WORKS.kingmaWellingIntroduction,
  },
} satisfies Partial<Record<Term, Explanation>>;
