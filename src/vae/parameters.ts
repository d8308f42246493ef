import { type Tensor, tensor } from "@tensorflow/tfjs-core";
import type { Experiment, Initializer } from "../experiment/experiment";
import { stream, uniformAt } from "../numeric/random";

/** One weight matrix or bias of the model; weights are [in, out] here and transposed to [out, in] in files. */
export interface ParameterSpec {
  name: string;
  shape: number[];
  fanIn: number;
  fanOut: number;
}

/** Pixels of an image, 28 × 28. */
const PIXELS = 784;

/** The model's weights by name. */
export type Parameters = Record<string, Tensor>;

function layer(name: string, fanIn: number, fanOut: number): ParameterSpec[] {
  return [
    { name: `${name}.weight`, shape: [fanIn, fanOut], fanIn, fanOut },
    { name: `${name}.bias`, shape: [fanOut], fanIn, fanOut },
  ];
}

function stack(name: string, input: number, widths: readonly number[]): ParameterSpec[] {
  return widths.flatMap((width, i) => layer(`${name}.${i}`, i === 0 ? input : widths[i - 1], width));
}

/** Every parameter of an experiment's model, in the order of the weights file. */
export function parameterSpecs({ network, latent }: Pick<Experiment, "network" | "latent">): ParameterSpec[] {
  const { encoder, decoder } = network;
  const encoded = encoder.at(-1) ?? PIXELS;
  return [
    ...stack("encoder", PIXELS, encoder),
    ...layer("encoder.mean", encoded, latent.dim),
    ...layer("encoder.logvar", encoded, latent.dim),
    ...stack("decoder", latent.dim, decoder),
    ...layer("decoder.out", decoder.at(-1) ?? latent.dim, PIXELS),
  ];
}

/** Half the width of the uniform distribution that a parameter starts from; 0 for a Glorot bias. */
function bound(spec: ParameterSpec, initializer: Initializer): number {
  switch (initializer) {
    case "glorot":
      return spec.shape.length === 2 ? Math.sqrt(6 / (spec.fanIn + spec.fanOut)) : 0;
    case "fanIn":
      return 1 / Math.sqrt(spec.fanIn);
    default:
      throw new Error(`unknown initializer ${initializer satisfies never}`);
  }
}

/** Starting values, one array a parameter. Element indices run over all parameters in order, stream `init`, step word 0. */
export function initialValues(specs: readonly ParameterSpec[], initializer: Initializer, seed: number): Float32Array[] {
  const streamId = stream(seed, "init");
  let index = 0;
  return specs.map((spec) => {
    const half = bound(spec, initializer);
    const size = spec.shape.reduce((product, n) => product * n, 1);
    return Float32Array.from({ length: size }, () => half * (2 * uniformAt(index++, 0, streamId) - 1));
  });
}

/** Tensors of the given values, in the specs' order; the caller owns them. */
export function toTensors(specs: readonly ParameterSpec[], values: readonly Float32Array[]): Tensor[] {
  return specs.map((spec, i) => tensor(values[i], spec.shape, "float32"));
}

/** The tensors by the specs' names. */
export function named(specs: readonly ParameterSpec[], tensors: readonly Tensor[]): Parameters {
  return Object.fromEntries(specs.map((spec, i) => [spec.name, tensors[i]]));
}
