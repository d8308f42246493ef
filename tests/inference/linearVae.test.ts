import { matMul, type Scalar, type Tensor, type Tensor2D, tensor, tensor2d } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import type { Likelihood } from "../../src/distributions/likelihood";
import { objectiveValue } from "../../src/inference/objective";
import { type Guide, makeGuide } from "../../src/vae/guide";
import { layer } from "../../src/vae/layers";
import { decoderModel, type Model } from "../../src/vae/model";
import { named, type ParameterSpec } from "../../src/vae/parameters";
import { gaussianHeadSpecs, gaussianHeads } from "../../src/vae/posteriors/gaussianHeads";
import { meanFieldPosterior } from "../../src/vae/posteriors/meanField";
import { priorOf } from "../../src/vae/priors/priors";
import { startTestEngine } from "../engine/engines";
import { scattered } from "../engine/numbers";
import { descend } from "./descent";
import { objective } from "./golden";
import { LOG_TWO_PI } from "./toys";

/** The data's covariance has these eigenvalues, along directions that are no axes. */
const EIGENVALUES = [4, 2, 1, 0.5, 0.25];
const D = EIGENVALUES.length;

/** I − 2 v vᵀ/|v|²: an orthogonal matrix. */
function reflection(v: readonly number[]): number[][] {
  const squares = v.reduce((sum, value) => sum + value ** 2, 0);
  return v.map((a, i) => v.map((b, j) => (i === j ? 1 : 0) - (2 * a * b) / squares));
}

/** 2n points ±√n s_i e_i: mean 0 and covariance diag s_i² exactly. */
function signedAxes(scales: readonly number[]): number[][] {
  return [1, -1].flatMap((sign) => scales.map((scale, i) => scales.map((_, j) => (i === j ? sign * Math.sqrt(scales.length) * scale : 0))));
}

const data = (): Tensor2D => matMul(tensor2d(signedAxes(EIGENVALUES.map(Math.sqrt))), tensor2d(reflection([1, -0.5, 0.8, 0.3, -1.2])));

/** Noise with the mean and covariance of N(0, I), so that the mean over it of anything quadratic is exact; [2D, 2D images, D]. */
const SAMPLES = 2 * D;
const exactNoise = (): Tensor =>
  tensor2d(signedAxes(new Array<number>(D).fill(1)))
    .expandDims(1)
    .tile([1, SAMPLES, 1]);

/** log N(x; mean, σ² I) of each row. */
function gaussian(variance: number): Likelihood {
  const unused = () => {
    throw new Error("nothing is drawn from this likelihood");
  };
  return {
    logProb: (means, x) =>
      means
        .reshape([-1, ...x.shape])
        .sub(x)
        .square()
        .div(variance)
        .add(LOG_TWO_PI + Math.log(variance))
        .sum(2)
        .mul(-0.5) as Tensor2D,
    mean: (means) => means,
    noise: "normal",
    sample: unused,
  };
}

const SPECS: ParameterSpec[] = [
  ...gaussianHeadSpecs({ features: D, dim: D }),
  { name: "decoder.out.weight", shape: [D, D], fanIn: D, fanOut: D },
  { name: "decoder.out.bias", shape: [D], fanIn: D, fanOut: D },
];

function linearVae(tensors: readonly Tensor[], variance: number): { model: Model; guide: Guide } {
  const parameters = named(SPECS, [...tensors]);
  const prior = priorOf({ kind: "standardNormal" }).make({ kind: "standardNormal" }, {}, { dim: D });
  return {
    model: decoderModel(prior, (z) => layer(parameters, "decoder.out", z, "linear"), gaussian(variance), D),
    guide: makeGuide({
      noiseShape: (samples, batch) => [samples, batch, D],
      posterior: (x) => meanFieldPosterior(gaussianHeads(parameters, x)),
    }),
  };
}

/** KL of each latent, largest first, and the ELBO, in nats, at the optimum of the loss with β. */
function optimum(variance: number, beta: number) {
  const [x, epsilon] = [data(), exactNoise()];
  const spec = { ...objective(beta), samples: SAMPLES };
  const valueAt = (parameters: readonly Tensor[]) => {
    const { model, guide } = linearVae(parameters, variance);
    return objectiveValue(model, guide, spec, { x, noise: epsilon, beta });
  };
  const start = SPECS.map(({ shape }, i) =>
    tensor(
      scattered(
        shape.reduce((a, b) => a * b, 1),
        i + 1,
        0.5,
      ),
      shape,
    ),
  );
  const found = descend((...parameters) => valueAt(parameters).surrogate, start, { steps: 2300, learningRate: 0.03 });
  const { kl, reconstruction } = valueAt(found);
  const perLatent = Array.from(kl.mean(0).dataSync()).sort((a, b) => b - a);
  const total = perLatent.reduce((sum, value) => sum + value, 0);
  return { perLatent, total, elbo: (reconstruction.mean() as Scalar).dataSync()[0] - total };
}

/** The mean of log N(x; 0, C) over the data, with C's eigenvalues those of the data or, where they are smaller, σ². */
const logLikelihood = (variance: number): number =>
  EIGENVALUES.reduce((sum, eigenvalue) => {
    const modelled = Math.max(eigenvalue, variance);
    return sum - 0.5 * (LOG_TWO_PI + Math.log(modelled) + eigenvalue / modelled);
  }, 0);

const CASES = [
  { variance: 0.3, beta: 1, active: 4, kl: 3.101093, elbo: -7.10252 },
  { variance: 1.5, beta: 1, active: 2, kl: 0.634256, elbo: -7.825944 },
  { variance: 0.3, beta: 2, active: 3, kl: 0.5 * Math.log((4 * 2 * 1) / 0.6 ** 3), elbo: null },
  { variance: 0.3, beta: 5, active: 2, kl: 0.5 * Math.log((4 * 2) / 1.5 ** 2), elbo: null },
];

describe("the linear VAE (probabilistic PCA)", () => {
  beforeAll(() => startTestEngine("cpu"));

  it.each(CASES)("with σ² = $variance and β = $beta keeps the $active latents with λ > βσ²", ({ variance, beta, active, kl, elbo }) => {
    const found = optimum(variance, beta);
    EIGENVALUES.forEach((eigenvalue, i) => {
      const exact = Math.max(0, 0.5 * Math.log(eigenvalue / (beta * variance)));
      expect(found.perLatent[i], `latent ${i}`).toBeCloseTo(exact, 5);
    });
    expect(found.perLatent.filter((value) => value > 0.01)).toHaveLength(active);
    expect(found.total).toBeCloseTo(kl, 5);
    if (elbo === null) return;
    expect(found.elbo).toBeCloseTo(elbo, 5);
    expect(found.elbo).toBeCloseTo(logLikelihood(variance), 5);
  });
});
