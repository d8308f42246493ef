import { useMemo } from "react";
import { useAppState } from "./app";
import { DataSection } from "./DataSection";
import styles from "./ExperimentRail.module.css";
import { ModelSection } from "./ModelSection";
import { ObjectiveSection } from "./ObjectiveSection";
import { presetInForce } from "./presetInForce";
import { TrainingSection } from "./TrainingSection";

/** The experiment, every part of it editable. */
export function ExperimentRail() {
  const experiment = useAppState((state) => state.experiment);
  const lookFor = useMemo(() => presetInForce(experiment)?.lookFor, [experiment]);
  return (
    <div className={styles.rail}>
      {lookFor && (
        <p className={styles.lookFor}>
          <strong>Look for</strong> {lookFor}
        </p>
      )}
      <DataSection />
      <ModelSection />
      <ObjectiveSection />
      <TrainingSection />
    </div>
  );
}
