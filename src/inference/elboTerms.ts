import type { Tensor, Tensor2D } from "@tensorflow/tfjs-core";
import type { Guide } from "../vae/guide";
import type { Model } from "../vae/model";

/** The ELBO in its two terms, per image, before any mean. */
export interface ElboTerms {
  /** log p(x|z_k), [K, batch]. */
  logLikelihood: Tensor2D;
  /** Analytic KL(q(z|x) ‖ p(z)) per dimension, [batch, dim]. */
  kl: Tensor2D;
}

/** ELBO = mean(logLikelihood) − mean_b Σ_d kl (Kingma & Welling 2014, equation 10 with the analytic KL of appendix B). */
export function elboTerms(model: Model, guide: Guide, x: Tensor2D, noise: Tensor): ElboTerms {
  const q = guide.posterior(x);
  return { logLikelihood: model.logLikelihood(x, q.sample(noise)), kl: q.klToStandardNormal() };
}
