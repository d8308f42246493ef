import type { FreeBitsPer } from "../experiment/experiment";
import { RANGES } from "../experiment/ranges";
import { useAppState } from "./app";
import { NumberField } from "./controls/NumberField";
import { SelectField } from "./controls/SelectField";
import { doublingScale, linearScale, type SliderScale } from "./controls/sliders";
import styles from "./ExperimentRail.module.css";
import { GradientSignal } from "./GradientSignal";
import { ObjectiveFormula } from "./ObjectiveFormula";
import { SETTING_IDS, useChangeObjective } from "./objectiveSettings";
import { ScheduleFields } from "./ScheduleFields";
import { Section } from "./Section";

const PER_TITLES: Record<FreeBitsPer, string> = {
  dimension: "dimension",
  imageDimension: "image and dimension",
  total: "total",
};
const FLOORS = linearScale(0, 4, 0.05);
const SAMPLES: SliderScale = { ...doublingScale(RANGES["objective.samples"].max), nudge: (value, direction) => value + direction };

/** What is maximised; every part of it can be changed while it trains. */
export function ObjectiveSection() {
  const objective = useAppState((state) => state.experiment.objective);
  const change = useChangeObjective();
  if (objective.kind !== "elbo") return null;
  const { freeBits } = objective;
  return (
    <Section title="Objective" note="live">
      <ObjectiveFormula key={`${objective.samples > 1} ${freeBits.nats > 0} ${freeBits.per}`} objective={objective} />
      <ScheduleFields schedule={objective.beta} />
      <NumberField
        id={SETTING_IDS.freeBits}
        label="Free bits"
        symbol={<span className={styles.floor}>λ</span>}
        explain="freeBits"
        value={freeBits.nats}
        range={RANGES["objective.freeBits.nats"]}
        scale={FLOORS}
        slider
        commit={async (nats) => {
          if (nats !== null) await change({ freeBits: { ...freeBits, nats } });
        }}
      />
      <SelectField
        label="Floor per"
        value={freeBits.per}
        options={PER_TITLES}
        commit={(per) => change({ freeBits: { ...freeBits, per } })}
      />
      <NumberField
        id={SETTING_IDS.samples}
        label="Samples K"
        explain="samples"
        value={objective.samples}
        range={RANGES["objective.samples"]}
        scale={SAMPLES}
        slider
        commit={async (samples) => {
          if (samples !== null) await change({ samples });
        }}
      />
      <GradientSignal />
    </Section>
  );
}
