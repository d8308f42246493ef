import { DataSection } from "./DataSection";
import styles from "./ExperimentRail.module.css";
import { ModelSection } from "./ModelSection";
import { ObjectiveSection } from "./ObjectiveSection";
import { TrainingSection } from "./TrainingSection";

/** The experiment, every part of it editable. */
export function ExperimentRail() {
  return (
    <div className={styles.rail}>
      <DataSection />
      <ModelSection />
      <ObjectiveSection />
      <TrainingSection />
    </div>
  );
}
