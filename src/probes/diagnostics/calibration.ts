import { type Tensor, type Tensor2D, type Tensor3D, tensor, tensor2d } from "@tensorflow/tfjs-core";
import { IMAGE_PIXELS } from "../../data/manifest";
import { standardNormal } from "../../engine/operations/standardNormal";
import { normals, stream, uniformAt } from "../../numeric/random";
import { bonferroni, ecdfBands, rankStatistics } from "../../numeric/rankCalibration";
import type { Guide } from "../../vae/guide";
import type { Model } from "../../vae/model";
import { latentSizes } from "../../vae/priors/priors";
import { plainDraws } from "../plainDraws";
import { readTogether } from "../readTogether";
import type { Diagnostic, DiagnosticContext } from "./context";
import type { CalibrationReport } from "./reports";

/** L, and the images simulated at a time. */
const DRAWS = 99;
const BATCH = 10;

/** What is simulated: latents from the prior, an image from each, and q to be checked. */
export interface SimulatedModel {
  latents: number;
  model: Pick<Model, "logJoint">;
  guide: Pick<Guide, "posterior" | "noiseShape">;
  /** `count` draws of all latents from the prior, [count, latents], the simulations `first`, `first` + 1, … */
  drawLatents(count: number, first: number): Promise<Float32Array>;
  /** An image given each, [count, pixels]. */
  drawImages(latents: Float32Array, count: number, first: number): Promise<Float32Array>;
}

/** Ranks of the truth among L draws of q for each of N simulations: of each latent, and last of log p(x, z); each [N]. */
export async function simulatedRanks(
  { latents, model, guide, drawLatents, drawImages }: SimulatedModel,
  { simulations, seed }: { simulations: number; seed: number },
  between: (done: number) => Promise<void>,
): Promise<Uint16Array[]> {
  const ranks = Array.from({ length: latents + 1 }, () => new Uint16Array(simulations));
  for (let first = 0; first < simulations; first += BATCH) {
    const count = Math.min(BATCH, simulations - first);
    const truth = await drawLatents(count, first);
    const images = await drawImages(truth, count, first);
    const x = () => tensor2d(images, [count, images.length / count]);
    const noise = () => standardNormal(guide.noiseShape(DRAWS, count), first, stream(seed, "calibration/noise"));
    const draws = await plainDraws(() => guide.posterior(x()), noise, count, stream(seed, `calibration/component/${first}`));
    // The truth first, then the draws: row s·count + b belongs to image b.
    const all = new Float32Array(truth.length + draws.length);
    all.set(truth);
    all.set(draws, truth.length);
    const { joint } = await readTogether(() => ({ joint: model.logJoint(x(), tensor(all, [DRAWS + 1, count, latents]) as Tensor3D) }));
    for (let image = 0; image < count; image++) {
      const rankOf = (value: (row: number) => number): number => {
        let rank = 0;
        for (let draw = 1; draw <= DRAWS; draw++) if (value(draw * count + image) < value(image)) rank += 1;
        return rank;
      };
      for (let d = 0; d < latents; d++) ranks[d][first + image] = rankOf((row) => all[row * latents + d]);
      ranks[latents][first + image] = rankOf((row) => joint[row]);
    }
    await between(first + count);
  }
  return ranks;
}

/** What the ranks tell (Talts et al. 2018; Säilynoja, Bürkner & Vehtari 2022). */
export function calibrationOf(ranks: readonly Uint16Array[], names: readonly string[]): CalibrationReport {
  const simulations = ranks[0].length;
  const reports = ranks.map((own, i) => ({ name: names[i], ...rankStatistics(own, DRAWS) }));
  const pValue = bonferroni(reports.map((report) => report.pValue));
  return { simulations, draws: DRAWS, ranks: reports, pValue, bands: ecdfBands(simulations, DRAWS) };
}

function simulatedModel({ experiment, vae }: DiagnosticContext, seed: number): SimulatedModel {
  const { latents, base } = latentSizes(experiment.latent);
  const { dim } = experiment.latent;
  const { prior, likelihood, decoder, model, guide } = vae;
  return {
    latents,
    model,
    guide,
    async drawLatents(count, first) {
      const drawn = normals(count * base, 0, stream(seed, "calibration/base"), first * base);
      if (latents === base) return drawn;
      const { z } = await readTogether(() => {
        const noise = standardNormal([count, dim], first, stream(seed, "calibration/z")) as Tensor2D;
        return { z: prior.drawFromBase(tensor2d(drawn, [count, base]), noise) };
      });
      return rows(count, [
        [z, dim],
        [drawn, base],
      ]);
    },
    async drawImages(codes, count, first) {
      const streamId = stream(seed, "calibration/pixels");
      const noise = (shape: number[]): Tensor => {
        if (likelihood.noise === "normal") return standardNormal(shape, first, streamId);
        return tensor(
          Float32Array.from({ length: count * IMAGE_PIXELS }, (_, i) => uniformAt(i, first, streamId)),
          shape,
        );
      };
      const { pixels } = await readTogether(() => {
        const z = rowsOf(codes, count, latents, dim);
        const logits = decoder(tensor2d(z, [count, dim]));
        return { pixels: likelihood.sample(logits, noise(logits.shape)) };
      });
      return pixels;
    },
  };
}

/** The first `kept` numbers of each row. */
function rowsOf(values: Float32Array, count: number, columns: number, kept: number): Float32Array {
  if (columns === kept) return values;
  return Float32Array.from({ length: count * kept }, (_, i) => values[Math.floor(i / kept) * columns + (i % kept)]);
}

/** Rows side by side. */
function rows(count: number, parts: readonly (readonly [Float32Array, number])[]): Float32Array {
  const joined: number[] = [];
  for (let row = 0; row < count; row++) {
    for (const [values, columns] of parts) joined.push(...values.subarray(row * columns, (row + 1) * columns));
  }
  return Float32Array.from(joined);
}

/** Simulation-based calibration of q on images of the model's own. */
export const calibration: Diagnostic<"calibration"> = {
  takes: { count: { default: 2000, most: 20_000 } },
  async measure(context, { count, seed }) {
    const { experiment, between, progress } = context;
    const { dim, prior } = experiment.latent;
    const { latents } = latentSizes(experiment.latent);
    const names = Array.from({ length: latents }, (_, d) => (d < dim ? latentLabel("z", d) : latentLabel("u", d - dim)));
    const ranks = await simulatedRanks(simulatedModel(context, seed), { simulations: count, seed }, async (done) => {
      progress(done, count);
      await between();
    });
    return calibrationOf(ranks, [...names, prior.kind === "hierarchical" ? "log p(x, z, u)" : "log p(x, z)"]);
  },
};

/** "z₁₂". */
function latentLabel(variable: string, index: number): string {
  return variable + [...String(index + 1)].map((digit) => String.fromCodePoint(0x2080 + Number(digit))).join("");
}
