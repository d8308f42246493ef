import { denseKernel as composedDense, activationGradientKernel as composedGradient } from "../../composed/dense";
import type { InvertibleActivation } from "../../operations/activation";
import type { DenseAttributes } from "../../operations/dense";
import { activated, derivative } from "../glsl/activation";
import { MATHEMATICS } from "../glsl/mathematics";
import { innerAxis } from "../glsl/product";
import type { Shader } from "../shader";
import { webglKernel } from "../webglKernel";
import { pendingProduct, productShader } from "./product";

/** f(x·W + b) in one draw. */
const denseShader = (activation: InvertibleActivation): Shader =>
  productShader(
    { transposeA: false, transposeB: false },
    {
      key: `dense ${activation}`,
      inputs: ["bias"],
      body: `${MATHEMATICS}
void main() { vec4 v = productAt() + texelFetch(bias, ivec2(at.x, 0), 0).rgrg; out0 = ${activated(activation)}; }`,
    },
  );

export const denseKernel = webglKernel<"x" | "weight" | "bias", DenseAttributes>(
  composedDense,
  (backend, { x, weight, bias }, { activation }) => {
    const [inner, columns] = weight.shape;
    const shape = [x.shape[0], columns];
    return backend.compute({ shader: denseShader(activation), inputs: [x, weight, bias], shape, ints: innerAxis(inner) });
  },
);

const gradientBody = (activation: InvertibleActivation, dy: string): string => `${MATHEMATICS}
void main() { vec4 y = texelFetch(y0, at, 0); out0 = ${dy} * ${derivative(activation)}; }`;

/** dy · f′, at the end of the product that dy is, where it is one still to be computed. */
export const activationGradientKernel = webglKernel<"dy" | "y", DenseAttributes>(composedGradient, (backend, { dy, y }, { activation }) => {
  const then = { key: `gradient ${activation}`, inputs: ["y0"], body: gradientBody(activation, "productAt()") };
  const product = pendingProduct(backend.pending(dy), then);
  const fused = product && backend.compute({ ...product, inputs: [...product.inputs, y], shape: y.shape });
  if (fused) return fused;
  const shader = {
    key: `activation gradient ${activation}`,
    inputs: ["dy", "y0"],
    body: gradientBody(activation, "texelFetch(dy, at, 0)"),
  };
  return backend.compute({ shader, inputs: [dy, y], shape: y.shape });
});
