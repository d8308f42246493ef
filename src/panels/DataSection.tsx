import type { Binarization } from "../experiment/experiment";
import { RANGES } from "../experiment/ranges";
import { useActions, useAppState } from "./app";
import { NumberField } from "./controls/NumberField";
import { SelectField } from "./controls/SelectField";
import { logScale, type SliderScale } from "./controls/sliders";
import { DigitToggles } from "./DigitToggles";
import { Section } from "./Section";

const BINARIZATION_TITLES: Record<Binarization, string> = {
  dynamic: "bits, resampled",
  static: "bits, drawn once",
  none: "grey levels",
};

const decades = logScale(100, RANGES["data.trainSize"].max);
const SIZES: SliderScale = { ...decades, nudge: (value, direction) => Math.round(decades.nudge(value, direction)) };

/** Which images, and what their pixels become. */
export function DataSection() {
  const data = useAppState((state) => state.experiment.data);
  const { configure } = useActions();
  return (
    <Section title="Data · MNIST" note="restarts the run">
      <NumberField
        label="Images"
        explain="trainSize"
        value={data.trainSize}
        range={RANGES["data.trainSize"]}
        scale={SIZES}
        slider
        restarts="unmarked"
        commit={async (trainSize) => {
          if (trainSize !== null) await configure({ data: { trainSize } });
        }}
      />
      <DigitToggles digits={data.digits} commit={(digits) => configure({ data: { digits } })} />
      <SelectField
        label="Pixels"
        explain="binarization"
        value={data.binarization}
        options={BINARIZATION_TITLES}
        restarts="unmarked"
        commit={(binarization) => configure({ data: { binarization } })}
      />
    </Section>
  );
}
