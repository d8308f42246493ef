import type { DeepPartial, ElboSpec, Experiment, IwaeSpec, ObjectiveSpec } from "../experiment/experiment";
import { useActions, useAppState } from "./app";

/** The ids of the settings that the objective's formula leads to. */
export const SETTING_IDS = {
  beta: "setting-beta",
  freeBits: "setting-free-bits",
  annealing: "setting-annealing",
  samples: "setting-samples",
  kl: "setting-kl",
  estimator: "setting-estimator",
} as const;

export type ObjectiveSetting = keyof typeof SETTING_IDS;

/** Moves the focus to the setting and, where motion is welcome, makes it flash. */
export function showSetting(setting: ObjectiveSetting): void {
  const field = document.getElementById(SETTING_IDS[setting]);
  field?.focus();
  field?.scrollIntoView({ block: "nearest" });
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const accent = getComputedStyle(document.documentElement).getPropertyValue("--accent");
  field?.animate([{ boxShadow: `0 0 0 4px ${accent}` }, { boxShadow: "0 0 0 10px transparent" }], { duration: 700, easing: "ease-out" });
}

/** Some of an objective of the kind in force. */
export type ObjectiveChange = Partial<Omit<ElboSpec, "kind">> | Partial<Omit<IwaeSpec, "kind">>;

/** Changes some of the objective; the whole is sent, because tagged unions are replaced whole. */
export function useChangeObjective(): (change: ObjectiveChange) => Promise<void> {
  const objective = useAppState((state) => state.experiment.objective);
  const { configure } = useActions();
  return (change) => configure({ objective: { ...objective, ...change } } as DeepPartial<Experiment>);
}

/** Takes the objective of a kind; the rest of it takes the defaults that go with the model. */
export function useChangeBound(): (kind: ObjectiveSpec["kind"]) => Promise<void> {
  const { configure } = useActions();
  return (kind) => configure({ objective: { kind } });
}
