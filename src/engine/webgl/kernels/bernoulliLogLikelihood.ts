import { pad, reshape, type Tensor, type TensorInfo, tidy } from "@tensorflow/tfjs-core";
import {
  bernoulliLogLikelihoodGradientKernel as composedGradient,
  bernoulliLogLikelihoodKernel as composedValue,
} from "../../composed/bernoulliLogLikelihood";
import { type Expression, here, type Names, type Operand, once, repeated } from "../expression";
import { layoutOf } from "../layout";
import type { WebglBackend } from "../webglBackend";
import { lazyKernel, settledFirst, webglKernel } from "../webglKernel";
import { sumExpression, sumOverLast } from "./reduction";

/**
 * GLSL of the texel of x at the rows 2r and 2r + 1 of the logits. Where the batch is odd, two neighbours may lie in two texels of x; otherwise
 * they stand in one.
 */
function imageFunction(x: string, batch: string, own: string): string {
  return `
vec4 ${own}Image(int column, int r) {
  int first = (2 * r) % ${batch}, second = (2 * r + 1) % ${batch};
  vec4 p = ${x}(ivec2(column, first >> 1));
  if (${batch} % 2 == 0) return p;
  vec4 q = ${x}(ivec2(column, second >> 1));
  return vec4((first & 1) == 0 ? p.rg : p.ba, (second & 1) == 0 ? q.rg : q.ba);
}
`;
}

/** Texel columns that one number of the parts adds up: so many fragments work at once, and none for long. */
const CHUNK = 28;

/** ints: texel columns, whether the last is half empty, images. */
const partsFunction = ({ operands: [logits, x], int, own }: Names): string => `${imageFunction(x, int(2), own)}
vec2 ${own}Chunk(int row, int chunk) {
  vec2 rows = vec2(0);
  for (int column = chunk * ${CHUNK}; column < min((chunk + 1) * ${CHUNK}, ${int(0)}); column++) {
    vec4 l = ${logits}(ivec2(column, row));
    vec4 terms = ${own}Image(column, row) * l - softplusv(l);
    rows += ${int(1)} == 1 && column == ${int(0)} - 1 ? terms.rb : terms.rb + terms.ga;
  }
  return rows;
}
vec4 ${own}(ivec2 place) {
  return vec4(${own}Chunk(place.y, 2 * place.x), ${own}Chunk(place.y, 2 * place.x + 1)).rbga;
}
`;

/** Σ x·l − softplus(l) over chunks of each row, two rows and two chunks a texel. */
function partsOf(logits: TensorInfo, x: TensorInfo): Expression & { shape: number[] } {
  const [rows, pixels] = logits.shape;
  const operands: Operand[] = [once(logits, 2 * CHUNK), once(x, 2 * CHUNK)];
  return {
    key: "bernoulli",
    shape: [rows, Math.ceil(pixels / (2 * CHUNK))],
    operands,
    ints: [layoutOf(logits.shape).width, pixels % 2, x.shape[0]],
    isApart: true,
    glsl: (names) => ({ functions: partsFunction(names), value: `${names.own}(place)` }),
  };
}

/** The parts where they cannot be drawn: each row's sum, and zeros. */
function summedParts(backend: WebglBackend, inputs: Record<"logits" | "x", TensorInfo>, count: number): Tensor {
  return tidy(() => {
    const sums = settledFirst(composedValue.kernelFunc)({ inputs, backend, attrs: undefined }) as Tensor;
    return pad(reshape(sums, [sums.size, 1]), [
      [0, 0],
      [0, count - 1],
    ]);
  });
}

export const bernoulliLogLikelihoodKernel = webglKernel<"logits" | "x">(composedValue, (backend, inputs) => {
  const held = Object.values(inputs);
  const { shape, ...expression } = partsOf(inputs.logits, inputs.x);
  const parts = backend.defer(shape, expression, held, () => summedParts(backend, inputs, shape[1]));
  const sums = sumExpression(parts, sumOverLast(shape), 1);
  const result = backend.defer(sums.shape, sums, held, () => settledFirst(composedValue.kernelFunc)({ inputs, backend, attrs: undefined }));
  backend.disposeData(parts.dataId);
  return result;
});

/** dy·(x − σ(l)). */
export const bernoulliLogLikelihoodGradientKernel = lazyKernel<"dy" | "logits" | "x">(composedGradient, (_, { dy, logits, x }) => ({
  key: "bernoulli gradient",
  shape: logits.shape,
  operands: [repeated(dy), here(logits), repeated(x)],
  ints: [x.shape[0]],
  glsl: (names) => ({
    functions: imageFunction(names.operands[2], names.int(0), names.own),
    value: `(${names.own}Image(place.x, place.y) - sigmoidv(${names.operands[1]})) * ${names.operands[0]}(ivec2(place.y, 0)).rrgg`,
  }),
}));
