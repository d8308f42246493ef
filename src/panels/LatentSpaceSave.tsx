import { useContext } from "react";
import { useDigitColors } from "../charts/digitImageColors";
import { AppContext } from "./app";
import styles from "./LatentSpacePanel.module.css";
import type { LatentView } from "./latentView";

/** Saves the square with its axes and legend. */
export function LatentSpaceSave({ view }: { view: LatentView }) {
  const app = useContext(AppContext);
  const colors = useDigitColors();
  if (app === null) return null;
  const save = async (): Promise<void> => {
    const state = app.store.getState();
    try {
      const [{ canvasToPng, downloadBlob }, { latentSpacePicture }] = await Promise.all([
        import("./exportFigure"),
        import("./latentSpacePicture"),
      ]);
      downloadBlob(await canvasToPng(latentSpacePicture(state, view, colors)), `latent-space-step-${state.latentGrid?.step ?? 0}.png`);
    } catch (reason) {
      app.actions.notify("error", `The picture was not saved: ${reason instanceof Error ? reason.message : String(reason)}.`);
    }
  };
  return (
    <button type="button" className={styles.small} onClick={() => void save()}>
      save as PNG
    </button>
  );
}
