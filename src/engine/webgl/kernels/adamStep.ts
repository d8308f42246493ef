import type { TensorInfo } from "@tensorflow/tfjs-core";
import { adamStepKernel as composed } from "../../composed/adamStep";
import { type AdamAttributes, adamInputs } from "../../operations/adamStep";
import { chosen, type Expression, here, type Names, repeated } from "../expression";
import { layoutOf } from "../layout";
import type { WebglBackend } from "../webglBackend";
import { webglKernel } from "../webglKernel";

/** floats: β₁, 1 − β₁, β₂, 1 − β₂ (in float64 first), ε, stepSize, 1 / secondCorrection. */
const numbersOf = ({ beta1, beta2, epsilon, stepSize, secondCorrection }: AdamAttributes): number[] => [
  beta1,
  1 - beta1,
  beta2,
  1 - beta2,
  epsilon,
  stepSize,
  1 / secondCorrection,
];

const VARYING = [
  { list: "floats", index: 5, name: "stepSize" },
  { list: "floats", index: 6, name: "inverseSecondCorrection" },
] as const;

/** GLSL: statements that write the parameter and both moments. */
const update = ({ float }: Names, gradient: string, parameter: string, first: string, second: string, scale: string): string => `
  vec4 g = ${gradient} * ${scale}(ivec2(0)).rrrr;
  vec4 m = ${float(0)} * ${first} + ${float(1)} * g;
  vec4 v = ${float(2)} * ${second} + ${float(3)} * g * g;
  out0 = ${parameter} - ${float(5)} * m / (sqrt(v) * ${float(6)} + ${float(4)});
  out1 = m;
  out2 = v;`;

type Part = ReturnType<typeof adamInputs<TensorInfo>>[number];

const tensorsOf = ({ gradient, parameter, first, second }: Part): TensorInfo[] => [gradient, parameter, first, second];

const alone = (part: Part, scale: TensorInfo, floats: readonly number[]): Expression => ({
  key: "adam",
  operands: [...tensorsOf(part).map(here), repeated(scale)],
  floats,
  varying: VARYING,
  glsl: (names) => {
    const [gradient, parameter, first, second, factor] = names.operands;
    return update(names, gradient, parameter, first, second, factor);
  },
});

/** A matrix and, in a texel row below it, the vector that follows it. */
function stacked(matrix: Part, vector: Part, scale: TensorInfo, floats: readonly number[]): Expression {
  return {
    key: "adam of a matrix and a vector",
    operands: [...[...tensorsOf(matrix), ...tensorsOf(vector)].map(chosen), repeated(scale)],
    ints: [layoutOf(matrix.parameter.shape).height],
    floats,
    varying: VARYING,
    glsl: (names) => {
      const { operands, int } = names;
      const [gradient, parameter, first, second] = [0, 1, 2, 3].map(
        (i) => `(place.y == ${int(0)} ? ${operands[4 + i]}(ivec2(place.x, 0)) : ${operands[i]}(place))`,
      );
      return update(names, gradient, parameter, first, second, operands[8]);
    },
  };
}

/** A dense layer's weights, and its bias after them, where one texture has room for both. */
const isStack = (backend: WebglBackend, { parameter: matrix }: Part, vector: Part | undefined): vector is Part => {
  const shape = vector?.parameter.shape;
  return matrix.shape.length === 2 && shape?.length === 1 && shape[0] === matrix.shape[1] && backend.fits(matrix.shape, 1);
};

/** Parameters, first and second moments of one draw, each of one tensor or of two that lie below one another; null where they cannot be drawn. */
function drawn(
  backend: WebglBackend,
  part: Part,
  vector: Part | null,
  scale: TensorInfo,
  floats: readonly number[],
): TensorInfo[][] | null {
  const shapes = [part.parameter.shape, part.parameter.shape, part.parameter.shape];
  if (vector === null) return backend.compute(alone(part, scale, floats), shapes)?.map((output) => [output]) ?? null;
  const matrices = backend.compute(stacked(part, vector, scale, floats), shapes, 1);
  return matrices?.map((matrix) => [matrix, backend.stacks.below(matrix)]) ?? null;
}

/**
 * One draw for a parameter, m and v, or for two parameters that are a dense layer's; and within it the gradient, where that is still to be
 * computed.
 */
export const adamStepKernel = webglKernel<string, AdamAttributes>(composed, (backend, inputs, attributes) => {
  const floats = numbersOf(attributes);
  const parts = adamInputs(inputs);
  const updated: TensorInfo[][] = [[], [], []];
  let isWhole = false;
  try {
    while (updated[0].length < parts.length) {
      const [part, next] = parts.slice(updated[0].length);
      const outputs = drawn(backend, part, isStack(backend, part, next) ? next : null, inputs.gradientScale, floats);
      if (outputs === null) return null;
      outputs.forEach((tensors, which) => {
        updated[which].push(...tensors);
      });
    }
    isWhole = true;
    return updated.flat();
  } finally {
    if (!isWhole) for (const { dataId } of updated.flat()) backend.disposeData(dataId);
  }
});
