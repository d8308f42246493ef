import type { GradConfig } from "@tensorflow/tfjs-core";
import { bernoulliLogLikelihoodGradient } from "./bernoulliLogLikelihood";
import { clampPassingGradient } from "./clampPassing";
import { continuousBernoulliLogLikelihoodGradient } from "./continuousBernoulli";
import { denseGradient } from "./dense";
import { gaussianKlGradient } from "./gaussianKl";
import { geluGradient } from "./gelu";
import { reparameterizeGradient } from "./reparameterize";

/** Every operation of the project that can be differentiated. */
export const OPERATION_GRADIENTS: readonly GradConfig[] = [
  bernoulliLogLikelihoodGradient,
  clampPassingGradient,
  continuousBernoulliLogLikelihoodGradient,
  denseGradient,
  gaussianKlGradient,
  geluGradient,
  reparameterizeGradient,
];
