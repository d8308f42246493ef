import "@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops";
import { type Tensor, type Tensor2D, tensor } from "@tensorflow/tfjs-core";
import type { PosteriorSpec } from "../../../src/experiment/posteriors";
import type { Parameters } from "../../../src/vae/parameters";
import type { Posterior } from "../../../src/vae/posterior";
import { familyOf } from "../../../src/vae/posteriors/families";
import { product, scattered } from "../../engine/numbers";
import type { Numbers } from "./reference";

const FEATURES = 3;
export const BATCH = 2;

/** A family of a size with numbers for everything that it reads. */
export interface PosteriorCase {
  spec: PosteriorSpec;
  dim: number;
  samples: number;
  names: string[];
  shapes: number[][];
  values: number[][];
  features: number[];
  noiseShape: number[];
  noise: number[];
}

export function posteriorCase(spec: PosteriorSpec, dim: number, samples: number, scale = 0.8): PosteriorCase {
  const family = familyOf(spec);
  const specs = family.parameters(spec, { features: FEATURES, dim });
  const shapes = specs.map(({ shape }) => shape);
  const noiseShape = family.noiseShape(spec, samples, BATCH, dim);
  return {
    spec,
    dim,
    samples,
    names: specs.map(({ name }) => name),
    shapes,
    values: shapes.map((shape, i) => float32(scattered(product(shape), 17 * i + dim, scale))),
    features: float32(scattered(BATCH * FEATURES, 91)),
    noiseShape,
    noise: float32(scattered(product(noiseShape), 55, 1.7)),
  };
}

function float32(values: number[]): number[] {
  return values.map(Math.fround);
}

export function tensorsOf({ values, shapes }: PosteriorCase): Tensor[] {
  return values.map((numbers, i) => tensor(numbers, shapes[i], "float32"));
}

export function noiseOf({ noise, noiseShape }: PosteriorCase): Tensor {
  return tensor(noise, noiseShape, "float32");
}

export function featuresOf({ features }: PosteriorCase): Tensor2D {
  return tensor(features, [BATCH, FEATURES], "float32");
}

/** q(z|x) over the tensors; `parameters` replaces them by name. */
export function posteriorOf(one: PosteriorCase, tensors: readonly Tensor[], parameters = named(one, tensors)): Posterior {
  return familyOf(one.spec).posterior(one.spec, parameters, featuresOf(one), { dim: one.dim });
}

export function named({ names }: PosteriorCase, tensors: readonly Tensor[]): Parameters {
  return Object.fromEntries(names.map((name, i) => [name, tensors[i]]));
}

export function numbersOf({ names }: PosteriorCase, values: number[][]): Numbers {
  return Object.fromEntries(names.map((name, i) => [name, values[i]]));
}

/** The features of image b. */
export function featuresOfImage({ features }: PosteriorCase, image: number): number[] {
  return features.slice(image * FEATURES, (image + 1) * FEATURES);
}
