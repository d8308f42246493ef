import {
  bernoulliLogLikelihoodGradientKernel as composedGradient,
  bernoulliLogLikelihoodKernel as composedValue,
} from "../../composed/bernoulliLogLikelihood";
import { MATHEMATICS } from "../glsl/mathematics";
import type { Shader } from "../shader";
import { webglKernel } from "../webglKernel";
import { sumOverLast } from "./reduction";

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

/** Texel columns that one number of `PARTS` adds up: so many fragments work at once, and none for long. */
const CHUNK = 28;

/** Σ x·l − softplus(l) over chunks of each row, two rows and two chunks a texel. */
const PARTS: Shader = {
  key: "bernoulli",
  inputs: ["logits", "x"],
  body: `${MATHEMATICS}${X_AT}
vec2 chunkOfRows(int chunk) {
  vec2 rows = vec2(0);
  for (int column = chunk * ${CHUNK}; column < min((chunk + 1) * ${CHUNK}, ints[0]); column++) {
    vec4 l = texelFetch(logits, ivec2(column, at.y), 0);
    vec4 terms = xAt(column, at.y) * l - softplusv(l);
    rows += ints[1] == 1 && column == ints[0] - 1 ? terms.rb : terms.rb + terms.ga;
  }
  return rows;
}
void main() {
  vec2 one = chunkOfRows(2 * at.x), other = chunkOfRows(2 * at.x + 1);
  out0 = vec4(one.x, other.x, one.y, other.y);
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

export const bernoulliLogLikelihoodKernel = webglKernel<"logits" | "x">(composedValue, (backend, { logits, x }) => {
  const [rows, pixels] = logits.shape;
  const shape = [rows, Math.ceil(pixels / (2 * CHUNK))];
  const parts = backend.compute({ shader: PARTS, inputs: [logits, x], shape, ints: numbersOf(logits.shape, x.shape) });
  if (parts === null) return null;
  const sums = backend.compute({ ...sumOverLast(shape), inputs: [parts], floats: [1] });
  backend.disposeData(parts.dataId);
  return sums;
});

/** dy·(x − σ(l)). */
export const bernoulliLogLikelihoodGradientKernel = webglKernel<"dy" | "logits" | "x">(composedGradient, (backend, { dy, logits, x }) =>
  backend.compute({ shader: GRADIENT, inputs: [dy, logits, x], shape: logits.shape, ints: numbersOf(logits.shape, x.shape) }),
);
