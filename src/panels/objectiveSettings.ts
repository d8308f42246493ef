import type { ObjectiveSpec } from "../experiment/experiment";
import type { ObjectiveChange } from "../store/actions";
import { useActions } from "./app";

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

/** Changes some of the objective in force. */
export function useChangeObjective(): (change: ObjectiveChange) => Promise<void> {
  return useActions().changeObjective;
}

/** Takes the objective of a kind; the rest of it takes the defaults that go with the model. */
export function useChangeBound(): (kind: ObjectiveSpec["kind"]) => Promise<void> {
  const { configure } = useActions();
  return (kind) => configure({ objective: { kind } });
}
