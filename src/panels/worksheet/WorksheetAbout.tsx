import { WORKS } from "../explanations/explanation";
import styles from "./WorksheetPanel.module.css";

/** How to read the page, and where it can mislead. */
export function WorksheetAbout() {
  return (
    <div className={styles.about}>
      <p>
        Each row weighs one draw z from q(z|x) by w = p(x|z) p(z) / q(z|x): the mean of log w is the ELBO, the log of the mean is L, which
        on average climbs towards log p(x) as rows are added; the fewer draws carry the weight, the smaller the effective sample size (ESS).
      </p>
      <p>
        k̂ is the shape of the weights’ tail: from 0.7 on (lower with few draws) L is not to be trusted. A small k̂, a large ESS and an L that
        has settled do not exclude a mode of p(z|x) that no draw has reached.
      </p>
      <p className={styles.references}>
        {[WORKS.burda, WORKS.vehtari].map(({ text, url }) => (
          <a key={url} href={url} target="_blank" rel="noreferrer">
            {text}
          </a>
        ))}
      </p>
    </div>
  );
}
