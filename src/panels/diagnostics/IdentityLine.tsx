import { formatError } from "../../charts/estimateFormat";
import { formatNats } from "../../charts/numberFormat";
import styles from "./Diagnostics.module.css";
import type { EvidenceIdentity } from "./evidenceIdentity";

/** log p(x) = ELBO + KL(q ‖ p(z|x)), and under each term its number. */
export function IdentityLine({ identity: { decimals, logEvidence, elbo, kl } }: { identity: EvidenceIdentity }) {
  return (
    <p className={styles.identity}>
      <Term symbol="log p(x)" tone={styles.truth} value={formatNats(logEvidence.value, decimals)} note="by quadrature" />
      <span className={styles.sign}>=</span>
      <Term symbol="ELBO" tone={styles.elbo} value={formatNats(elbo.value, decimals)} note={formatError(elbo.error, decimals)} />
      <span className={styles.sign}>+</span>
      <Term symbol="KL(q ‖ p(z|x))" tone={styles.kl} value={formatNats(kl.value, decimals)} note={formatError(kl.error, decimals)} />
    </p>
  );
}

function Term({ symbol, tone, value, note }: { symbol: string; tone: string; value: string; note: string }) {
  return (
    <span className={tone}>
      {symbol} <strong>{value}</strong> <small>{note}</small>
    </span>
  );
}
