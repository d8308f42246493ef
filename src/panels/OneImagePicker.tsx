import { ChevronLeft, ChevronRight, Dices } from "lucide-react";
import { useState } from "react";
import type { OneImage } from "../worker/protocol";
import { useActions, useAppState } from "./app";
import { NumberField } from "./controls/NumberField";
import { DrawDigit } from "./DrawDigit";
import styles from "./OneImagePicker.module.css";

/** Images in the official test set. */
const TEST_IMAGES = 10_000;
const TEST_RANGE = { min: 0, max: TEST_IMAGES - 1, integer: true };

/** Chooses the image: any of the test set by its number, its neighbours, one at random, or a digit drawn by hand. */
export function OneImagePicker({ image }: { image: OneImage | null }) {
  const { selectImage } = useActions();
  const selected = useAppState((state) => state.view.selected);
  const [last, setLast] = useState(0);
  const index = selected.kind === "dataset" ? selected.index : last;
  if (index !== last) setLast(index);
  const select = (next: number): void => selectImage({ kind: "dataset", split: "test", index: (next + TEST_IMAGES) % TEST_IMAGES });
  return (
    <div className={styles.picker}>
      <NumberField
        label="Test image"
        value={index}
        range={TEST_RANGE}
        commit={async (next) => {
          if (next !== null) select(next);
        }}
      />
      <div className={styles.buttons}>
        <button type="button" className={styles.icon} aria-label="Previous image" title="Previous image" onClick={() => select(index - 1)}>
          <ChevronLeft size={15} aria-hidden="true" />
        </button>
        <button type="button" className={styles.icon} aria-label="Next image" title="Next image" onClick={() => select(index + 1)}>
          <ChevronRight size={15} aria-hidden="true" />
        </button>
        <button
          type="button"
          className={styles.icon}
          aria-label="Random image"
          title="Random image"
          onClick={() => select(Math.floor(Math.random() * TEST_IMAGES))}
        >
          <Dices size={15} aria-hidden="true" />
        </button>
        <DrawDigit />
      </div>
      {selected.kind === "drawn" ? (
        <p className={styles.what}>
          Drawn, <em>outside the data</em>.{" "}
          <button type="button" className={styles.link} onClick={() => select(index)}>
            Back to test image {index}
          </button>
        </p>
      ) : (
        <p className={styles.what}>{image === null || image.label === null ? "label unknown yet" : `labelled ${image.label}`}</p>
      )}
    </div>
  );
}
