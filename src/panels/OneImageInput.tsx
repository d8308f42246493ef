import { useState } from "react";
import { DigitImage } from "../charts/DigitImage";
import type { OneImage } from "../worker/protocol";
import { useAppState } from "./app";
import styles from "./OneImagePanel.module.css";
import { OneImagePicker } from "./OneImagePicker";

/** x as the encoder sees it, or the grey levels it was drawn from, and the ways to choose another. */
export function OneImageInput({ image }: { image: OneImage | null }) {
  const binarized = useAppState((state) => state.experiment.data.binarization !== "none");
  const [grey, setGrey] = useState(false);
  const original = grey && binarized;
  return (
    <div className={styles.input}>
      <div className={styles.picture}>
        <DigitImage
          pixels={image && (original ? image.grey : image.seen)}
          label={original ? "x, the grey original" : "x, as the encoder sees it"}
          className={styles.digit}
        />
        <div className={styles.pictureCaption}>
          <span>
            <var>x</var> {binarized && !original ? "bits" : "grey"}
          </span>
          {binarized && (
            <button type="button" className={styles.chip} aria-label="Grey original" aria-pressed={original} onClick={() => setGrey(!grey)}>
              grey
            </button>
          )}
        </div>
      </div>
      <OneImagePicker image={image} />
    </div>
  );
}
