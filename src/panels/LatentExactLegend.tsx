import { formatError } from "../charts/estimateFormat";
import { sharesHeld } from "../charts/gaussianContours";
import { formatCount, formatNats } from "../charts/numberFormat";
import { whyNoQuadrature } from "../experiment/quadrature";
import type { ExactPosterior } from "../worker/protocol";
import { useAppState } from "./app";
import { evidenceName } from "./curvesCaptions";
import { useExactPosterior } from "./exactPosteriorOfImage";
import styles from "./LatentSpacePanel.module.css";

/** "log p(x) = −142.77 ± 0.001 nats (quadrature)", or why there is none. */
function describeEvidence({ logEvidence: { value, error, missed } }: ExactPosterior, name: string): string {
  if (missed) return `${name} is withheld, as mass lies where the lattice does not reach`;
  return `${name} = ${formatNats(value, 2)} ${formatError(error)} (quadrature)`;
}

/** How to read the exact posterior: what its contours hold, log p(x), its modes, and what it took. */
export function LatentExactLegend() {
  const exact = useExactPosterior();
  const step = useAppState((state) => state.exactPosterior?.step ?? 0);
  const name = useAppState((state) => evidenceName(state.experiment));
  const whyNot = useAppState((state) => whyNoQuadrature(state.experiment));
  if (whyNot !== null) return <span>No p(z|x): {whyNot}.</span>;
  if (exact === null) return <span>p(z|x): being computed…</span>;
  const { shape, modes, seconds } = exact;
  const held = shape === null ? "" : `${shape.axes.length === 1 ? "lines bound" : "contours hold"} ${sharesHeld(shape)}, `;
  const shares = modes.map(({ mass }) => `${formatNats(100 * mass, mass < 0.1 ? 1 : 0)} %`).join(" + ");
  const several = modes.length > 1 ? `${modes.length} modes (${shares}), ` : "";
  return (
    <span>
      <span className={styles.truth}>p(z|x)</span>: {held}
      {several}
      {describeEvidence(exact, name)}; step {formatCount(step)}, {seconds.toFixed(1)} s
    </span>
  );
}
