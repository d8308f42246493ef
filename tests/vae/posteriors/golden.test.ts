import { type Scalar, sub, type Tensor, type Tensor2D, type Tensor3D, tensor, valueAndGrads } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { logMeanOverDraws, meanOverDraws } from "../../../src/inference/logWeights";
import { densityAt, type Posterior } from "../../../src/vae/posterior";
import { fullCovariancePosterior } from "../../../src/vae/posteriors/fullCovariance";
import { mixturePosterior } from "../../../src/vae/posteriors/mixture";
import { planarFlow, planarLayers } from "../../../src/vae/posteriors/planar";
import { ENGINES, startTestEngine } from "../../engine/engines";
import { largest, largestError } from "../../engine/numbers";
import figures from "../../fixtures/golden-posteriors.json";
import { golden, goldenImages, goldenParameters, goldenVae } from "../../inference/golden";

const { B, Z } = golden.sizes;

interface Figure {
  shape: number[];
  values: number[];
}

function of<T extends Tensor>({ values }: Pick<Figure, "values">, shape: number[]): T {
  return tensor(values, shape, "float32") as T;
}

/** Standard normal noise of the first of the golden draws, [1, B, Z]. */
const firstNoise = () => of<Tensor3D>({ values: golden.eps.values.slice(0, B * Z) }, [1, B, Z]);

function klOf({ klToStandardNormal }: Posterior): Tensor2D {
  if (klToStandardNormal === undefined) throw new Error("no KL in closed form");
  return klToStandardNormal();
}

/** To 1e-5 of the sum of the absolute terms, which is at least the largest value. */
function expectValues(found: Tensor, exact: readonly number[], terms = largest(exact)): void {
  expect(largestError(found.dataSync(), exact)).toBeLessThan(1e-5 * terms);
}

function expectGradients(found: readonly Tensor[], exact: readonly Figure[], tolerance: number): void {
  exact.forEach(({ values }, i) => {
    expect(largestError(found[i].dataSync(), values)).toBeLessThan(tolerance * largest(values));
  });
}

describe.each(ENGINES)("on %s, PyTorch's float64 figures are met", (engine) => {
  const tolerance = engine === "cpu" ? 1e-4 : 1e-3;
  beforeAll(() => startTestEngine(engine));

  it("by full covariance given by its factor", () => {
    const { scaleTril, z, logProb, klToStandardNormal } = figures.fullCovariance;
    const rows = Array.from({ length: B }, (_, b) => scaleTril.values.slice(b * Z * Z, (b + 1) * Z * Z));
    const logVariance = tensor(rows.map((row) => Array.from({ length: Z }, (_, d) => 2 * Math.log(row[d * Z + d]))));
    const lower = tensor(rows.map((row) => [row[3], row[6], row[7]]));
    const mean = of<Tensor2D>(golden.forward.mean, [B, Z]);
    const q = fullCovariancePosterior({ mean, logVariance: logVariance as Tensor2D }, lower as Tensor2D);
    expectValues(densityAt(q, of(z, [1, B, Z]), { stopParameters: false }), logProb.values);
    const columns = klOf(q);
    expectValues(columns.sum(1), klToStandardNormal.values);
    expect(columns.shape).toEqual([B, Z + 1]);
    expect(Math.min(...columns.dataSync())).toBeGreaterThanOrEqual(0);
    const L = of<Tensor3D>(scaleTril, [B, Z, Z]);
    expectValues(q.covariance?.() as Tensor, [...L.matMul(L, false, true).dataSync()]);
  });

  it("by full covariance's ELBO and its gradients", () => {
    const { mean, logVariance, strictLowerRowMajor, z, kl, elbo, ...gradients } = figures.fullCovariance.elbo;
    const x = goldenImages();
    const { model } = goldenVae(goldenParameters());
    const posterior = (m: Tensor, v: Tensor, l: Tensor) =>
      fullCovariancePosterior({ mean: m as Tensor2D, logVariance: v as Tensor2D }, l as Tensor2D);
    const inputs = [mean, logVariance, strictLowerRowMajor].map((figure) => of<Tensor2D>(figure, figure.shape));
    const q = posterior(inputs[0], inputs[1], inputs[2]);
    expectValues(q.sample(firstNoise()).z, z.values);
    expectValues(klOf(q).sum(1), kl.values);
    const { value, grads: found } = valueAndGrads((m: Tensor, v: Tensor, l: Tensor): Scalar => {
      const live = posterior(m, v, l);
      const reconstruction = model.logLikelihood(x, live.sample(firstNoise()).z);
      return sub(reconstruction.mean(), klOf(live).sum(1).mean());
    })(inputs);
    expectValues(value, [elbo]);
    expectGradients(found, [gradients.gradientMean, gradients.gradientLogVariance, gradients.gradientStrictLower], tolerance);
  });

  it("by one planar layer", () => {
    const { u, w, b, uHat, z0, z1, logAbsDetJacobian } = figures.planarFlow;
    const layer = planarLayers(of(u, [1, 1, Z]), of(w, [1, 1, Z]), of(b, [1, 1]));
    expectValues(layer.uHat, uHat.values);
    const step = planarFlow(layer, of(z0, [1, B, Z]));
    expectValues(step.z, z1.values);
    expectValues(step.logDeterminant, logAbsDetJacobian.values);
  });

  it("by two planar layers, their ELBO and its gradients", () => {
    const { u, w, b, z0, z2, logPosterior, monteCarloElbo, gradientU, gradientW, gradientB } = figures.planarFlow.twoLayers;
    const x = goldenImages();
    const { model } = goldenVae(goldenParameters());
    const logQ0 = of<Tensor2D>({ values: golden.forward.logPosterior.values.slice(0, B) }, [1, B]);
    const moved = (us: Tensor, ws: Tensor, bs: Tensor) => {
      const layers = planarLayers(us.as3D(1, 2, Z), ws.as3D(1, 2, Z), bs.as2D(1, 2));
      const { z, logDeterminant } = planarFlow(layers, of<Tensor3D>(z0, [1, B, Z]));
      return { z, logQ: sub(logQ0, logDeterminant) };
    };
    const inputs = [u, w, b].map((figure) => of(figure, figure.shape));
    const end = moved(inputs[0], inputs[1], inputs[2]);
    expectValues(end.z, z2.values);
    expectValues(end.logQ, logPosterior.values);
    const { value, grads: found } = valueAndGrads((us: Tensor, ws: Tensor, bs: Tensor): Scalar => {
      const { z, logQ } = moved(us, ws, bs);
      return sub(model.logJoint(x, z), logQ).mean();
    })(inputs);
    expectValues(value, [monteCarloElbo]);
    expectGradients(found, [gradientU, gradientW, gradientB], tolerance);
  });

  it("by the density of a mixture", () => {
    const { means, scales, logits, z, logProb } = figures.mixture;
    const q = mixturePosterior({
      means: of(means, [1, 3, Z]),
      logVariances: of({ values: scales.values.map((scale) => 2 * Math.log(scale)) }, [1, 3, Z]),
      logits: of(logits, [1, 3]),
    });
    expectValues(densityAt(q, of(z, [B, 1, Z]), { stopParameters: false }), logProb.values);
  });

  it("by the stratified ELBO and IWAE of a mixture and their gradients", () => {
    const { means, logVariances, logits, eps, samplesPerComponent, logWeights, elbo, iwae, ...gradients } = figures.mixture.posterior;
    const x = goldenImages();
    const { model } = goldenVae(goldenParameters());
    const [K, , C] = eps.shape;
    const drawn = (m: Tensor, v: Tensor, l: Tensor) => {
      const q = mixturePosterior({ means: m as Tensor3D, logVariances: v as Tensor3D, logits: l as Tensor2D });
      const draws = q.sample(of(eps, eps.shape));
      return { draws, weights: sub(model.logJoint(x, draws.z), draws.logProb()) as Tensor2D };
    };
    const inputs = [means, logVariances, logits].map((figure) => of(figure, figure.shape));
    const { draws, weights } = drawn(inputs[0], inputs[1], inputs[2]);
    expectValues(weights.reshape([K, C, B]).transpose([0, 2, 1]), logWeights.values);
    expectValues(logMeanOverDraws(weights, draws, samplesPerComponent).mean(), [iwae]);
    const { value, grads: found } = valueAndGrads((m: Tensor, v: Tensor, l: Tensor): Scalar => {
      const live = drawn(m, v, l);
      return meanOverDraws(live.weights, live.draws, samplesPerComponent).mean();
    })(inputs);
    expectValues(value, [elbo]);
    const { elboGradientMeans, elboGradientLogVariances, elboGradientLogits } = gradients;
    expectGradients(found, [elboGradientMeans, elboGradientLogVariances, elboGradientLogits], tolerance);
  });
});
