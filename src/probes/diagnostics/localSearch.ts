import { dispose, grads, type Scalar, type Tensor, type Tensor2D, tidy, zerosLike } from "@tensorflow/tfjs-core";
import { abandoningTape } from "../../engine/abandoningTape";
import { adamStep } from "../../engine/operations/adamStep";
import { standardNormal } from "../../engine/operations/standardNormal";
import { DEFAULT_EXPERIMENT, type ElboSpec, type Experiment } from "../../experiment/experiment";
import { familyFacts } from "../../experiment/posteriors";
import { objectiveValue } from "../../inference/objective";
import { meanEstimate } from "../../numeric/estimates";
import { type Guide, makeGuide } from "../../vae/guide";
import type { VariationalAutoencoder } from "../../vae/vae";
import type { Between } from "../truth/codeLikelihoods";
import { sampledWeights } from "../truth/sampledWeights";
import type { LocalPosterior } from "./localPosterior";

/** Draws of each step, and the most steps of a search. */
export const SEARCH_SAMPLES = 64;
const MOST_STEPS = 2000;

/** The learning rate falls from the first to the last over the most steps, geometrically. */
const LEARNING_RATES = [0.01, 0.001] as const;

/** Every so many steps the ELBO is scored; when it has not risen by this many nats the last learning rate is taken, then the search ends. */
const STRETCH = 250;
const LEAST_RISE = 0.002;

/** Draws behind a score. */
export const SCORE_SAMPLES = 4096;

export interface LocalSearch {
  vae: VariationalAutoencoder;
  experiment: Experiment;
  local: LocalPosterior;
  /** [1, 784]. */
  x: Tensor2D;
  seed: number;
  between: Between;
}

/** The guide of one image's own q. */
function localGuide({ vae, local }: Pick<LocalSearch, "vae" | "local">, values: readonly Tensor[]): Guide {
  return makeGuide({ noiseShape: vae.guide.noiseShape, posterior: () => local.posterior(values) });
}

/** The ELBO's terms of each of 4 096 draws, the same noise for every q with the same stream; [samples], in nats. */
export async function elboTerms(search: LocalSearch, values: readonly Tensor[], streamId: number): Promise<Float64Array> {
  const { vae, x, between } = search;
  return (await sampledWeights({ model: vae.model, guide: localGuide(search, values) }, x, SCORE_SAMPLES, streamId, between)).elboTerms;
}

/** The plain ELBO over many draws, by whichever of its gradients has the least noise. */
function objectiveOf({ latent }: Experiment): ElboSpec {
  const { closedKl, density } = familyFacts(latent.posterior);
  const isClosed = closedKl !== "none" && latent.prior.kind === "standardNormal";
  const estimator = isClosed || density === "ownDraws" ? "pathwise" : "stl";
  return { ...DEFAULT_EXPERIMENT.objective, samples: SEARCH_SAMPLES, kl: isClosed ? "analytic" : "monteCarlo", estimator };
}

/**
 * Raises the ELBO of one image by Adam in q's own parameters; `start` is consumed, and the caller disposes of what it gets. `scoreStream`
 * is the noise that it judges its progress by.
 */
export async function localSearch(
  search: LocalSearch,
  start: Tensor[],
  noiseStream: number,
  scoreStream: number,
): Promise<{ values: Tensor[]; steps: number; elbo: number }> {
  const { vae, x, experiment, between } = search;
  const spec = objectiveOf(experiment);
  let state = tidy(() => ({
    parameters: start,
    first: start.map((value) => zerosLike(value)),
    second: start.map((value) => zerosLike(value)),
  }));
  let elbo = Number.NEGATIVE_INFINITY;
  let step = 0;
  // Steps that the learning rate is ahead: once the ELBO no longer rises, it goes on with the last one.
  let ahead = 0;
  try {
    while (step < MOST_STEPS) {
      const gradients = tidy(() => {
        const noise = standardNormal(vae.guide.noiseShape(SEARCH_SAMPLES, 1), step, noiseStream);
        const loss = (...values: Tensor[]): Scalar =>
          objectiveValue(vae.model, localGuide(search, values), spec, { x, noise, beta: 1 }).surrogate;
        return abandoningTape(() => grads(loss)(state.parameters));
      });
      step += 1;
      const [first, last] = LEARNING_RATES;
      const learningRate = first * (last / first) ** Math.min(1, (step + ahead) / MOST_STEPS);
      state = adamStep(state, gradients, { learningRate, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, step });
      dispose(gradients);
      await between();
      if (step % STRETCH > 0) continue;
      const reached = meanEstimate(await elboTerms(search, state.parameters, scoreStream)).value;
      const rise = reached - elbo;
      elbo = reached;
      if (rise > LEAST_RISE) continue;
      if (ahead > 0) break;
      ahead = MOST_STEPS;
    }
  } catch (error) {
    dispose(state.parameters);
    throw error;
  } finally {
    dispose([...state.first, ...state.second]);
  }
  return { values: state.parameters, steps: step, elbo };
}
