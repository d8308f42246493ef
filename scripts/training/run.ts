import { SPLIT_IMAGES } from "../../src/data/manifest";
import type { Experiment } from "../../src/experiment/experiment";
import { applyEvent } from "../../src/store/applyEvent";
import { type AppState, INITIAL_STATE } from "../../src/store/state";
import type { EngineChoice, EvaluationResult, SessionCalls, SessionEvent, TrainBudget, TrainResult } from "../../src/worker/protocol";
import { startNodeSession } from "../nodeSession";
import type { Progress } from "./progress";

/** The one way to train in Node: the page's session, and what the page would know of it. */
export interface NodeRun {
  session: SessionCalls;
  /** What the events have made of the page's state: history, engine, where the run is. */
  state(): AppState;
  /** Trains, with progress shown. */
  train(budget: TrainBudget): Promise<TrainResult>;
  /** Evaluates `count` test images (with L_K where that is the objective), or as many as the digits in use leave. */
  evaluate(count: number): Promise<EvaluationResult>;
}

interface RunSettings {
  engine: EngineChoice;
  experiment: Experiment;
  threads: number;
  progress: Progress;
}

const indices = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** A session with its data at hand, so that every test point is made at its own step and a budget in seconds is one of training. */
export async function openNodeRun({ engine, experiment, threads, progress }: RunSettings): Promise<NodeRun> {
  let state = INITIAL_STATE;
  const onEvent = (event: SessionEvent) => {
    if (event.kind === "notice" && event.level !== "info") progress.warn(event.text);
    if (event.kind === "data" && event.data.problem !== null && event.data.problem !== state.data.problem)
      progress.warn(event.data.problem);
    state = applyEvent(state, event);
    if (event.kind === "progress" && event.progress.phase === "training") progress.show(state);
  };
  const session = startNodeSession(onEvent, undefined, threads);
  await session.open({ engine, experiment });
  await session.images("train", [experiment.data.trainSize - 1]);
  const { labels } = await session.images("test", indices(SPLIT_IMAGES.test));

  return {
    session,
    state: () => state,
    async train(budget) {
      progress.begin(state.run?.step ?? 0);
      try {
        return await session.train(budget);
      } finally {
        progress.end(state);
      }
    },
    evaluate(count) {
      const { data, objective } = state.experiment;
      const { digits } = data;
      const importanceSamples = objective.kind === "iwae" ? objective.samples : undefined;
      const available = labels.filter((label) => digits.includes(label)).length;
      return session.evaluate({ count: Math.min(count, available), importanceSamples });
    },
  };
}
