import { errorDecimals } from "../../charts/estimateFormat";
import type { Estimate, QuadratureValue } from "../../worker/protocol";

/** log p(x) = ELBO + KL(q ‖ p(z|x)) with as many decimals as the errors allow: as written, the numbers add up. */
export interface EvidenceIdentity {
  decimals: number;
  logEvidence: Estimate;
  elbo: Estimate;
  kl: Estimate;
}

export function evidenceIdentity(elbo: Estimate, { value, error }: Pick<QuadratureValue, "value" | "error">): EvidenceIdentity {
  const decimals = errorDecimals(Math.max(elbo.error, error));
  const round = (number: number) => Number(number.toFixed(decimals));
  const kl = { value: round(round(value) - round(elbo.value)), error: Math.hypot(elbo.error, error) };
  return { decimals, logEvidence: { value: round(value), error }, elbo: { value: round(elbo.value), error: elbo.error }, kl };
}
