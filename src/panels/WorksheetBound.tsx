import { formatNats } from "../charts/numberFormat";
import type { OneImage } from "../worker/protocol";
import { LISTED_DIMENSIONS } from "./OneImageCode";
import { WorksheetTable } from "./WorksheetTable";
import styles from "./WorksheetTable.module.css";

/** "= 2.87 + 3.15" where the dimensions are few. */
function describeTerms({ klPerDimension }: OneImage): string {
  if (klPerDimension.length === 1) return "";
  if (klPerDimension.length > LISTED_DIMENSIONS) return `Σ over ${klPerDimension.length} dimensions`;
  return `= ${Array.from(klPerDimension, (kl) => formatNats(kl, 2)).join(" + ")}`;
}

/** The image's own bound, over all of q: reconstruction, analytic KL and their difference. */
export function WorksheetBound({ image }: { image: OneImage | null }) {
  const show = (read: (image: OneImage) => number): string => (image === null ? "–" : formatNats(read(image), 2));
  const draws = image === null ? "" : `± ${formatNats(image.reconstructionError, 2)}, ${image.reconstructionSamples} draws`;
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
          { sign: "−", name: "KL", term: "kl", color: "kl", value: show((i) => i.kl), note: image === null ? "" : describeTerms(image) },
          { sign: "=", name: "ELBO", term: "elbo", color: "elbo", value: show((i) => i.elbo), note: "≤ log p(x)" },
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
