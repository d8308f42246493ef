import { useMemo } from "react";
import { useAppState } from "./app";
import styles from "./PresetLookFor.module.css";
import { presetInForce } from "./presetInForce";

/** What the preset shows, beside the picture that shows it. */
export function PresetLookFor() {
  const experiment = useAppState((state) => state.experiment);
  const lookFor = useMemo(() => presetInForce(experiment)?.lookFor, [experiment]);
  return (
    lookFor && (
      <p className={styles.lookFor}>
        <strong>Look for</strong> {lookFor}
      </p>
    )
  );
}
