import { stepMetricsKernel as composed } from "../../composed/stepMetrics";
import type { Shader } from "../shader";
import { webglKernel } from "../webglKernel";

/** ints: images, columns of the KL, whether there is an L_K. */
const metricsShader = (hasBound: boolean): Shader => ({
  key: `step metrics ${hasBound}`,
  inputs: ["reconstruction", "kl", "loss", ...(hasBound ? ["iwae"] : [])],
  body: `
float half2(vec2 p, int which) { return which % 2 == 0 ? p.x : p.y; }
float column(int c) {
  float sum = 0.;
  for (int b = 0; b < ints[0]; b++) {
    vec4 p = texelFetch(kl, ivec2(c / 2, b / 2), 0);
    sum += half2(b % 2 == 0 ? p.rg : p.ba, c);
  }
  return sum;
}
float images(sampler2D x) {
  float sum = 0.;
  for (int b = 0; b < ints[0]; b++) sum += half2(texelFetch(x, ivec2(b / 2, 0), 0).rg, b);
  return sum;
}
float valueAt(int i) {
  float count = float(ints[0]), total = 0.;
  if (i == 0) return 1.;
  if (i == 1) return images(reconstruction) / count;
  if (i == 3) return texelFetch(loss, ivec2(0), 0).r;
  ${hasBound ? "if (i == 4) return images(iwae) / count;" : ""}
  if (i > 3) return i - ${hasBound ? 5 : 4} < ints[1] ? column(i - ${hasBound ? 5 : 4}) / count : 0.;
  for (int c = 0; c < ints[1]; c++) total += column(c);
  return total / count;
}
void main() { out0 = vec4(valueAt(2 * at.x), valueAt(2 * at.x + 1), 0, 0); }`,
});

export const stepMetricsKernel = webglKernel<"reconstruction" | "kl" | "loss" | "iwae">(
  composed,
  (backend, { reconstruction, kl, loss, iwae }) => {
    const [images, columns] = kl.shape;
    const bound = iwae === undefined ? [] : [iwae];
    const shape = [4 + bound.length + columns];
    const inputs = [reconstruction, kl, loss, ...bound];
    return backend.compute({ shader: metricsShader(bound.length > 0), inputs, shape, ints: [images, columns] });
  },
);
