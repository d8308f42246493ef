import { add, matMul, mul, reshape, type Tensor, type Tensor1D, type Tensor2D, type Tensor3D, tanh } from "@tensorflow/tfjs-core";
import { dense } from "../../engine/operations/dense";
import { stopGradient } from "../../engine/operations/stopGradient";
import { denseSpecs, layer } from "../layers";
import type { ParameterSpec, Parameters } from "../parameters";
import type { FamilySizes } from "./family";

/**
 * The network of one layer of a flow: from z and the image two numbers for each dimension, by one hidden layer of tanh, which is smooth:
 * a kink in the flow would be one in q's density.
 */
export interface Conditioner {
  /** What the hidden units take from the image, their bias included, [B, hidden]: once for all draws. */
  context: Tensor2D;
  /** z → hidden [D, hidden], and hidden → outputs [hidden, D], masked. */
  input: Tensor2D;
  shiftWeight: Tensor2D;
  shiftBias: Tensor1D;
  scaleWeight: Tensor2D;
  scaleBias: Tensor1D;
}

/** 0 or 1 for each weight; without `output` all of those count. */
export interface ConditionerMasks {
  /** [D, hidden], or what broadcasts to it. */
  input: Tensor2D;
  /** [hidden, D]. */
  output?: Tensor2D;
}

/** `<name>.context`, `<name>.input.weight`, `<name>.shift` and `<name>.scale`. */
export function conditionerSpecs(name: string, { features, dim }: FamilySizes, hidden: number): ParameterSpec[] {
  return [
    ...denseSpecs(`${name}.context`, features, hidden),
    { name: `${name}.input.weight`, shape: [dim, hidden], fanIn: dim, fanOut: hidden },
    ...denseSpecs(`${name}.shift`, hidden, dim),
    ...denseSpecs(`${name}.scale`, hidden, dim),
  ];
}

export function conditioner(parameters: Parameters, name: string, features: Tensor2D, masks: ConditionerMasks): Conditioner {
  const masked = (weight: Tensor, mask?: Tensor2D) => (mask === undefined ? weight : mul(weight, mask)) as Tensor2D;
  return {
    context: layer(parameters, `${name}.context`, features, "linear"),
    input: masked(parameters[`${name}.input.weight`], masks.input),
    shiftWeight: masked(parameters[`${name}.shift.weight`], masks.output),
    shiftBias: parameters[`${name}.shift.bias`] as Tensor1D,
    scaleWeight: masked(parameters[`${name}.scale.weight`], masks.output),
    scaleBias: parameters[`${name}.scale.bias`] as Tensor1D,
  };
}

/** The same network, constant to differentiation; live in z. */
export function stopped(network: Conditioner): Conditioner {
  return Object.fromEntries(Object.entries(network).map(([name, part]) => [name, stopGradient(part as Tensor)])) as unknown as Conditioner;
}

/** tanh(z·W + context) and its two linear outputs, each [K, B, D]. */
export function condition(network: Conditioner, z: Tensor3D): { shift: Tensor3D; scale: Tensor3D } {
  const [draws, batch, dim] = z.shape;
  const fromLatent = reshape(matMul(reshape(z, [draws * batch, dim]), network.input), [draws, batch, network.input.shape[1]]);
  const hidden = reshape(tanh(add(fromLatent, network.context)), [draws * batch, network.input.shape[1]]) as Tensor2D;
  const shift = reshape(dense(hidden, network.shiftWeight, network.shiftBias, "linear"), [draws, batch, dim]) as Tensor3D;
  const scale = reshape(dense(hidden, network.scaleWeight, network.scaleBias, "linear"), [draws, batch, dim]) as Tensor3D;
  return { shift, scale };
}
