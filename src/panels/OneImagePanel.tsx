import { useId } from "react";
import type { OneImageSettings } from "../worker/protocol";
import { useAppState } from "./app";
import { Explain } from "./Explain";
import { OneImageCode } from "./OneImageCode";
import { OneImageInput } from "./OneImageInput";
import { OneImageOutput } from "./OneImageOutput";
import styles from "./OneImagePanel.module.css";
import { OneImageStage } from "./OneImageStage";
import { WorksheetBound } from "./WorksheetBound";
import { WorksheetSample } from "./WorksheetSample";

/** The sheet is of the image and the ε that are asked for now. */
function isCurrent(settings: OneImageSettings | undefined, asked: Pick<OneImageSettings, "source" | "draw">): boolean {
  if (settings === undefined || settings.draw !== asked.draw || settings.source.kind !== asked.source.kind) return false;
  return settings.source.kind !== "dataset" || asked.source.kind !== "dataset" || settings.source.index === asked.source.index;
}

/** One image through the model, from its pixels to its bound. */
export function OneImagePanel() {
  const title = useId();
  const image = useAppState((state) => state.oneImage?.value ?? null);
  const source = useAppState((state) => state.view.selected);
  const draw = useAppState((state) => state.view.draw);
  const busy = image !== null && !isCurrent(image.settings, { source, draw });
  return (
    <figure className={styles.panel} aria-labelledby={title} aria-busy={busy}>
      <h2 id={title} className={styles.title}>
        One image
      </h2>
      <div className={styles.body} data-wide-code={image !== null && image.mean.length > 2}>
        <div className={styles.flow}>
          <OneImageInput image={image} />
          <OneImageStage name="encoder" formula="q(z|x)" narrows />
          <OneImageCode image={image} />
          <OneImageStage name="decoder" formula="p(x|z)" />
          <OneImageOutput image={image} />
        </div>
        <div className={styles.sheets}>
          <WorksheetSample image={image} />
          <WorksheetBound image={image} />
        </div>
      </div>
      <span className={styles.about}>
        <Explain term="worksheet" />
      </span>
    </figure>
  );
}
