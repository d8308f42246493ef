import { useId } from "react";
import { formatCount } from "../charts/numberFormat";
import { useAppState } from "./app";
import { Explain } from "./Explain";
import { LatentSpaceCaption } from "./LatentSpaceCaption";
import { LatentSpaceLayers } from "./LatentSpaceLayers";
import styles from "./LatentSpacePanel.module.css";
import { LatentSpaceSettings } from "./LatentSpaceSettings";
import { LatentSpaceTable } from "./LatentSpaceTable";
import { LatentSquare } from "./LatentSquare";
import { useLatentView } from "./latentView";

/** Of which step the picture is; before the first one, what to do. */
export function PictureStep() {
  const step = useAppState((state) => state.latentGrid?.step ?? state.encodings?.step ?? null);
  const untrained = useAppState((state) => state.run?.step === 0 && state.run.phase === "idle");
  if (untrained) return <span className={styles.step}>Untrained: press Train</span>;
  return <span className={styles.step}>{step === null ? "no picture yet" : `step ${formatCount(step)}`}</span>;
}

/** The latent space as one square picture: its layers share one map from z to position. */
export function LatentSpacePanel() {
  const title = useId();
  const view = useLatentView();
  return (
    <figure className={styles.panel} aria-labelledby={title}>
      <div className={styles.head}>
        <h2 id={title} className={styles.title}>
          Latent space
        </h2>
        <Explain term="latentSpace" />
        <PictureStep />
        <LatentSpaceLayers />
      </div>
      <div className={styles.body}>
        <div className={styles.picture}>
          <LatentSquare view={view} />
          <LatentSpaceCaption view={view} />
        </div>
        <LatentSpaceSettings view={view} />
      </div>
      <LatentSpaceTable view={view} />
    </figure>
  );
}
