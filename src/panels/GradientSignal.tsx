import { Popover } from "./controls/Popover";
import styles from "./GradientSignal.module.css";
import { useOnDemand } from "./useOnDemand";

const loadMeasurement = async () => (await import("./GradientSignalMeasurement")).GradientSignalMeasurement;

/** A button that opens the measurement of the gradient's noise. */
export function GradientSignal() {
  const { part: Measurement, request } = useOnDemand(loadMeasurement, "The measurement of the gradient's noise");
  return (
    <Popover button="Gradient noise" buttonClassName={styles.open} label="Gradient noise" width={440} onOpen={request}>
      {Measurement === null ? "…" : <Measurement />}
    </Popover>
  );
}
