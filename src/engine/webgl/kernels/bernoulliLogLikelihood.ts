import {
  bernoulliLogLikelihoodGradientKernel as composedGradient,
  bernoulliLogLikelihoodKernel as composedValue,
} from "../../composed/bernoulliLogLikelihood";
import { MATHEMATICS } from "../glsl/mathematics";
import type { Shader } from "../shader";
import { webglKernel } from "../webglKernel";

/**
 * GLSL. x's texel for the rows 2r and 2r + 1 of the logits: rows modulo `ints[2]`, which two neighbours may cross where that is odd. Where
 * there are no more logits than images, and where it is even, both stand in one texel.
 */
const X_AT = `
vec4 xAt(int column, int r) {
  int first = (2 * r) % ints[2], second = (2 * r + 1) % ints[2];
  vec4 p = texelFetch(x, ivec2(column, first >> 1), 0);
  if (ints[2] % 2 == 0) return p;
  vec4 q = texelFetch(x, ivec2(column, second >> 1), 0);
  return vec4((first & 1) == 0 ? p.rg : p.ba, (second & 1) == 0 ? q.rg : q.ba);
}`;

/** Σ x·l − softplus(l) of two rows, one texel of the result: a texel of the logits has two numbers of each. */
const VALUE: Shader = {
  key: "bernoulli",
  inputs: ["logits", "x"],
  body: `${MATHEMATICS}${X_AT}
vec4 terms(int column) {
  vec4 l = texelFetch(logits, ivec2(column, at.x), 0);
  return xAt(column, at.x) * l - softplusv(l);
}
void main() {
  vec4 sum = vec4(0);
  int column = 0;
  for (; column < ints[0] - ints[1]; column++) sum += terms(column);
  vec2 rows = sum.rb + sum.ga;
  if (ints[1] == 1) rows += terms(column).rb;
  out0 = vec4(rows, 0, 0);
}`,
};

const GRADIENT: Shader = {
  key: "bernoulli gradient",
  inputs: ["dy", "logits", "x"],
  body: `${MATHEMATICS}${X_AT}
void main() {
  vec4 residual = xAt(at.x, at.y) - sigmoidv(texelFetch(logits, at, 0));
  out0 = residual * texelFetch(dy, ivec2(at.y, 0), 0).rrgg;
}`,
};

const numbersOf = (logits: number[], x: number[]): number[] => [Math.ceil(logits[1] / 2), logits[1] % 2, x[0]];

export const bernoulliLogLikelihoodKernel = webglKernel<"logits" | "x">(composedValue, (backend, { logits, x }) =>
  backend.compute({ shader: VALUE, inputs: [logits, x], shape: [logits.shape[0]], ints: numbersOf(logits.shape, x.shape) }),
);

/** dy·(x − σ(l)). */
export const bernoulliLogLikelihoodGradientKernel = webglKernel<"dy" | "logits" | "x">(composedGradient, (backend, { dy, logits, x }) =>
  backend.compute({ shader: GRADIENT, inputs: [dy, logits, x], shape: logits.shape, ints: numbersOf(logits.shape, x.shape) }),
);
