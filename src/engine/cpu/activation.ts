import type { InvertibleActivation } from "../operations/activation";

/** y ← f(y + bias), rows of length bias.length, in place. */
export function addBiasAndActivate(y: Float32Array, bias: Float32Array, activation: InvertibleActivation): void {
  const width = bias.length;
  for (let start = 0; start < y.length; start += width) {
    for (let j = 0; j < width; j++) y[start + j] += bias[j];
  }
  activate(y, activation);
}

function activate(y: Float32Array, activation: InvertibleActivation): void {
  switch (activation) {
    case "linear":
      return;
    case "relu":
      for (let i = 0; i < y.length; i++) if (y[i] < 0) y[i] = 0;
      return;
    case "tanh":
      for (let i = 0; i < y.length; i++) y[i] = Math.tanh(y[i]);
      return;
    case "elu":
      for (let i = 0; i < y.length; i++) if (y[i] < 0) y[i] = Math.expm1(y[i]);
      return;
    case "softplus":
      for (let i = 0; i < y.length; i++) y[i] = Math.max(y[i], 0) + Math.log1p(Math.exp(-Math.abs(y[i])));
      return;
    default:
      throw new Error(`unknown activation ${activation satisfies never}`);
  }
}

/** dy·f′(x) with f′ from the output y = f(x): relu [y > 0], tanh 1 − y², elu min(1, y + 1), softplus 1 − e^{−y}. */
export function activationGradient(dy: Float32Array, y: Float32Array, activation: InvertibleActivation): Float32Array {
  const out = new Float32Array(dy.length);
  switch (activation) {
    case "linear":
      out.set(dy);
      return out;
    case "relu":
      for (let i = 0; i < out.length; i++) out[i] = y[i] > 0 ? dy[i] : 0;
      return out;
    case "tanh":
      for (let i = 0; i < out.length; i++) out[i] = dy[i] * (1 - y[i] * y[i]);
      return out;
    case "elu":
      for (let i = 0; i < out.length; i++) out[i] = y[i] > 0 ? dy[i] : dy[i] * (y[i] + 1);
      return out;
    case "softplus":
      for (let i = 0; i < out.length; i++) out[i] = -dy[i] * Math.expm1(-y[i]);
      return out;
    default:
      throw new Error(`unknown activation ${activation satisfies never}`);
  }
}
