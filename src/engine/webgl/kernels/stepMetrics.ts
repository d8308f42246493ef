import { mean, type Tensor } from "@tensorflow/tfjs-core";
import { stepMetricsKernel as composed } from "../../composed/stepMetrics";
import type { StepMetricsAttributes } from "../../operations/stepMetrics";
import { type Expression, here, type Names, once } from "../expression";
import { layoutOf } from "../layout";
import { webglKernel } from "../webglKernel";
import { rowSumExpression } from "./reduction";

/** GLSL of a function: the mean over images of a vector of them. */
const imagesMean = (name: string, x: string, count: string): string => `
float ${name}() {
  float sum = 0.;
  for (int b = 0; b < ${count}; b += 2) {
    vec4 p = ${x}(ivec2(b / 2, 0));
    sum += b + 1 < ${count} ? p.r + p.g : p.r;
  }
  return sum / float(${count});
}
`;

/** ints: images, columns of the KL. floats: whether earlier sums are added, as 1 or 0. */
function metricsText({ operands, int, float, own }: Names, hasBound: boolean, hasEarlier: boolean) {
  const [reconstruction, means, loss, ...others] = operands;
  const iwae = hasBound ? others[0] : undefined;
  const first = hasBound ? 5 : 4;
  const values = `vec4(${own}(2 * place.x), ${own}(2 * place.x + 1), 0, 0)`;
  return {
    functions: `${imagesMean(`${own}Reconstruction`, reconstruction, int(0))}
${iwae === undefined ? "" : imagesMean(`${own}Bound`, iwae, int(0))}
float ${own}Column(int c) { vec4 p = ${means}(ivec2(c / 2, 0)); return c % 2 == 0 ? p.r : p.g; }
float ${own}(int i) {
  if (i == 0) return 1.;
  if (i == 1) return ${own}Reconstruction();
  if (i == 3) return ${loss}(ivec2(0)).r;
  ${iwae === undefined ? "" : `if (i == 4) return ${own}Bound();`}
  if (i >= ${first}) return i < ${first} + ${int(1)} ? ${own}Column(i - ${first}) : 0.;
  float total = 0.;
  for (int c = 0; c < ${int(1)}; c++) total += ${own}Column(c);
  return total;
}
`,
    value: `out0 = ${values};${hasEarlier ? `if (${float(0)} == 1.) out0 += ${operands[operands.length - 1]};` : ""}`,
  };
}

const CARRY = { list: "floats", index: 0, name: "carry" } as const;

export const stepMetricsKernel = webglKernel<"reconstruction" | "kl" | "loss" | "iwae" | "earlier", StepMetricsAttributes>(
  composed,
  (backend, { reconstruction, kl, loss, iwae, earlier }, { carry }) => {
    const [images, columns] = kl.shape;
    const { texelRows } = layoutOf(kl.shape);
    const columnMeans = rowSumExpression(kl, 1 / images);
    const means = backend.defer(columnMeans.shape, columnMeans, [kl], () => mean(kl as Tensor, 0));
    const bound = iwae === undefined ? [] : [once(iwae, texelRows)];
    const before = earlier === undefined ? [] : [here(earlier)];
    const expression: Expression = {
      key: `step metrics ${bound.length} ${before.length}`,
      operands: [once(reconstruction, texelRows), once(means, columns), once(loss, 1), ...bound, ...before],
      ints: [images, columns],
      floats: [carry],
      varying: [CARRY],
      glsl: (names) => metricsText(names, bound.length > 0, before.length > 0),
    };
    try {
      return backend.compute(expression, [[4 + bound.length + columns]])?.[0] ?? null;
    } finally {
      backend.disposeData(means.dataId);
    }
  },
);
