import { legalObjectives } from "../experiment/choices";
import type { ElboEstimator, Experiment } from "../experiment/experiment";
import { SAMPLE_RANGES } from "../experiment/ranges";
import { useAppState } from "./app";
import { ChoiceField } from "./controls/ChoiceField";
import { NumberField } from "./controls/NumberField";
import { doublingScale, type SliderScale } from "./controls/sliders";
import { FreeBitsFields } from "./FreeBitsFields";
import { GradientSignal } from "./GradientSignal";
import { ObjectiveFormula } from "./ObjectiveFormula";
import { objectiveLeads } from "./objectiveLeads";
import { objectiveLines } from "./objectiveLines";
import { SETTING_IDS, useChangeBound, useChangeObjective } from "./objectiveSettings";
import { ScheduleFields } from "./ScheduleFields";
import { Section } from "./Section";
import { WithoutKlFields } from "./WithoutKlFields";

/** What is maximised; every part of it can be changed while it trains. */
export function ObjectiveSection() {
  const experiment = useAppState((state) => state.experiment);
  const changeBound = useChangeBound();
  const change = useChangeObjective();
  const { objective } = experiment;
  const choices = legalObjectives(experiment);
  const lines = objectiveLines(experiment);
  return (
    <Section title="Objective" note="live">
      <ObjectiveFormula key={lines.join(" ")} lines={lines} leads={objectiveLeads(objective)} />
      <ChoiceField label="Bound" explain="bound" group="bound" value={objective.kind} choices={choices.kind} commit={changeBound} />
      {objective.kind === "elbo" ? (
        <>
          <ScheduleFields schedule={objective.beta} />
          <FreeBitsFields freeBits={objective.freeBits} choices={choices.freeBitsPer} />
        </>
      ) : (
        <WithoutKlFields />
      )}
      <SamplesField objective={objective} />
      {objective.kind === "elbo" && (
        <ChoiceField
          id={SETTING_IDS.kl}
          label="KL"
          explain="klKind"
          group="kl"
          value={objective.kl}
          choices={choices.kl}
          commit={(kl) => change({ kl })}
        />
      )}
      <ChoiceField
        id={SETTING_IDS.estimator}
        label="Gradient"
        explain="estimator"
        group="estimator"
        value={objective.estimator}
        choices={choices.estimator}
        // Of those offered, all are legal for the objective's kind.
        commit={(estimator) => change({ estimator: estimator as ElboEstimator })}
      />
      <GradientSignal />
    </Section>
  );
}

const scaleOf = (max: number): SliderScale => ({ ...doublingScale(max), nudge: (value, direction) => value + direction });
const SAMPLE_SCALES = { elbo: scaleOf(SAMPLE_RANGES.elbo.max), iwae: scaleOf(SAMPLE_RANGES.iwae.max) };

/** K; a baseline of the other draws needs another draw. */
function SamplesField({ objective }: Pick<Experiment, "objective">) {
  const change = useChangeObjective();
  const range = SAMPLE_RANGES[objective.kind];
  return (
    <NumberField
      id={SETTING_IDS.samples}
      label="Samples K"
      explain="samples"
      value={objective.samples}
      range={objective.estimator === "scoreLeaveOneOut" ? { ...range, min: 2 } : range}
      scale={SAMPLE_SCALES[objective.kind]}
      slider
      commit={async (samples) => {
        if (samples !== null) await change({ samples });
      }}
    />
  );
}
