import {
  abs,
  add,
  clipByValue,
  customGrad,
  div,
  exp,
  expandDims,
  type GradSaveFunc,
  log,
  maximum,
  mul,
  neg,
  reshape,
  sign,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  util,
} from "@tensorflow/tfjs-core";

/**
 * Both functions below are a series up to |l| = 1 and a closed form beyond: f(l) = series(min(|l|, 1)) + closed(max(|l|, 1)) − closed(1),
 * which needs no branch and divides by nothing near 0.
 */
const JOIN = 1;

/** log(sinh(y)/y) at y = l/2 as Σ c_i l²ⁱ⁺²; the next term is below 3e-9. */
const LOG_SINHC = [1 / 24, -1 / 2880, 1 / 181440, -1 / 9676800];
/** ½ (coth(l/2) − 2/l) as l Σ c_i l²ⁱ; the next term is below 6e-10. */
const MEAN_ABOVE_HALF = [1 / 12, -1 / 720, 1 / 30240, -1 / 1209600, 1 / 47900160];

/** Σ_i c_i tⁱ. */
function polynomial(coefficients: readonly number[], t: Tensor): Tensor {
  const [first, ...others] = [...coefficients].reverse();
  const [second, ...rest] = others;
  return rest.reduce((value: Tensor, coefficient) => add(mul(value, t), coefficient), add(mul(t, first), second));
}

/** log(sinh(l/2)/(l/2)); beyond the join |l|/2 + log((1 − e^{−|l|})/|l|). */
function logSinhcOfHalf(logits: Tensor): Tensor {
  const size = abs(logits);
  const near = square(clipByValue(size, 0, JOIN));
  const far = maximum(size, JOIN);
  const closed = add(mul(far, 0.5), log(div(sub(1, exp(neg(far))), far)));
  const atJoin = JOIN / 2 + Math.log((1 - Math.exp(-JOIN)) / JOIN);
  return add(mul(polynomial(LOG_SINHC, near), near), sub(closed, atJoin));
}

/**
 * The mean of the continuous Bernoulli with logits l, 1/(1 − e^{−l}) − 1/l, ½ at l = 0; elementwise. Beyond the join it is ½ ± (½ coth(|l|/2)
 * − 1/|l|).
 */
export function continuousBernoulliMean<T extends Tensor>(logits: T): T {
  const near = clipByValue(logits, -JOIN, JOIN);
  const far = maximum(abs(logits), JOIN);
  const closed = sub(div(1, sub(1, exp(neg(far)))), div(1, far));
  const atJoin = 1 / (1 - Math.exp(-JOIN)) - 1 / JOIN;
  const beyond = mul(sign(logits), sub(closed, atJoin));
  return add(add(mul(polynomial(MEAN_ABOVE_HALF, square(near)), near), 0.5), beyond) as T;
}

/** logits [K·B, X] as [K, B, X], over which x [B, X] broadcasts. */
function bySample(logits: Tensor2D, x: Tensor2D): Tensor {
  const [batch, pixels] = x.shape;
  return reshape(logits, [logits.shape[0] / batch, batch, pixels]);
}

/**
 * Σ over pixels of the log-density of the continuous Bernoulli, in nats (Loaiza-Ganem & Cunningham 2019):
 * x·l − softplus(l) + log C(l) with C(l) = l / tanh(l/2) is (x − ½)·l − log(sinh(l/2)/(l/2)), even in l but for x·l, and finite at 0.
 *
 * logits [K·B, X] with row k·B + b, x [B, X] in [0, 1] → [K·B]. Differentiable in the logits only, by x − mean(l); x is constant.
 */
export function continuousBernoulliLogLikelihood(logits: Tensor2D, x: Tensor2D): Tensor1D {
  const [[rows, pixels], [batch, pixelsOfX]] = [logits.shape, x.shape];
  const message = () => `continuousBernoulliLogLikelihood: logits [${logits.shape}] do not fit x [${x.shape}]`;
  util.assert(pixels === pixelsOfX && rows % batch === 0, message);
  return customGrad((given, save) => {
    const l = given as Tensor2D;
    (save as GradSaveFunc)([l, x]);
    const samples = bySample(l, x);
    const value = reshape(sum(sub(mul(sub(x, 0.5), samples), logSinhcOfHalf(samples)), 2), [rows]);
    return { value, gradFunc: (dy: Tensor, saved: Tensor[]) => gradient(dy, saved as Tensor2D[]) };
  })(logits) as Tensor1D;
}

function gradient(dy: Tensor, [logits, x]: Tensor2D[]): Tensor {
  const residual = sub(x, continuousBernoulliMean(bySample(logits, x)));
  return mul(reshape(residual, logits.shape), expandDims(dy, 1));
}
