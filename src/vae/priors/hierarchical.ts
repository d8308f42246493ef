import type { Tensor2D } from "@tensorflow/tfjs-core";
import { stopGradient } from "../../engine/operations/stopGradient";
import { denseSpecs, layer } from "../layers";
import type { ParameterSpec, Parameters } from "../parameters";
import { clampLogVariance } from "../posteriors/gaussianHeads";
import type { ConditionalGaussian } from "./conditionalGaussian";
import { hierarchyDensity } from "./hierarchy";
import type { Prior } from "./prior";

/** Width of the one tanh layer of p(z|u) and of q(u|z). */
const HIDDEN = 64;

/** The networks of p(z|u) and of q(u|z) by the names of their parameters. */
const LOWER_GIVEN_UPPER = "prior";
const UPPER_GIVEN_LOWER = "posterior.upper";

/**
 * p(u) p(z|u), u above z: p(u) = N(0, I), p(z|u) and q(u|z) diagonal Gaussians of small networks, the posterior bottom up as in Rezende,
 * Mohamed & Wierstra (2014) and Burda et al. (2016). The marginal p(z) is a continuous mixture of Gaussians, learned.
 */
export const hierarchicalPrior: Prior<{ kind: "hierarchical"; upper: number }> = {
  parameters: ({ upper }, dim) => [...networkSpecs(LOWER_GIVEN_UPPER, upper, dim), ...networkSpecs(UPPER_GIVEN_LOWER, dim, upper)],
  sizes: ({ upper }, dim) => ({ latents: dim + upper, base: upper }),
  noiseShape: ({ upper }, lower) => lower.with(-1, lower[lower.length - 1] + upper),
  make: ({ upper }, parameters, { dim }) =>
    hierarchyDensity(dim, upper, {
      lowerGivenUpper: network(parameters, LOWER_GIVEN_UPPER),
      upperGivenLower: ({ stopParameters }) =>
        network(stopParameters ? constant(parameters, UPPER_GIVEN_LOWER) : parameters, UPPER_GIVEN_LOWER),
    }),
};

function networkSpecs(name: string, given: number, dim: number): ParameterSpec[] {
  return [
    ...denseSpecs(`${name}.0`, given, HIDDEN),
    ...denseSpecs(`${name}.mean`, HIDDEN, dim),
    ...denseSpecs(`${name}.logvar`, HIDDEN, dim),
  ];
}

function network(parameters: Parameters, name: string): ConditionalGaussian {
  return (given: Tensor2D) => {
    const hidden = layer(parameters, `${name}.0`, given, "tanh");
    return {
      mean: layer(parameters, `${name}.mean`, hidden, "linear"),
      logVariance: clampLogVariance(layer(parameters, `${name}.logvar`, hidden, "linear")),
    };
  };
}

/** The parameters of one network as constants. */
function constant(parameters: Parameters, name: string): Parameters {
  const ours = Object.entries(parameters).filter(([key]) => key.startsWith(`${name}.`));
  return Object.fromEntries(ours.map(([key, parameter]) => [key, stopGradient(parameter)]));
}
