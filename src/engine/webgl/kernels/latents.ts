import { clampPassingKernel as composedClamp, clampPassingGradientKernel as composedClampGradient } from "../../composed/clampPassing";
import { gaussianKlKernel as composedKl, gaussianKlLogVarianceGradientKernel as composedKlGradient } from "../../composed/gaussianKl";
import type { ClampAttributes } from "../../operations/clampPassing";
import { MATHEMATICS } from "../glsl/mathematics";
import type { Shader } from "../shader";
import { webglKernel } from "../webglKernel";

/** The operations on q's parameters, elementwise. */

const CLAMP: Shader = {
  key: "clamp",
  inputs: ["x"],
  body: `void main() {
  vec4 v = texelFetch(x, at, 0);
  out0 = mix(mix(v, vec4(floats[0]), lessThan(v, vec4(floats[0]))), vec4(floats[1]), greaterThan(v, vec4(floats[1])));
}`,
};

const CLAMP_GRADIENT: Shader = {
  key: "clamp gradient",
  inputs: ["dy", "x"],
  body: `void main() {
  vec4 v = texelFetch(x, at, 0);
  vec4 isInside = vec4(greaterThanEqual(v, vec4(floats[0]))) * vec4(lessThanEqual(v, vec4(floats[1])));
  out0 = mix(vec4(0), texelFetch(dy, at, 0), greaterThan(isInside, vec4(0)));
}`,
};

export const clampPassingKernel = webglKernel<"x", ClampAttributes>(composedClamp, (backend, { x }, { low, high }) =>
  backend.compute({ shader: CLAMP, inputs: [x], shape: x.shape, floats: [low, high] }),
);

export const clampPassingGradientKernel = webglKernel<"dy" | "x", ClampAttributes>(
  composedClampGradient,
  (backend, { dy, x }, { low, high }) => backend.compute({ shader: CLAMP_GRADIENT, inputs: [dy, x], shape: x.shape, floats: [low, high] }),
);

const KL: Shader = {
  key: "gaussian kl",
  inputs: ["mean", "logVariance"],
  body: `${MATHEMATICS}
void main() {
  vec4 m = texelFetch(mean, at, 0), l = texelFetch(logVariance, at, 0);
  out0 = .5 * (m * m + (expm1v(l) - l));
}`,
};

const KL_GRADIENT: Shader = {
  key: "gaussian kl gradient",
  inputs: ["dy", "logVariance"],
  body: `${MATHEMATICS}
void main() { out0 = .5 * texelFetch(dy, at, 0) * expm1v(texelFetch(logVariance, at, 0)); }`,
};

export const gaussianKlKernel = webglKernel<"mean" | "logVariance">(composedKl, (backend, { mean, logVariance }) =>
  backend.compute({ shader: KL, inputs: [mean, logVariance], shape: mean.shape }),
);

export const gaussianKlLogVarianceGradientKernel = webglKernel<"dy" | "logVariance">(composedKlGradient, (backend, { dy, logVariance }) =>
  backend.compute({ shader: KL_GRADIENT, inputs: [dy, logVariance], shape: dy.shape }),
);
