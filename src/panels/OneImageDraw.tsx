import { formatNats } from "../charts/numberFormat";
import type { OneImage } from "../worker/protocol";
import { Explain } from "./Explain";
import styles from "./OneImageCode.module.css";

/** What of the code is estimated, and from how many draws; empty where nothing is. */
function describeEstimates({ meanSamples, standardDeviationSamples }: OneImage): string {
  if (standardDeviationSamples === null) return "";
  return `${meanSamples === null ? "σ" : "μ, σ"} from ${standardDeviationSamples} draws`;
}

/** How the noise became z, where it was not dimension by dimension. */
function describeDraw({ reparameterization, stratum, mean, dim }: OneImage): string {
  const upper = mean.length > dim ? " → u" : "";
  if (stratum !== null) return ` → component ${stratum.index + 1} of ${stratum.count} (π ${formatNats(stratum.share, 2)}) → z${upper}`;
  if (upper !== "") return ` → z${upper}`;
  return reparameterization === "linear" ? ": z = μ + Lε" : " → flow → z";
}

/** Under the code: the way from ε to z in words, and what is estimated. */
export function OneImageDraw({ image }: { image: OneImage }) {
  const estimates = describeEstimates(image);
  return (
    <div className={`${styles.codeLegend} ${styles.draw}`}>
      <Explain term="epsilonNoise">
        <var>ε</var>
      </Explain>
      {describeDraw(image)}
      {estimates !== "" && `; ${estimates}`}
    </div>
  );
}
