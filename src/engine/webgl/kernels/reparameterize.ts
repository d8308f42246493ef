import {
  reparameterizeKernel as composedReparameterize,
  reparameterizeLogVarianceGradientKernel as composedReparameterizeGradient,
} from "../../composed/reparameterize";
import { layoutOf } from "../layout";
import type { Pending } from "../lazyBackend";
import type { Shader } from "../shader";
import { webglKernel } from "../webglKernel";
import { NOISE_AT, NOISE_VARYING, noiseNumbers } from "./standardNormal";

/** Noise read from its texture, or drawn on the spot. */
const NOISE_READ = "vec4 noiseAt(ivec2 place) { return texelFetch(noise, place, 0); }";

function withNoise(pending: Pending | undefined, shader: Shader): Shader {
  return pending?.kind === "noise"
    ? { ...shader, key: `${shader.key}, noise drawn`, body: `${NOISE_AT}${shader.body}` }
    : { ...shader, inputs: [...shader.inputs, "noise"], body: `${NOISE_READ}${shader.body}` };
}

const REPARAMETERIZE = {
  key: "reparameterize",
  inputs: ["mean", "logVariance"],
  body: `
void main() {
  ivec2 place = ivec2(at.x, at.y % ints[0]);
  out0 = texelFetch(mean, place, 0) + noiseAt(at) * exp(.5 * texelFetch(logVariance, place, 0));
}`,
};

const REPARAMETERIZE_GRADIENT = {
  key: "reparameterize gradient",
  inputs: ["dz", "logVariance"],
  body: `
void main() {
  vec4 sum = vec4(0);
  for (int k = 0; k < ints[1]; k++) {
    ivec2 place = ivec2(at.x, at.y + k * ints[0]);
    sum += texelFetch(dz, place, 0) * noiseAt(place);
  }
  out0 = sum * .5 * exp(.5 * texelFetch(logVariance, at, 0));
}`,
};

const numbersOf = (shape: number[], pending: Pending | undefined): number[] => [
  layoutOf(shape).texelRows,
  shape[0],
  ...(pending?.kind === "noise" ? noiseNumbers(pending, shape) : []),
];

const varyingOf = (pending: Pending | undefined) => (pending?.kind === "noise" ? NOISE_VARYING : []);

export const reparameterizeKernel = webglKernel<"mean" | "logVariance" | "noise">(
  composedReparameterize,
  (backend, { mean, logVariance, noise }) => {
    const pending = backend.pending(noise);
    const inputs = pending?.kind === "noise" ? [mean, logVariance] : [mean, logVariance, noise];
    const ints = numbersOf(noise.shape, pending);
    const varying = varyingOf(pending);
    return backend.compute({ shader: withNoise(pending, REPARAMETERIZE), inputs, shape: noise.shape, ints, varying });
  },
);

export const reparameterizeLogVarianceGradientKernel = webglKernel<"dz" | "logVariance" | "noise">(
  composedReparameterizeGradient,
  (backend, { dz, logVariance, noise }) => {
    const pending = backend.pending(noise);
    const inputs = pending?.kind === "noise" ? [dz, logVariance] : [dz, logVariance, noise];
    const ints = numbersOf(noise.shape, pending);
    const varying = varyingOf(pending);
    return backend.compute({ shader: withNoise(pending, REPARAMETERIZE_GRADIENT), inputs, shape: logVariance.shape, ints, varying });
  },
);
