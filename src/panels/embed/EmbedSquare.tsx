import { useId } from "react";
import { LatentSpaceCaption } from "../LatentSpaceCaption";
import { PictureStep } from "../LatentSpacePanel";
import { LatentSpaceTable } from "../LatentSpaceTable";
import { LatentSquare } from "../LatentSquare";
import { useLatentView } from "../latentView";
import styles from "./EmbedSquare.module.css";

/** The latent square with the layers that the link asks for. */
export function EmbedSquare() {
  const title = useId();
  const view = useLatentView();
  return (
    <figure className={styles.figure} aria-labelledby={title}>
      <div className={styles.head}>
        <h2 id={title} className={styles.title}>
          Latent space
        </h2>
        <PictureStep />
      </div>
      <div className={styles.picture}>
        <LatentSquare view={view} />
        <LatentSpaceCaption view={view} />
      </div>
      <LatentSpaceTable view={view} />
    </figure>
  );
}
