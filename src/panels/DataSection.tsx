import { withField } from "../experiment/defaults";
import { BINARIZATIONS, type Binarization } from "../experiment/experiment";
import { RANGES } from "../experiment/ranges";
import { brokenRules } from "../experiment/rules";
import { useActions, useAppState } from "./app";
import { CHOICE_TITLES } from "./choiceTitles";
import { NotOffered } from "./controls/NotOffered";
import { NumberField } from "./controls/NumberField";
import { partOffers } from "./controls/offers";
import { SelectField } from "./controls/SelectField";
import { logScale, type SliderScale } from "./controls/sliders";
import { DigitToggles } from "./DigitToggles";
import { Section } from "./Section";

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
      <PixelsField />
    </Section>
  );
}

/** What the pixels become; bits only where p(x|z) is a probability of bits. */
function PixelsField() {
  const experiment = useAppState((state) => state.experiment);
  const { configure } = useActions();
  const { binarization } = experiment.data;
  const ruleAgainst = (value: Binarization) => brokenRules(withField(experiment, "data.binarization", value))[0]?.sentence ?? null;
  const choices = BINARIZATIONS.map((value) => ({ value, sentence: ruleAgainst(value) }));
  const { options, missing } = partOffers(CHOICE_TITLES.binarization, choices, binarization);
  return (
    <SelectField
      label="Pixels"
      explain="binarization"
      value={binarization}
      options={options}
      restarts="unmarked"
      note={missing.length > 0 && <NotOffered missing={missing} />}
      commit={(value) => configure({ data: { binarization: value } })}
    />
  );
}
