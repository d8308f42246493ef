import type { EngineName, OpenOptions, SessionCalls, SessionEvent } from "../worker/protocol";

/** What is known of the worker's doings from its events: enough to bring another to the same place. */
export interface Known {
  open: OpenOptions | null;
  engine: EngineName | null;
  runId: string | null;
  experiment: OpenOptions["experiment"] | null;
  step: number;
  savedStep: number | null;
  isTraining: boolean;
  stepsPerEpoch: number;
  probes: Parameters<SessionCalls["setProbes"]> | null;
}

/** What an event tells of it. */
export function learn(known: Known, event: SessionEvent): void {
  if (event.kind === "engine") known.engine = event.engine.name;
  else if (event.kind === "settings") known.experiment = event.experiment;
  else if (event.kind === "run") {
    if (event.run.runId !== known.runId) known.savedStep = null;
    Object.assign(known, { runId: event.run.runId, experiment: event.run.experiment, step: event.run.step });
  } else if (event.kind === "progress") {
    known.step = event.progress.step;
    known.isTraining = event.progress.phase === "training";
    known.stepsPerEpoch = event.progress.stepsPerEpoch;
  } else if (event.kind === "saved" && event.runId === known.runId && event.step !== null) known.savedStep = event.step;
}

/** Nothing yet. */
export function nothingKnown(): Known {
  const run = { runId: null, experiment: null, step: 0, savedStep: null, isTraining: false, stepsPerEpoch: 0 };
  return { ...run, open: null, engine: null, probes: null };
}
