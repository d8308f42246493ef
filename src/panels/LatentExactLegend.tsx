import { sharesHeld } from "../charts/gaussianContours";
import { formatCount, formatNats } from "../charts/numberFormat";
import type { ExactPosterior } from "../worker/protocol";
import { useAppState } from "./app";
import { useExactPosterior } from "./exactPosteriorOfImage";
import styles from "./LatentSpacePanel.module.css";

/** "log p(x) = −142.77 ± 0.001 nats (quadrature)", or why there is none. */
function describeEvidence({ logEvidence: { value, error, missed } }: ExactPosterior): string {
  if (missed) return "log p(x) is withheld, as mass lies where the lattice does not reach";
  return `log p(x) = ${formatNats(value, 2)} ± ${error.toFixed(3)} (quadrature)`;
}

/** How to read the exact posterior: what its contours hold, log p(x), its modes, and what it took. */
export function LatentExactLegend() {
  const exact = useExactPosterior();
  const step = useAppState((state) => state.exactPosterior?.step ?? 0);
  if (exact === null) return <span>p(z|x): being computed…</span>;
  const { shape, modes, seconds } = exact;
  const held = shape === null ? "" : `${shape.axes.length === 1 ? "lines bound" : "contours hold"} ${sharesHeld(shape)}, `;
  const several = modes.length > 1 ? `${modes.length} modes, ` : "";
  return (
    <span>
      <span className={styles.truth}>p(z|x)</span>: {held}
      {several}
      {describeEvidence(exact)}; step {formatCount(step)}, {seconds.toFixed(1)} s
    </span>
  );
}
