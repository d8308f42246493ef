import { type Tensor2D, type Tensor3D, tensor, tensor2d, tile } from "@tensorflow/tfjs-core";
import { IMAGE_PIXELS } from "../../data/manifest";
import { standardNormal } from "../../engine/operations/standardNormal";
import { familyFacts } from "../../experiment/posteriors";
import { meanEstimate } from "../../numeric/estimates";
import { logSumExp } from "../../numeric/logSums";
import { mixtureKl } from "../../numeric/marginalKl";
import { stream } from "../../numeric/random";
import { evaluateImages, evaluationImages } from "../../training/evaluation";
import { meanVariances, summarize } from "../../training/heldOut";
import { densityAt, type Posterior } from "../../vae/posterior";
import { latentSizes } from "../../vae/priors/priors";
import { plainDraws } from "../plainDraws";
import { readTogether } from "../readTogether";
import type { Diagnostic, DiagnosticContext } from "./context";
import { evaluationImage } from "./evaluationImage";
import type { AggregateReport } from "./reports";

/** Numbers in the largest tensor of densities: draws times images times latents. */
const MOST_NUMBERS = 1_000_000;

/** All images at once through the encoder. */
function pixelsOf({ experiment, test }: DiagnosticContext, indices: Uint32Array, seed: number): Float32Array {
  const pixels = new Float32Array(indices.length * IMAGE_PIXELS);
  indices.forEach((index, i) => {
    pixels.set(evaluationImage(experiment, test(), index, seed), i * IMAGE_PIXELS);
  });
  return pixels;
}

/**
 * For a draw z_i of each q(z|x_i): log q(z_i|x_i) − log q(z_i), with q(z) the mean of q(z|x_j) over the same images, itself among them
 * (Hoffman & Johnson 2016). Its mean is I_q(x; z), never above the log of their number.
 */
async function informationTerms(context: DiagnosticContext, x: Tensor2D, seed: number, total: number): Promise<Float64Array> {
  const { experiment, vae, between, progress } = context;
  const [images] = x.shape;
  const { latents } = latentSizes(experiment.latent);
  const posterior = (): Posterior => vae.guide.posterior(x);
  const noise = () => standardNormal(vae.guide.noiseShape(1, images), 0, stream(seed, "aggregate/noise"));
  const draws = await plainDraws(posterior, noise, images, stream(seed, "aggregate/component"));
  const terms = new Float64Array(images);
  const most = Math.max(1, Math.floor(MOST_NUMBERS / (images * latents)));
  for (let from = 0; from < images; from += most) {
    const count = Math.min(most, images - from);
    const { densities } = await readTogether(() => {
      const z = tensor(draws.subarray(from * latents, (from + count) * latents), [count, 1, latents]);
      return { densities: densityAt(posterior(), tile(z, [1, images, 1]) as Tensor3D, { stopParameters: false }) };
    });
    for (let draw = 0; draw < count; draw++) {
      const row = densities.subarray(draw * images, (draw + 1) * images);
      terms[from + draw] = row[from + draw] - (logSumExp(row) - Math.log(images));
    }
    progress(images + from + count, total);
    await between();
  }
  return terms;
}

/** KL(q(z_d) ‖ N(0, 1)) of each dimension of a Gaussian q; null for any other. */
async function marginalsOf(context: DiagnosticContext, x: Tensor2D, dim: number): Promise<number[] | null> {
  const { experiment, vae, between } = context;
  if (familyFacts(experiment.latent.posterior).closedKl === "none" || experiment.latent.prior.kind !== "standardNormal") return null;
  const { mean, covariance } = await readTogether(() => {
    const q = vae.guide.posterior(x);
    if (q.mean === undefined || q.covariance === undefined) throw new Error("a Gaussian q without moments");
    return { mean: q.mean, covariance: q.covariance() };
  });
  const [images] = x.shape;
  const kls: number[] = [];
  for (let d = 0; d < dim; d++) {
    const means = Float64Array.from({ length: images }, (_, i) => mean[i * dim + d]);
    const deviations = Float64Array.from({ length: images }, (_, i) => Math.sqrt(covariance[i * dim * dim + d * dim + d]));
    kls.push(mixtureKl({ means, deviations }));
    await between();
  }
  return kls;
}

async function aggregateOf(
  context: DiagnosticContext,
  indices: Uint32Array,
  seed: number,
  rates: Float64Array,
): Promise<AggregateReport["aggregate"]> {
  const images = indices.length;
  const x = tensor2d(pixelsOf(context, indices, seed), [images, IMAGE_PIXELS]);
  try {
    const terms = await informationTerms(context, x, seed, 2 * images);
    const mutualInformation = meanEstimate(terms);
    // Image by image, so that its error has that of the rate in it where the KL is itself from draws.
    const marginalKl = meanEstimate(terms.map((term, i) => rates[i] - term));
    const klOfMarginals = await marginalsOf(context, x, context.experiment.latent.dim);
    const ofMarginals = klOfMarginals?.reduce((sum, kl) => sum + kl, 0) ?? 0;
    const totalCorrelation = klOfMarginals && { ...marginalKl, value: marginalKl.value - ofMarginals };
    return { mutualInformation, marginalKl, klOfMarginals, totalCorrelation };
  } finally {
    x.dispose();
  }
}

/** What the codes of test images say, and how they fill the prior. */
export const aggregate: Diagnostic<"aggregate"> = {
  takes: { count: { default: 2000, most: 5000 } },
  async measure(context, { count, seed }) {
    const { experiment, parameters, test, between, progress } = context;
    const data = test();
    const all = evaluationImages(seed, data.labels, experiment.data.digits, count);
    progress(0, 2 * all.length);
    const results = await evaluateImages(parameters, { experiment, split: "test", data, images: all, seed, pause: between });
    const { activeUnits, kl, klPerDimension, reconstruction } = summarize(results);
    const columns = results.kl.length / results.count;
    const rates = Float64Array.from({ length: results.count }, (_, i) =>
      results.kl.subarray(i * columns, (i + 1) * columns).reduce((sum, value) => sum + value, 0),
    );
    const hasDensity = familyFacts(experiment.latent.posterior).density === "anywhere";
    const { kind } = experiment.latent.posterior;
    return {
      split: "test",
      images: results.count,
      activeUnits,
      meanVariance: meanVariances(results),
      rate: { value: kl, error: meanEstimate(rates).error },
      klPerDimension: klPerDimension ?? null,
      distortion: { value: -reconstruction, error: meanEstimate(results.reconstruction).error },
      aggregate: hasDensity ? await aggregateOf(context, all, seed, rates) : null,
      whyNoAggregate: hasDensity ? null : `q(z) needs q's density at any z, and "${kind}" has it at its own draws only`,
    };
  },
};
