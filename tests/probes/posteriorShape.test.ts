import {
  concat,
  expandDims,
  fill,
  logSumExp,
  reshape,
  slice,
  sub,
  type Tensor2D,
  type Tensor3D,
  tensor2d,
  tensor3d,
} from "@tensorflow/tfjs-core";
import { polygonContains } from "d3";
import { beforeAll, describe, expect, it } from "vitest";
import { latentSquareTransform } from "../../src/charts/latentSquareTransform";
import { latticeRings, posteriorPaths } from "../../src/charts/posteriorContours";
import { posteriorShape, type ShapeRequest } from "../../src/probes/posteriorShape";
import type { PosteriorShape } from "../../src/probes/shapeLattice";
import type { Posterior } from "../../src/vae/posterior";
import { meanFieldPosterior } from "../../src/vae/posteriors/meanField";
import { startTestEngine } from "../engine/engines";
import { bent, bentDraws, LOG_TWO_PI, mixture, mixtureDraws, onlyDraws, stratified } from "./handMadePosteriors";

const elementwise = (dim: number) => (samples: number, batch: number) => [samples, batch, dim];
const request = (posterior: () => Posterior, dim: number, more: Partial<ShapeRequest> = {}): ShapeRequest => ({
  posterior,
  noiseShape: elementwise(dim),
  latents: dim,
  base: dim,
  axes: [0, 1],
  seed: 1,
  ...more,
});

function lattice(shape: PosteriorShape | null) {
  if (shape?.kind !== "lattice") throw new Error(`the shape is ${shape?.kind}, not a lattice`);
  return shape;
}

/** The share of points that lie within the rings of each threshold. */
function sharesWithin(shape: PosteriorShape | null, points: readonly [number, number][]): number[] {
  const known = lattice(shape);
  return known.thresholds.map((threshold) => {
    const rings = latticeRings(known, threshold).map((ring) => ring.map(([x, y]): [number, number] => [x, y]));
    const inside = points.filter((point) => rings.filter((ring) => polygonContains(ring, point)).length % 2 === 1);
    return inside.length / points.length;
  });
}

describe("q's shape on the square", () => {
  beforeAll(() => startTestEngine("cpu"));

  it("of a Gaussian is its mean and covariance on the dimensions shown, in any number of them", async () => {
    const covariance = Float32Array.from([4, 1, 0.5, 1, 2, -0.3, 0.5, -0.3, 1]);
    const posterior = (): Posterior => ({
      ...onlyDraws([1, 2, 3], [1, 1, 1]),
      mean: tensor2d([1, 2, 3], [1, 3]),
      covariance: () => tensor3d(covariance, [1, 3, 3]),
    });
    const shape = await posteriorShape(request(posterior, 3, { axes: [2, 0] }));
    expect(shape).toEqual({ kind: "gaussian", axes: [2, 0], draws: null, mean: [3, 1], covariance: [1, 0.5, 0.5, 4] });
  });

  it("with a full covariance is the rotated ellipse (z − μ)ᵀ Σ⁻¹ (z − μ) = r²", () => {
    const shape: PosteriorShape = { kind: "gaussian", axes: [0, 1], draws: null, mean: [0.3, -0.2], covariance: [0.5, 0.35, 0.35, 0.4] };
    const { toZ } = latentSquareTransform("linear");
    const determinant = 0.5 * 0.4 - 0.35 ** 2;
    posteriorPaths(shape, latentSquareTransform("linear"), 6000).forEach((path, i) => {
      const points = path
        .slice(1, -1)
        .split("L")
        .map((pair) => pair.split(",").map(Number));
      for (const [x, y] of points) {
        const [a, b] = [toZ(x / 6000) - 0.3, toZ(1 - y / 6000) + 0.2];
        expect(Math.sqrt((0.4 * a * a - 0.7 * a * b + 0.5 * b * b) / determinant)).toBeCloseTo(i + 1, 3);
      }
    });
  });

  it("over the lattice of noise agrees with the ellipse of a Gaussian", async () => {
    const shape = lattice(await posteriorShape(request(() => onlyDraws([0.4, -1], [0.3, 0.05]), 2)));
    expect(shape.draws).toBeNull();
    shape.thresholds.forEach((threshold, i) => {
      const rings = latticeRings(shape, threshold);
      expect(rings).toHaveLength(1);
      for (const [x, y] of rings[0]) expect(Math.hypot((x - 0.4) / 0.3, (y + 1) / 0.05)).toBeCloseTo(i + 1, 1);
    });
  });

  it("over the lattice of z agrees with the ellipse of a Gaussian", async () => {
    // Twice the noise that z needs: not a map of as many numbers.
    const wasteful: Posterior = {
      ...onlyDraws([0.4, -1], [0.3, 0.05], "anywhere"),
      sample: (noise) => onlyDraws([0.4, -1], [0.3, 0.05]).sample(slice(noise, [0, 0, 0], [-1, -1, 2])),
    };
    const shape = lattice(await posteriorShape(request(() => wasteful, 2, { noiseShape: (k, b) => [k, b, 4] })));
    expect(shape.draws).toBeNull();
    shape.thresholds.forEach((threshold, i) => {
      for (const [x, y] of latticeRings(shape, threshold)[0]) expect(Math.hypot((x - 0.4) / 0.3, (y + 1) / 0.05)).toBeCloseTo(i + 1, 1);
    });
  });

  it("of a bent q: the contours are level sets of its density, and hold 39.3 % and 86.5 % of its draws", async () => {
    const shape = lattice(await posteriorShape(request(bent, 2)));
    shape.thresholds.forEach((threshold, i) => {
      // log q = −½ r² − log 2π − log ½ at noise of radius r.
      expect(threshold).toBeCloseTo(-0.5 * (i + 1) ** 2 - LOG_TWO_PI - Math.log(0.5), 1);
    });
    const [inner, outer] = sharesWithin(shape, bentDraws(20_000));
    expect(inner).toBeCloseTo(0.3935, 1.7);
    expect(outer).toBeCloseTo(0.8647, 1.7);
  });

  it("of a mixture is two loops, each as wide as its component, that hold their shares of the draws", async () => {
    const shape = lattice(await posteriorShape(request(() => mixture(), 2, { noiseShape: stratified(2) })));
    expect(shape.draws).toBeNull();
    expect(latticeRings(shape, shape.thresholds[1])).toHaveLength(2);
    const [inner, outer] = sharesWithin(shape, mixtureDraws(20_000));
    expect(inner).toBeCloseTo(0.3935, 1.7);
    expect(outer).toBeCloseTo(0.8647, 1.7);
  });

  it("of more dimensions than two is a kernel density of 2 000 draws, which says so and holds its shares", async () => {
    const shape = lattice(await posteriorShape(request(() => mixture(3), 5, { noiseShape: stratified(5) })));
    expect(shape.draws).toBe(2000);
    expect(latticeRings(shape, shape.thresholds[1])).toHaveLength(2);
    const [inner, outer] = sharesWithin(shape, mixtureDraws(20_000));
    expect(inner).toBeCloseTo(0.3935, 1);
    expect(outer).toBeCloseTo(0.8647, 1);
  });

  it("of variables above z takes the last of all latents", async () => {
    const shape = lattice(await posteriorShape(request(() => onlyDraws([9, 9, 0, 1], [1, 1, 0.2, 0.4]), 4, { base: 2 })));
    expect(shape.draws).toBe(2000);
    const [ring] = latticeRings(shape, shape.thresholds[0]);
    for (const [x, y] of ring) expect(Math.hypot(x / 0.2, (y - 1) / 0.4)).toBeCloseTo(1, 0);
  });

  it("in one dimension is the intervals that hold 68 % and 95 %: over noise, over z and by kernels", async () => {
    const ends = (shape: PosteriorShape | null) => (shape?.kind === "intervals" ? shape.levels : []);
    const own = ends(await posteriorShape(request(() => onlyDraws([0.5], [0.2]), 1)));
    expect(own.map((level) => level.flat())).toEqual([
      [expect.closeTo(0.3, 2), expect.closeTo(0.7, 2)],
      [expect.closeTo(0.1, 2), expect.closeTo(0.9, 2)],
    ]);
    const above = ends(await posteriorShape(request(() => onlyDraws([7, 0.5], [1, 0.2]), 2, { base: 1 })));
    expect(above[0].flat()).toEqual([expect.closeTo(0.3, 1), expect.closeTo(0.7, 1)]);
  });

  it("of a mixture in one dimension is an interval for each component", async () => {
    const halves = [-1, 1].map((centre) =>
      meanFieldPosterior({ mean: tensor2d([[centre]]), logVariance: tensor2d([[2 * Math.log(0.1)]]) }),
    );
    const posterior = (): Posterior => ({
      sample(noise) {
        const rows = halves.map((half, c) => half.sample(slice(noise, [0, 0, c], [-1, -1, 1])).z);
        const z = reshape(concat(rows, 2), [-1, 1, 1]) as Tensor3D;
        return { z, logShare: fill([z.shape[0], 1], Math.log(0.5)), logProb: () => logProb(z) };
      },
      logProb: (z) => logProb(z),
    });
    const logProb = (z: Tensor3D): Tensor2D => {
      const each = halves.map((half) => expandDims((half.logProb as NonNullable<Posterior["logProb"]>)(z, { stopParameters: false }), 2));
      return sub(logSumExp(concat(each, 2), 2), Math.LN2);
    };
    const shape = await posteriorShape(request(posterior, 1, { noiseShape: (k, b) => [k, b, 2] }));
    expect(shape?.kind === "intervals" && shape.levels).toEqual([
      [
        [expect.closeTo(-1.1, 1.7), expect.closeTo(-0.9, 1.7)],
        [expect.closeTo(0.9, 1.7), expect.closeTo(1.1, 1.7)],
      ],
      [
        [expect.closeTo(-1.2, 1.7), expect.closeTo(-0.8, 1.7)],
        [expect.closeTo(0.8, 1.7), expect.closeTo(1.2, 1.7)],
      ],
    ]);
  });

  it("is none where q is not finite, or the model has no such dimension", async () => {
    expect(await posteriorShape(request(() => onlyDraws([Number.NaN, 0], [1, 1]), 2))).toBeNull();
    expect(await posteriorShape(request(() => onlyDraws([0, 0], [1, 1]), 2, { axes: [0, 2] }))).toBeNull();
  });
});
