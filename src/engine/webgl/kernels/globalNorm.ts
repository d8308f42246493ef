import { add, backend, engine, reshape, type Scalar, sqrt, square, sum, type Tensor, tidy } from "@tensorflow/tfjs-core";
import { composedKernel } from "../../composed/composedKernel";
import { GLOBAL_NORM } from "../../operations/globalNorm";
import { type Expression, type Names, once } from "../expression";
import { innerAxis } from "../glsl/product";
import { layoutOf } from "../layout";
import type { WebglBackend } from "../webglBackend";

/** Σ of squares along rows: two rows a texel of the result. ints: texels of the columns, whether they are odd. */
const rowsFunction = ({ operands: [x], int, own }: Names): string => `
vec4 ${own}(ivec2 place) {
  vec4 sum = vec4(0);
  int column = 0;
  for (; column < ${int(0)} - ${int(1)}; column++) { vec4 p = ${x}(ivec2(column, place.x)); sum += p * p; }
  vec2 rows = sum.rb + sum.ga;
  if (${int(1)} == 1) { vec2 p = ${x}(ivec2(column, place.x)).rb; rows += p * p; }
  return vec4(rows, 0, 0);
}
`;

/** Σ g² along the rows of a matrix, or of a vector as a row. */
function squaresOfRows(engineBackend: WebglBackend, gradient: Tensor): Tensor {
  const { rows, width, columns } = layoutOf(gradient.shape);
  const expression: Expression = {
    key: "sum of squares over rows",
    operands: [once(gradient, width)],
    ints: innerAxis(columns),
    glsl: (names) => ({ functions: rowsFunction(names), value: `${names.own}(place)` }),
  };
  const sums = engineBackend.defer([rows], expression, [gradient], () => tidy(() => sum(square(reshape(gradient, [rows, columns])), 1)));
  return engine().makeTensorFromTensorInfo(sums);
}

/** The gradients are computed first: Adam reads them too. */
function normOf(engineBackend: WebglBackend, gradients: Tensor[]): Scalar {
  engineBackend.settleAll(gradients);
  const squares = gradients.map((gradient) => {
    const isMatrix = gradient.shape.length === 1 || gradient.shape.length === 2;
    return sum<Scalar>(isMatrix ? squaresOfRows(engineBackend, gradient) : square(gradient));
  });
  return sqrt(squares.reduce((total, one) => add(total, one)));
}

export const globalNormKernel = composedKernel<string>(GLOBAL_NORM, (gradients) =>
  normOf(backend() as WebglBackend, Object.values(gradients)),
);
