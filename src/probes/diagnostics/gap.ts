import { dispose, type Tensor, tensor2d, tidy } from "@tensorflow/tfjs-core";
import { IMAGE_PIXELS } from "../../data/manifest";
import { whyNoQuadrature } from "../../experiment/quadrature";
import { type Estimate, meanEstimate } from "../../numeric/estimates";
import { latticeModes } from "../../numeric/latticePosterior";
import { stream } from "../../numeric/random";
import { quadratureValue } from "../exactPosterior";
import { type Evidence, evidence, SHAPE_RESOLUTION } from "../truth/evidence";
import type { Diagnostic, DiagnosticContext } from "./context";
import { type LocalStart, localPosterior, startingValues } from "./localPosterior";
import { elboTerms, type LocalSearch, localSearch, SCORE_SAMPLES, SEARCH_SAMPLES } from "./localSearch";
import type { GapReport } from "./reports";

/** Modes that a search begins at, the largest first, and the least share of the mass that one must have. */
const MOST_MODES = 3;
const LEAST_MODE_MASS = 0.005;

/** From the encoder's q, from each mode of the exact posterior, and from the prior. */
function startsOf(found: Evidence | null, dim: number): LocalStart[] {
  const modes = found === null || found.missed ? [] : latticeModes(found.quadrature).filter(({ mass }) => mass >= LEAST_MODE_MASS);
  const largest = modes.sort((a, b) => b.mass - a.mass).slice(0, MOST_MODES);
  const fromModes = largest.map((_, i) => ({
    name: `mode ${i + 1}`,
    // A mixture's further components begin at the further modes.
    means: largest.map((__, k) => largest[(i + k) % largest.length].place),
  }));
  return [{ name: "the encoder" }, ...fromModes, { name: "the prior", means: [new Array<number>(dim).fill(0)], logVariance: 0 }];
}

const difference = (a: Float64Array, b: Float64Array): Estimate => meanEstimate(a.map((value, i) => value - b[i]));

/** The best q that the searches found on the noise that they were judged by. */
async function bestOf(search: LocalSearch, encoder: Float32Array[], starts: LocalStart[]) {
  const { local, seed } = search;
  const searches: GapReport["searches"] = [];
  const judge = stream(seed, "gap/judge");
  // The encoder's own q is the first candidate: what is found is never below it but for the fresh noise.
  const unmoved = startingValues(local.specs, encoder, { name: "the encoder" });
  let best: { values: Tensor[]; elbo: number } | null = null;
  try {
    best = { values: unmoved, elbo: meanEstimate(await elboTerms(search, unmoved, judge)).value };
    for (const start of starts) {
      const values = startingValues(local.specs, encoder, start);
      const found = await localSearch(search, values, stream(seed, `gap/${start.name}`), judge);
      searches.push({ start: start.name, steps: found.steps, elbo: found.elbo });
      // Also where the ELBO is not a number.
      if (best !== null && !(found.elbo > best.elbo)) dispose(found.values);
      else {
        if (best !== null) dispose(best.values);
        best = found;
      }
    }
  } catch (error) {
    dispose(best?.values ?? unmoved);
    throw error;
  }
  return { values: best.values, searches };
}

async function searchGap(context: DiagnosticContext, search: LocalSearch, found: Evidence | null) {
  const { experiment } = context;
  const { local, seed, x } = search;
  const encoderValues = tidy(() => local.fromEncoder(x));
  let bestValues: Tensor[] = [];
  try {
    const encoder = await Promise.all(encoderValues.map(async (value) => Float32Array.from(await value.data())));
    const { values, searches } = await bestOf(search, encoder, startsOf(found, experiment.latent.dim));
    bestValues = values;
    const fresh = stream(seed, "gap/score");
    const amortized = await elboTerms(search, encoderValues, fresh);
    const best = await elboTerms(search, bestValues, fresh);
    return { amortized: meanEstimate(amortized), best: meanEstimate(best), amortizationGap: difference(best, amortized), searches };
  } finally {
    dispose([...encoderValues, ...bestValues]);
  }
}

/**
 * log p(x) − ELBO of one image, taken apart (Cremer, Li & Duvenaud 2018): what the encoder loses against the best q of its family, and what
 * that loses against the exact posterior. A local search finds at most the best, so the first is bounded from below and the second from above.
 */
export const gap: Diagnostic<"gap"> = {
  takes: { source: true },
  async measure(context, { source, seed }) {
    const { experiment, vae, parameters, coarse, image, between, progress } = context;
    const { seen, label } = image(source);
    const x = tensor2d(seen, [1, IMAGE_PIXELS]);
    let done = 0;
    const step = async () => {
      done += 1;
      progress(done, Math.max(done + 200, 4000));
      await between();
    };
    try {
      const dim = experiment.latent.dim as 1 | 2;
      const found = coarse && (await evidence({ vae, coarse, seen, dim, seed, resolution: SHAPE_RESOLUTION, between }));
      const local = localPosterior(experiment, vae, parameters);
      const parts = await searchGap(context, { vae, experiment, local, x, seed, between: step }, found);
      const logEvidence = found && quadratureValue(found);
      const known = logEvidence !== null && !logEvidence.missed;
      const approximationGap = known
        ? { value: logEvidence.value - parts.best.value, error: Math.hypot(parts.best.error, logEvidence.error) }
        : null;
      const counts = { searchSamples: SEARCH_SAMPLES, scoreSamples: SCORE_SAMPLES };
      return { source, label, logEvidence, whyNot: whyNoQuadrature(experiment), ...parts, approximationGap, ...counts };
    } finally {
      x.dispose();
    }
  },
};
