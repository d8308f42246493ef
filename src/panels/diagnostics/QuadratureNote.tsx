import { formatError, formatEstimate } from "../../charts/estimateFormat";
import { formatCount, formatNats, formatWeight } from "../../charts/numberFormat";
import type { QuadratureValue } from "../../worker/protocol";
import styles from "./Diagnostics.module.css";

/** Why the value is withheld: the check finds more, or else mass lies at the very edge of the domain. */
function whyWithheld({ check, value, error, limit }: QuadratureValue): string {
  if (check.value > value + error + 3 * check.error) {
    return `Missed mass: the importance estimate ${formatEstimate(check)} exceeds the lattice's ${formatEstimate({ value, error })}; the value is withheld.`;
  }
  return `Missed mass: the exact posterior reaches the edge of the widest lattice, ±${formatNats(limit, 0)}, so more lies beyond it; the value is withheld.`;
}

/** How log p(x) was had, and what its error is made of; where it missed mass, that its value is withheld. */
export function QuadratureNote({ quadrature }: { quadrature: QuadratureValue }) {
  if (quadrature.missed) return <p className={styles.failed}>{whyWithheld(quadrature)}</p>;
  return (
    <details className={styles.more}>
      <summary>quadrature {formatError(quadrature.error)} nats</summary>
      <Derivation quadrature={quadrature} />
    </details>
  );
}

function Derivation({ quadrature: { spacing, limit, points, parts, check } }: { quadrature: QuadratureValue }) {
  return (
    <p className={styles.small}>
      Finest cells h = {formatWeight(spacing)} on ±{formatNats(limit, 1)}; {formatCount(points)} points decoded. Of the error the lattice
      has {formatWeight(parts.lattice)}, discarded cells {formatWeight(parts.discarded)}, the edge of the domain {formatWeight(parts.shell)}{" "}
      nats. Checked against an importance estimate, {formatEstimate(check)}.
    </p>
  );
}
