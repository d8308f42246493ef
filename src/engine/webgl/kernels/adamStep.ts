import type { TensorInfo } from "@tensorflow/tfjs-core";
import { adamStepKernel as composed } from "../../composed/adamStep";
import { type AdamAttributes, adamInputs } from "../../operations/adamStep";
import type { Shader } from "../shader";
import type { Draw, WebglBackend } from "../webglBackend";
import { webglKernel } from "../webglKernel";
import { pendingColumnSums } from "./columnSums";
import { pendingProduct } from "./product";

type Part = ReturnType<typeof adamInputs<TensorInfo>>[number];

/** floats: β₁, 1 − β₁, β₂, 1 − β₂ (in float64 first), ε, stepSize, 1 / secondCorrection, and the gradient's scale where it is no tensor. */
function adamBody(gradient: string, scale: string): string {
  return `
void main() {
  vec4 g = ${gradient} * ${scale};
  vec4 m = floats[0] * texelFetch(first, at, 0) + floats[1] * g;
  vec4 v = floats[2] * texelFetch(second, at, 0) + floats[3] * g * g;
  out0 = texelFetch(parameter, at, 0) - floats[5] * m / (sqrt(v) * floats[6] + floats[4]);
  out1 = m;
  out2 = v;
}`;
}

const VARYING = [
  { list: "floats", index: 5, name: "stepSize" },
  { list: "floats", index: 6, name: "inverseSecondCorrection" },
] as const;

/** One draw a parameter: it, m and v at once; a gradient that is a product or a sum still to be computed is so within it. */
function drawOf(
  backend: WebglBackend,
  { gradient }: Part,
  scale: string,
  scaleInputs: readonly string[],
): Pick<Draw, "shader" | "inputs" | "ints"> {
  const inputs = ["parameter", "first", "second", ...scaleInputs];
  const key = `adam ${scale}`;
  const then = (value: string): Pick<Shader, "key" | "inputs" | "body"> => ({ key, inputs, body: adamBody(value, scale) });
  const pending = backend.pending(gradient);
  const draw = pendingProduct(pending, then("productAt()")) ?? pendingColumnSums(pending, then("columnSumAt()"));
  if (draw) return { ...draw, shader: { ...draw.shader, outputs: 3 } };
  const shader = { ...then("texelFetch(gradient, at, 0)"), inputs: ["gradient", ...inputs], outputs: 3 };
  return { shader, inputs: [gradient] };
}

export const adamStepKernel = webglKernel<string, AdamAttributes>(composed, (backend, inputs, attributes) => {
  const { beta1, beta2, epsilon, stepSize, secondCorrection } = attributes;
  const { gradientScale } = inputs;
  const known = backend.hostScalar(gradientScale);
  const [scale, scaleInputs] = known === null ? ["texelFetch(scale, ivec2(0), 0).r", ["scale"]] : ["floats[7]", []];
  const floats = [beta1, 1 - beta1, beta2, 1 - beta2, epsilon, stepSize, 1 / secondCorrection, known ?? 1];
  const updated: TensorInfo[][] = [];
  for (const part of adamInputs(inputs)) {
    const { parameter, first, second } = part;
    const draw = drawOf(backend, part, scale, scaleInputs);
    const textures = [...draw.inputs, parameter, first, second, ...(known === null ? [gradientScale] : [])];
    const outputs = backend.computeAll({ ...draw, inputs: textures, shape: parameter.shape, count: 3, floats, varying: VARYING });
    if (outputs === null) {
      for (const { dataId } of updated.flat()) backend.disposeData(dataId);
      return null;
    }
    updated.push(outputs);
  }
  return [0, 1, 2].flatMap((which) => updated.map((outputs) => outputs[which]));
});
