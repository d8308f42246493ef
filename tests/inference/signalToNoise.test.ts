import { type Tensor2D, tensor2d } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import type { IwaeSpec } from "../../src/experiment/experiment";
import { objectiveValue } from "../../src/inference/objective";
import { startTestEngine } from "../engine/engines";
import { type GradientMoments, gradientMoments, rowGradients } from "./gradientMeans";
import { freeGuide, LOG_TWO_PI, noise, normalPriorModel } from "./toys";

/** z ~ N(0, I), x|z ~ N(z + c, I) in two dimensions; q = N(m, exp l) off the posterior N(½(x − c), ½ I) in mean and variance. */
const X = [1, -0.5];
const C = [0.4, 0.2];
const MEAN = [0.5, -0.2];
const LOG_VARIANCE = [-0.5, -0.6];

const COUNTS = [1, 4, 16, 64, 256, 1024];

/** Repeats of the gradient of K samples, so that every K but the last two costs about the same. */
const rowsFor = (samples: number): number => Math.max(400, Math.min(20_000, Math.round(150_000 / samples)));
/** More of them, for a mean that lies far below the spread. */
const MANY_ROWS = 20_000;

/** Moments of the gradient for q's parameters (the encoder's part) and for c (the decoder's). */
function momentsOf(estimator: IwaeSpec["estimator"], samples: number, rows: number): Record<"encoder" | "decoder", GradientMoments> {
  const x = tensor2d([X]).tile([rows, 1]) as Tensor2D;
  const draws = noise([samples, rows, 2], `${estimator}/${samples}/${rows}`);
  const parameters = [MEAN, LOG_VARIANCE, C].map((values) => tensor2d([values]).tile([rows, 1]));
  const estimates = rowGradients((mean, logVariance, c) => {
    const model = normalPriorModel((images, z) => {
      const squares = z.sub(images.sub(c)).square();
      return squares.add(LOG_TWO_PI).sum(2).mul(-0.5) as Tensor2D;
    });
    const guide = freeGuide(mean as Tensor2D, logVariance as Tensor2D);
    return objectiveValue(model, guide, { kind: "iwae", samples, estimator }, { x, noise: draws, beta: 1 }).surrogate;
  }, parameters);
  const part = (from: number, to: number) => gradientMoments(estimates.slice(from, to));
  return { encoder: part(0, 4), decoder: part(4, 6) };
}

const norm = (values: readonly number[]): number => Math.hypot(...values);

/** ‖mean‖ over the root of the total variance; the mean may come from another estimator of the same gradient. */
const ratio = (signal: GradientMoments, spread: GradientMoments): number => norm(signal.mean) / Math.sqrt(spread.totalVariance);

/** Slope of log y over log K by least squares, from K = 1. */
function slope(values: readonly number[]): number {
  const points = values.map((value, i) => ({ x: Math.log(COUNTS[i]), y: Math.log(value) }));
  const mean = (of: (point: { x: number; y: number }) => number) => points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [x, y] = [mean((point) => point.x), mean((point) => point.y)];
  return mean((point) => (point.x - x) * (point.y - y)) / mean((point) => (point.x - x) ** 2);
}

describe("the signal-to-noise ratio of the gradient of L_K over K = 1 … 1024 (Rainforth et al. 2018, Tucker et al. 2019)", () => {
  const measured: Record<IwaeSpec["estimator"], ReturnType<typeof momentsOf>[]> = { pathwise: [], dreg: [] };

  beforeAll(async () => {
    await startTestEngine("cpu");
    for (const estimator of ["pathwise", "dreg"] as const) {
      measured[estimator] = COUNTS.map((samples) => momentsOf(estimator, samples, rowsFor(samples)));
    }
  });

  // Its own mean drowns in its noise long before K = 1024; DReG's, equal in expectation, does not.
  it("falls as 1/√K in the encoder by IWAE, the mean taken from DReG", () => {
    const ratios = COUNTS.map((_, i) => ratio(measured.dreg[i].encoder, measured.pathwise[i].encoder));
    expect(Math.abs(slope(ratios) + 0.5)).toBeLessThan(0.1);
  });

  it("falls so by its own mean too, while that is above the floor", () => {
    const ratios = COUNTS.slice(0, 4).map((samples) => {
      const { mean, totalVariance } = momentsOf("pathwise", samples, MANY_ROWS).encoder;
      const signal = (MANY_ROWS * norm(mean) ** 2) / totalVariance;
      // √(tr Σ²) is at most tr Σ.
      expect(signal, `K = ${samples}`).toBeGreaterThan(1 + 3 * Math.SQRT2);
      return Math.sqrt((signal - 1) / MANY_ROWS);
    });
    expect(Math.abs(slope(ratios) + 0.5)).toBeLessThan(0.15);
  });

  it("rises as √K in the encoder by DReG", () => {
    const ratios = measured.dreg.map(({ encoder }) => ratio(encoder, encoder));
    expect(Math.abs(slope(ratios) - 0.5)).toBeLessThan(0.1);
  });

  it.each(["pathwise", "dreg"] as const)("rises as √K in the decoder by %s", (estimator) => {
    const ratios = measured[estimator].map(({ decoder }) => ratio(decoder, decoder));
    expect(Math.abs(slope(ratios) - 0.5)).toBeLessThan(0.1);
  });
});
