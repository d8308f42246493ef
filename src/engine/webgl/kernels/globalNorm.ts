import { addN, backend, engine, type Scalar, sqrt, square, sum, type Tensor } from "@tensorflow/tfjs-core";
import { composedKernel } from "../../composed/composedKernel";
import { GLOBAL_NORM } from "../../operations/globalNorm";
import { innerAxis } from "../glsl/product";
import { layoutOf } from "../layout";
import type { Shader } from "../shader";
import type { WebglBackend } from "../webglBackend";

/** Σ of squares along rows: two rows a texel of the result. ints: texels of the columns, whether they are odd. */
const SQUARES_OF_ROWS: Shader = {
  key: "sum of squares over rows",
  inputs: ["x"],
  body: `
void main() {
  vec4 sum = vec4(0);
  int column = 0;
  for (; column < ints[0] - ints[1]; column++) { vec4 p = texelFetch(x, ivec2(column, at.x), 0); sum += p * p; }
  vec2 rows = sum.rb + sum.ga;
  if (ints[1] == 1) { vec2 p = texelFetch(x, ivec2(column, at.x), 0).rb; rows += p * p; }
  out0 = vec4(rows, 0, 0);
}`,
};

/** Σ g² of a matrix or a vector; null where it lies otherwise. */
function sumOfSquares(engineBackend: WebglBackend, gradient: Tensor): Scalar | null {
  if (gradient.shape.length > 2 || gradient.shape.length === 0) return null;
  const { rows, columns } = layoutOf(gradient.shape);
  const sums = engineBackend.compute({ shader: SQUARES_OF_ROWS, inputs: [gradient], shape: [rows], ints: innerAxis(columns) });
  return sums && sum(engine().makeTensorFromTensorInfo(sums));
}

function normOf(engineBackend: WebglBackend, gradients: Tensor[]): Scalar {
  for (const { dataId } of gradients) engineBackend.settle(dataId);
  const squares = gradients.map((gradient) => sumOfSquares(engineBackend, gradient) ?? sum<Scalar>(square(gradient)));
  return sqrt(addN(squares));
}

export const globalNormKernel = composedKernel<string>(GLOBAL_NORM, (gradients) =>
  normOf(backend() as WebglBackend, Object.values(gradients)),
);
