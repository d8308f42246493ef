import { clone, reshape, type Tensor, type Tensor1D, type Tensor2D, tensor, zeros } from "@tensorflow/tfjs-core";
import { dense } from "../../engine/operations/dense";
import type { Experiment } from "../../experiment/experiment";
import { NETWORKS } from "../../vae/networks/networks";
import type { ParameterSpec, Parameters } from "../../vae/parameters";
import type { Posterior } from "../../vae/posterior";
import { familyOf } from "../../vae/posteriors/families";
import type { VariationalAutoencoder } from "../../vae/vae";

/** q of one image with parameters of its own: what the encoder computes of the image becomes free. */
export interface LocalPosterior {
  /** Names of the free parameters, with their shapes: every output of the encoder as a bias, and what of a flow does not depend on the image. */
  specs: ParameterSpec[];
  /** Their values with which q is the encoder's; the caller disposes of them. Call inside a tidy. */
  fromEncoder(x: Tensor2D): Tensor[];
  posterior(values: readonly Tensor[]): Posterior;
}

/** The family of the experiment over one image: its layers are given no features, so that each is its bias alone. */
export function localPosterior(experiment: Experiment, { prior }: VariationalAutoencoder, parameters: Parameters): LocalPosterior {
  const { network, latent } = experiment;
  const { dim, posterior: spec } = latent;
  const family = familyOf(spec);
  const narrow = family.parameters(spec, { features: 1, dim });
  const wider = family.parameters(spec, { features: 2, dim });
  const readsFeatures = (i: number) => narrow[i].shape[0] !== wider[i].shape[0];
  const specs = narrow.filter((_, i) => !readsFeatures(i));
  const readers = new Set(narrow.filter((_, i) => readsFeatures(i)).map(({ name }) => name));
  return {
    specs,
    fromEncoder(x) {
      const features = NETWORKS[network.kind].encode(network, parameters, x);
      return specs.map(({ name, shape }) => {
        const weight = name.replace(/\.bias$/, ".weight");
        if (weight === name || !readers.has(weight)) return clone(parameters[name]);
        return reshape(dense(features, parameters[weight] as Tensor2D, parameters[name] as Tensor1D, "linear"), shape);
      });
    },
    posterior(values) {
      const free = Object.fromEntries(specs.map(({ name }, i) => [name, values[i]]));
      const silent = Object.fromEntries(narrow.filter((_, i) => readsFeatures(i)).map(({ name, shape }) => [name, zeros(shape)]));
      return prior.extend(family.posterior(spec, { ...free, ...silent }, zeros([1, 1]) as Tensor2D, { dim }));
    },
  };
}

/** Where a search begins: the means, component by component, and log σ² where they are not the encoder's. */
export interface LocalStart {
  name: string;
  means?: readonly (readonly number[])[];
  logVariance?: number;
}

/** The encoder's values with the means and the variances of a start. */
export function startingValues(
  specs: readonly ParameterSpec[],
  encoder: readonly Float32Array[],
  { means, logVariance }: LocalStart,
): Tensor[] {
  return specs.map(({ name, shape }, i) => {
    const values = Float32Array.from(encoder[i]);
    if (means !== undefined && /means?\.bias$/.test(name)) {
      const dim = means[0].length;
      for (let d = 0; d < values.length; d++) values[d] = means[Math.floor(d / dim) % means.length][d % dim];
    }
    if (logVariance !== undefined && /logvars?\.bias$/.test(name)) values.fill(logVariance);
    if (logVariance !== undefined && /(lower|logits)\.bias$/.test(name)) values.fill(0);
    return tensor(values, shape);
  });
}
