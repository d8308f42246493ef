import { formatNats } from "../charts/numberFormat";
import type { OneImage } from "../worker/protocol";
import { useAppState } from "./app";
import { useExactPosterior } from "./exactPosteriorOfImage";
import { LISTED_DIMENSIONS } from "./OneImageCode";
import { WorksheetTable } from "./WorksheetTable";
import styles from "./WorksheetTable.module.css";

/** "= 2.87 + 3.15" where the dimensions are few; what they share comes last. Of an estimate its error, and a hierarchy's layers. */
function describeKl({ klPerDimension, klPerLayer, klError, samples, dim }: OneImage): string {
  const error = klError === null ? "" : `± ${formatNats(klError, 2)}, ${samples} draws`;
  if (klPerLayer !== undefined) return `${error}; z ${formatNats(klPerLayer[0], 1)}, u ${formatNats(klPerLayer[1], 1)}`;
  if (klPerDimension === undefined) return error;
  const shared = klPerDimension.length > dim ? ` + ${formatNats(klPerDimension[dim], 2)} shared` : "";
  if (klPerDimension.length === 1) return "";
  if (dim > LISTED_DIMENSIONS) return shared === "" ? `Σ over ${dim} dimensions` : `Σ over ${dim}${shared}`;
  const dimensions = klPerDimension.slice(0, dim).map((kl) => formatNats(kl, 2));
  return `= ${dimensions.join(" + ")}${shared}`;
}

/** The image's own bound, over all of q: reconstruction, KL and their difference. */
export function WorksheetBound({ image }: { image: OneImage | null }) {
  const show = (read: (image: OneImage) => number): string => (image === null ? "–" : formatNats(read(image), 2));
  const exact = useExactPosterior();
  // While training the two pictures are of different weights.
  const isOfSameStep = useAppState((state) => state.exactPosterior?.step === state.oneImage?.step);
  const evidence = exact === null || exact.logEvidence.missed || !isOfSameStep ? "" : ` = ${formatNats(exact.logEvidence.value, 2)}`;
  const draws = image === null ? "" : `± ${formatNats(image.reconstructionError, 2)}, ${image.samples} draws`;
  return (
    <div className={styles.bound}>
      <WorksheetTable
        caption="This image: expectation over q, in nats"
        rows={[
          {
            sign: "",
            name: "reconstruction",
            term: "reconstruction",
            color: "reconstruction",
            value: show((i) => i.reconstruction),
            note: draws,
          },
          { sign: "−", name: "KL", term: "kl", color: "kl", value: show((i) => i.kl), note: image === null ? "" : describeKl(image) },
          { sign: "=", name: "ELBO", term: "elbo", color: "elbo", value: show((i) => i.elbo), note: `≤ log p(x)${evidence}` },
        ]}
      />
      {image !== null && Number.isFinite(image.elbo) && (
        <div className={styles.bar} aria-hidden="true">
          <span className={styles.barReconstruction} style={{ flexGrow: Math.abs(image.reconstruction) }} />
          <span className={styles.barKl} style={{ flexGrow: Math.max(0, image.kl) }} />
        </div>
      )}
    </div>
  );
}
