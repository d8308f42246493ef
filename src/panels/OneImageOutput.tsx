import { DigitImage } from "../charts/DigitImage";
import type { OneImage } from "../worker/protocol";
import styles from "./OneImagePanel.module.css";

/** The decoder's mean image for this z. */
export function OneImageOutput({ image }: { image: OneImage | null }) {
  return (
    <div className={styles.picture}>
      <DigitImage pixels={image?.decoded ?? null} label="E[x|z], the decoder's mean for this z" className={styles.digit} />
      <div className={styles.pictureCaption}>
        <span>
          E[<var>x</var>|<var>z</var>]
        </span>
      </div>
    </div>
  );
}
