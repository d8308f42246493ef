import { DEFAULT_EXPERIMENT, type Experiment } from "../experiment/experiment";
import { PRESETS, type Preset } from "../experiment/presets";
import { mergeExperiment } from "../experiment/resolve";

/** All of an experiment but its seed, in one order. */
function fingerprint(experiment: Experiment): string {
  return JSON.stringify(mergeExperiment(experiment, { seed: 0 }));
}

/** The preset that the experiment is an instance of, whatever its seed; null for none. */
export function presetInForce(experiment: Experiment): Preset | null {
  const present = fingerprint(experiment);
  return PRESETS.find((preset) => fingerprint(mergeExperiment(DEFAULT_EXPERIMENT, preset.patch)) === present) ?? null;
}
