import { concat, grads, reshape, type Scalar, type Tensor, type Tensor1D, type Tensor2D } from "@tensorflow/tfjs-core";
import { abandoningTape } from "../engine/abandoningTape";
import { standardNormal } from "../engine/operations/standardNormal";
import type { Experiment } from "../experiment/experiment";
import { objectiveValue } from "../inference/objective";
import { stream } from "../numeric/random";
import { noiseShapeOf } from "../vae/modelSpec";
import type { Parameters } from "../vae/parameters";
import { makeVae } from "../vae/vae";

/** What stays as it is while the gradient is repeated. Its tensors are the caller's. */
export interface RepeatedGradientRequest {
  experiment: Experiment;
  parameters: Parameters;
  /** [B, 784]. */
  x: Tensor2D;
  beta: number;
  /** b of `scoreMovingAverage`, frozen. */
  baseline?: Scalar;
  /** Of the noise, which is the same for every estimator with the same K. */
  seed: number;
}

/** Parameters whose names begin with the same word. */
export interface ParameterGroup {
  /** encoder, decoder, posterior, prior or likelihood. */
  name: string;
  /** Places of its parameters among all. */
  places: number[];
  /** Numbers in them. */
  size: number;
}

/** encoder.0.weight, encoder.0.bias, … under their first word, in the order of the parameters. */
export function parameterGroups(parameters: Parameters): ParameterGroup[] {
  const groups = new Map<string, ParameterGroup>();
  Object.entries(parameters).forEach(([parameter, { size }], place) => {
    const [name] = parameter.split(".");
    const group = groups.get(name) ?? { name, places: [], size: 0 };
    groups.set(name, { name, places: [...group.places, place], size: group.size + size });
  });
  return [...groups.values()];
}

/** The estimate of the loss's gradient with the noise of one repeat, flat, [size] of each group. Call inside a tidy. */
export function repeatedGradient(request: RepeatedGradientRequest, groups: readonly ParameterGroup[]): (repeat: number) => Tensor1D[] {
  const { experiment, parameters, x, beta, baseline, seed } = request;
  const { objective } = experiment;
  const names = Object.keys(parameters);
  const shape = noiseShapeOf(experiment, objective.samples, x.shape[0]);
  const streamId = stream(seed, "gradientSignal");
  return (repeat) => {
    const noise = standardNormal(shape, repeat, streamId);
    const surrogate = (...values: Tensor[]): Scalar => {
      const { model, guide } = makeVae(experiment, Object.fromEntries(names.map((name, i) => [name, values[i]])));
      return objectiveValue(model, guide, objective, { x, noise, beta, baseline }).surrogate;
    };
    const gradients = abandoningTape(() => grads(surrogate)(Object.values(parameters)));
    return groups.map(({ places }) => concat(places.map((place) => reshape(gradients[place], [-1]))) as Tensor1D);
  };
}
