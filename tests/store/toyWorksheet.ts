import { DEFAULT_EXPERIMENT, type DeepPartial, type Experiment } from "../../src/experiment/experiment";
import { mergeExperiment } from "../../src/experiment/resolve";
import { type AppState, DEFAULT_VIEW } from "../../src/store/state";
import { type AppStore, createAppStore } from "../../src/store/store";
import type { OpenWorksheet } from "../../src/store/worksheet";
import { createWorksheet } from "../../src/store/worksheetStore";
import type { ImageSource, OneImage, SessionCalls, Worksheet, WorksheetOptions } from "../../src/worker/protocol";

/** A model in plain numbers in place of the session's: component c of q is N(c + step/100, ½² I), log p(x|z) = −Σ z⁴, p(z) = N(0, I). */

const DEVIATION = 0.5;

export interface Toy {
  page: AppStore;
  worksheet: OpenWorksheet;
  /** What went wrong, and what was said. */
  notices: string[];
  experiment: Experiment;
  /** Moves the weights on. */
  train(step: number): void;
  select(index: number): void;
}

const logNormal = (z: number, mean: number, deviation: number) =>
  -0.5 * ((z - mean) / deviation) ** 2 - Math.log(deviation) - 0.5 * Math.log(2 * Math.PI);

const logSum = (values: number[]) => Math.log(values.reduce((sum, value) => sum + Math.exp(value), 0));

/** The toy's answer, for weights of that step. */
export function toySheet(latents: number, strata: number, step: number, { noise, z: given }: WorksheetOptions): Worksheet {
  const shares = Array.from({ length: strata }, (_, c) => Math.log((2 * (c + 1)) / (strata * (strata + 1))));
  const meanOf = (c: number) => c + step / 100;
  const source = given ?? noise ?? new Float32Array(0);
  const strataOf = Array.from({ length: source.length / latents }, (_, row) => row % strata);
  const z = source.map((value, i) => (given ? value : meanOf(strataOf[Math.floor(i / latents)]) + DEVIATION * value));
  const rows = strataOf.map((_, row) => [...z.subarray(row * latents, (row + 1) * latents)]);
  const sumOf = (term: (value: number) => number) => (row: number[]) => row.reduce((sum, value) => sum + term(value), 0);
  const logLikelihood = Float32Array.from(
    rows,
    sumOf((value) => -(value ** 4)),
  );
  const logPrior = Float32Array.from(
    rows,
    sumOf((value) => logNormal(value, 0, 1)),
  );
  const component = (c: number) => sumOf((value) => logNormal(value, meanOf(c), DEVIATION));
  const logPosterior = Float32Array.from(rows, (row) => logSum(shares.map((share, c) => share + component(c)(row))));
  const logWeight = logLikelihood.map((value, i) => value + logPrior[i] - logPosterior[i]);
  const logShare = given || strata === 1 ? {} : { logShare: Float32Array.from(strataOf, (c) => shares[c]) };
  return { z, logLikelihood, logPrior, logPosterior, logWeight, ...logShare };
}

function pictureOf(source: ImageSource): AppState["oneImage"] {
  return { step: 0, value: { settings: { source, draw: 0, axes: null }, seen: new Float32Array(784) } as OneImage };
}

export function toyWorksheet(latent: DeepPartial<Experiment["latent"]> = {}): Toy {
  const experiment = mergeExperiment(DEFAULT_EXPERIMENT, { latent });
  const progress = { runId: "a", phase: "idle", step: 0 } as NonNullable<AppState["run"]>;
  const page = createAppStore({ runId: "a", experiment, run: progress, oneImage: pictureOf(DEFAULT_VIEW.selected) });
  const notices: string[] = [];
  const { dim, posterior } = experiment.latent;
  const call: SessionCalls["worksheet"] = async (_, options = {}) => {
    return toySheet(dim, posterior.kind === "mixture" ? posterior.components : 1, page.getState().run?.step ?? 0, options);
  };
  return {
    page,
    worksheet: createWorksheet({ store: page, call, say: ({ text }) => notices.push(text) }),
    notices,
    experiment,
    train: (step) => page.setState({ run: { ...progress, step } }),
    select: (index) => {
      const selected: ImageSource = { kind: "dataset", split: "test", index };
      page.setState((state) => ({ view: { ...state.view, selected }, oneImage: pictureOf(selected) }));
    },
  };
}
