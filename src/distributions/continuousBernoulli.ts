import { abs, add, clipByValue, div, exp, log1p, maximum, mul, neg, reshape, step, sub, type Tensor } from "@tensorflow/tfjs-core";
import { continuousBernoulliLogLikelihood, continuousBernoulliMean } from "../engine/operations/continuousBernoulli";
import type { Likelihood } from "./likelihood";

/** A logit nearer to 0 draws as this one does, which moves a draw by at most an eighth of it. */
const SMALLEST_LOGIT = 1e-3;

/**
 * x in [0, 1] with density C(l) e^{x·l} / (1 + e^l), the Bernoulli's form made a density by its normaliser (Loaiza-Ganem & Cunningham 2019).
 * Its mean is not σ(l): see `continuousBernoulliMean`.
 */
export const continuousBernoulli: Likelihood = {
  logProb(logits, x) {
    const batch = x.shape[0];
    return reshape(continuousBernoulliLogLikelihood(logits, x), [logits.shape[0] / batch, batch]);
  },
  mean: continuousBernoulliMean,
  noise: "uniform",
  sample,
};

/**
 * The inverse of the distribution function, log(1 + u(e^l − 1))/l. With a = |l| it is 1 + log1p((1 − w)(e^{−a} − 1))/a for l > 0, w = u; what is
 * drawn for −l from 1 − u is 1 minus that, so that nothing overflows on either side.
 */
function sample<T extends Tensor>(logits: T, noise: Tensor): T {
  const size = maximum(abs(logits), SMALLEST_LOGIT);
  const isPositive = step(logits);
  const above = add(mul(isPositive, sub(1, noise)), mul(sub(1, isPositive), noise));
  const drawn = add(1, div(log1p(mul(above, sub(exp(neg(size)), 1))), size));
  const either = add(mul(isPositive, drawn), mul(sub(1, isPositive), sub(1, drawn)));
  return clipByValue(either, 0, 1) as T;
}
