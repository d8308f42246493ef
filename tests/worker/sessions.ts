import { startNodeSession } from "../../scripts/nodeSession";
import { DEFAULT_EXPERIMENT, type DeepPartial, type Experiment } from "../../src/experiment/experiment";
import { mergeExperiment } from "../../src/experiment/resolve";
import type { EngineName, HistoryPoint, ProbeSettings, SessionCalls, SessionEvent } from "../../src/worker/protocol";

/** A session on the real data, and what it has said. */
export interface TestSession {
  call: SessionCalls;
  events: SessionEvent[];
  /** The curves of the run in hand, in the order of their steps. */
  history(): HistoryPoint[];
}

/** No picture at all. */
export const NO_PROBES: ProbeSettings = { latentGrid: null, encodings: null, oneImage: null, exactPosterior: null, truthPoint: null };

/** A small model that trains in milliseconds. */
const SMALL: DeepPartial<Experiment> = {
  data: { trainSize: 4000 },
  network: { encoder: [24], decoder: [24] },
  batchSize: 32,
};

export function smallExperiment(patch: DeepPartial<Experiment> = {}): Experiment {
  return mergeExperiment(mergeExperiment(DEFAULT_EXPERIMENT, SMALL), patch);
}

export async function openSession(experiment: Experiment = smallExperiment(), engine: EngineName = "simd"): Promise<TestSession> {
  const events: SessionEvent[] = [];
  const call = startNodeSession((event) => events.push(event));
  await call.open({ engine, experiment });
  // All test images: evaluations are then made at their own step.
  await call.images("test", [9999]);
  const history = () => {
    const opened = events.findLastIndex((event) => event.kind === "run");
    const run = events[opened];
    const before = run?.kind === "run" ? run.run.history : [];
    const since = events.slice(opened).flatMap((event) => (event.kind === "history" ? event.points : []));
    return [...before, ...since].sort((a, b) => a.step - b.step);
  };
  return { call, events, history };
}

/** Notices so far, as text. */
export function noticesOf({ events }: TestSession): string[] {
  return events.flatMap((event) => (event.kind === "notice" ? [event.text] : []));
}
