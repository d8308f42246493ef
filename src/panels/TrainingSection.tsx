import type { AdamSpec } from "../experiment/experiment";
import { RANGES } from "../experiment/ranges";
import { useActions, useAppState } from "./app";
import { NumberField } from "./controls/NumberField";
import { doublingScale, logScale, nudgeDecade, type SliderScale } from "./controls/sliders";
import { MoreSettings, Section } from "./Section";

const RATES = logScale(1e-5, 1e-1);
const BATCHES = doublingScale(RANGES.batchSize.max);
const DECADES: SliderScale = logScale(1e-3, 1e3);
/** Decays near 1 move in the distance that is left to 1. */
const DECAYS: SliderScale = {
  ...RATES,
  nudge: (value, direction) => Number((1 - nudgeDecade(1 - value, direction === 1 ? -1 : 1)).toPrecision(7)),
};

/** How it is trained. */
export function TrainingSection() {
  const batchSize = useAppState((state) => state.experiment.batchSize);
  const seed = useAppState((state) => state.experiment.seed);
  const stopAfterEpochs = useAppState((state) => state.experiment.stopAfterEpochs);
  const { configure } = useActions();
  return (
    <Section title="Training" note="live, except ↻">
      <LearningRateField />
      <NumberField
        label="Batch size"
        explain="batchSize"
        value={batchSize}
        range={RANGES.batchSize}
        scale={BATCHES}
        slider
        restarts="marked"
        commit={async (value) => {
          if (value !== null) await configure({ batchSize: value });
        }}
      />
      <NumberField
        label="Seed"
        explain="seed"
        value={seed}
        range={RANGES.seed}
        restarts="marked"
        commit={async (value) => {
          if (value !== null) await configure({ seed: value });
        }}
      />
      <NumberField
        label="Stop after, in epochs"
        explain="stopAfter"
        value={stopAfterEpochs}
        range={RANGES.stopAfterEpochs}
        commit={(value) => configure({ stopAfterEpochs: value })}
      />
      <AdamFields />
    </Section>
  );
}

/** Changes some of the optimiser; the whole is sent, because tagged unions are replaced whole. */
function useChangeOptimizer(): (change: Partial<AdamSpec>) => Promise<void> {
  const optimizer = useAppState((state) => state.experiment.optimizer);
  const { configure } = useActions();
  return (change) => configure({ optimizer: { ...optimizer, ...change } });
}

function LearningRateField() {
  const learningRate = useAppState((state) => state.experiment.optimizer.learningRate);
  const change = useChangeOptimizer();
  return (
    <NumberField
      label="Learning rate"
      explain="learningRate"
      value={learningRate}
      range={RANGES["optimizer.learningRate"]}
      scale={RATES}
      slider
      commit={async (value) => {
        if (value !== null) await change({ learningRate: value });
      }}
    />
  );
}

const ADAM_FIELDS = [
  { key: "beta1", label: "beta1", explain: "adamBeta1", range: RANGES["optimizer.beta1"], scale: DECAYS },
  { key: "beta2", label: "beta2", explain: "adamBeta2", range: RANGES["optimizer.beta2"], scale: DECAYS },
  { key: "epsilon", label: "epsilon", explain: "adamEpsilon", range: RANGES["optimizer.epsilon"], scale: DECADES },
  { key: "clipNorm", label: "Clip norm", explain: "clipNorm", range: RANGES["optimizer.clipNorm"], scale: DECADES },
] as const;

function AdamFields() {
  const optimizer = useAppState((state) => state.experiment.optimizer);
  const change = useChangeOptimizer();
  return (
    <MoreSettings title="Adam, clipping">
      {ADAM_FIELDS.map(({ key, ...field }) => (
        <NumberField key={key} {...field} value={optimizer[key]} commit={(value) => change({ [key]: value })} />
      ))}
    </MoreSettings>
  );
}
