import type { TensorInfo } from "@tensorflow/tfjs-core";
import {
  reparameterizeKernel as composedReparameterize,
  reparameterizeLogVarianceGradientKernel as composedReparameterizeGradient,
} from "../../composed/reparameterize";
import { here, type Operand, once, repeated } from "../expression";
import { layoutOf } from "../layout";
import { lazyKernel } from "../webglKernel";

/** A moment [B, D] of samples [K, B, D], of which there is one or more: `at` is GLSL of its texel. */
function momentOf(tensor: TensorInfo, samples: number): { operand: Operand; at(name: string, texelRows: string): string } {
  return samples === 1
    ? { operand: here(tensor), at: (name) => name }
    : { operand: repeated(tensor), at: (name, texelRows) => `${name}(ivec2(place.x, place.y % ${texelRows}))` };
}

export const reparameterizeKernel = lazyKernel<"mean" | "logVariance" | "noise">(
  composedReparameterize,
  (_, { mean, logVariance, noise }) => {
    const [samples] = noise.shape;
    const [m, l] = [mean, logVariance].map((moment) => momentOf(moment, samples));
    return {
      key: "reparameterize",
      shape: noise.shape,
      operands: [m.operand, l.operand, here(noise)],
      ints: [layoutOf(noise.shape).texelRows],
      glsl: ({ operands, int }) => `${m.at(operands[0], int(0))} + ${operands[2]} * exp(.5 * ${l.at(operands[1], int(0))})`,
    };
  },
);

/** Σ over samples of dz·noise·½·exp(½ logVariance). */
export const reparameterizeLogVarianceGradientKernel = lazyKernel<"dz" | "logVariance" | "noise">(
  composedReparameterizeGradient,
  (_, { dz, logVariance, noise }) => {
    const [samples] = noise.shape;
    const shape = logVariance.shape;
    if (samples === 1) {
      return {
        key: "reparameterize gradient",
        shape,
        operands: [here(dz), here(logVariance), here(noise)],
        glsl: ({ operands: [upstream, l, drawn] }) => `${upstream} * ${drawn} * .5 * exp(.5 * ${l})`,
      };
    }
    return {
      key: "reparameterize gradient of samples",
      shape,
      operands: [once(dz, samples), here(logVariance), once(noise, samples)],
      ints: [layoutOf(noise.shape).texelRows, samples],
      glsl: ({ operands: [upstream, l, drawn], int, own }) => ({
        functions: `
vec4 ${own}(ivec2 place) {
  vec4 sum = vec4(0);
  for (int k = 0; k < ${int(1)}; k++) {
    ivec2 at_k = ivec2(place.x, place.y + k * ${int(0)});
    sum += ${upstream}(at_k) * ${drawn}(at_k);
  }
  return sum;
}
`,
        value: `${own}(place) * .5 * exp(.5 * ${l})`,
      }),
    };
  },
);
