import { type Tensor, type Tensor2D, type Tensor3D, tensor } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { drawMoments } from "../../../src/inference/drawMoments";
import { densityAt } from "../../../src/vae/posterior";
import { fullCovariancePosterior } from "../../../src/vae/posteriors/fullCovariance";
import { ENGINES, startTestEngine } from "../../engine/engines";
import { largest, largestError, scattered } from "../../engine/numbers";
import { BATCH, featuresOfImage, noiseOf, numbersOf, posteriorCase, posteriorOf, tensorsOf } from "./cases";
import { mixtureComponents } from "./reference";

describe.each(ENGINES)("on %s", (engine) => {
  beforeAll(() => startTestEngine(engine));

  it("a mixture's shares are π of each row's component, its mean Σ π μ, and with noise ±1 so are its draws' moments", () => {
    const one = posteriorCase({ kind: "mixture", components: 3 }, 2, 2);
    const q = posteriorOf(one, tensorsOf(one));
    const draws = q.sample(
      tensor(
        one.noise.map((_, i) => (i < one.noise.length / 2 ? 1 : -1)),
        one.noiseShape,
      ),
    );
    const parts = Array.from({ length: BATCH }, (_, b) =>
      mixtureComponents({ parameters: numbersOf(one, one.values), features: featuresOfImage(one, b), dim: 2 }),
    );
    const shares = Array.from({ length: 6 * BATCH }, (_, row) => parts[row % BATCH][Math.floor(row / BATCH) % 3].share);
    expect(largestError(draws.logShare?.exp().dataSync() ?? [], shares)).toBeLessThan(1e-5);
    const sumOver = (f: (part: (typeof parts)[0][0], d: number) => number) =>
      parts.flatMap((image) => [0, 1].map((d) => image.reduce((total, part) => total + part.share * f(part, d), 0)));
    const mean = sumOver(({ mean: means }, d) => means[d]);
    const second = sumOver(({ mean: means, logVariance }, d) => means[d] ** 2 + Math.exp(logVariance[d]));
    expect(largestError(q.mean?.dataSync() ?? [], mean)).toBeLessThan(1e-5 * largest(mean));
    const moments = drawMoments(draws, 2);
    expect(largestError(moments.mean.dataSync(), mean)).toBeLessThan(1e-5 * largest(mean));
    const variance = second.map((value, i) => value - mean[i] ** 2);
    expect(largestError(moments.variance.dataSync(), variance)).toBeLessThan(1e-5 * largest(second));
  });

  it("a mixture of one component's numbers is that component, whatever π", () => {
    const one = posteriorCase({ kind: "mixture", components: 3 }, 2, 3);
    const same = (values: number[]) => values.map((_, i) => values[6 * Math.floor(i / 6) + (i % 2)]);
    one.values = one.values.map((values, i) => (one.names[i].startsWith("posterior.logits") ? values : same(values)));
    const plain = posteriorCase({ kind: "meanField" }, 2, 1);
    const firstColumns = (i: number) => one.values[i].filter((_, j) => j % 6 < 2);
    plain.values = [0, 1, 2, 3].map(firstColumns);
    const z = tensor(scattered(5 * BATCH * 2, 4, 2), [5, BATCH, 2]) as Tensor3D;
    const [mixed, single] = [one, plain].map((each) => densityAt(posteriorOf(each, tensorsOf(each)), z, { stopParameters: false }));
    expect(largestError(mixed.dataSync(), single.dataSync())).toBeLessThan(1e-5 * largest(single.dataSync()));
  });

  it("full covariance of 33 dimensions undoes its own draws, and its covariance is theirs under orthogonal noise", () => {
    const dim = 33;
    const heads = {
      mean: tensor(scattered(2 * dim, 1), [2, dim]) as Tensor2D,
      logVariance: tensor(scattered(2 * dim, 2), [2, dim]) as Tensor2D,
    };
    const q = fullCovariancePosterior(heads, tensor(scattered(dim * (dim - 1), 3, 0.2), [2, (dim * (dim - 1)) / 2]) as Tensor2D);
    const noise = tensor(scattered(2 * 4 * dim, 4), [4, 2, dim]);
    const { z, logProb } = q.sample(noise);
    const own = logProb().dataSync();
    expect(largestError(densityAt(q, z, { stopParameters: false }).dataSync(), own)).toBeLessThan(1e-4 * largest(own));
    const units = Array.from({ length: dim * 2 * dim }, (_, i) => Number(Math.floor(i / (2 * dim)) === i % dim));
    const columns = q.sample(tensor(units, [dim, 2, dim])).z.sub(heads.mean);
    const covariance = columns.transpose([1, 2, 0]).matMul(columns.transpose([1, 0, 2])) as Tensor;
    const found = q.covariance?.().dataSync() ?? [];
    expect(largestError(found, covariance.dataSync())).toBeLessThan(1e-5 * largest(found));
  });

  it("full covariance whose factor is diagonal is the mean field", () => {
    const one = posteriorCase({ kind: "fullCovariance" }, 3, 2);
    one.values = one.values.map((values, i) => (one.names[i].startsWith("posterior.lower") ? values.map(() => 0) : values));
    const plain = { ...one, spec: { kind: "meanField" as const } };
    const [full, diagonal] = [one, plain].map((each) => posteriorOf(each, tensorsOf(each)));
    expect(largestError(full.sample(noiseOf(one)).z.dataSync(), diagonal.sample(noiseOf(one)).z.dataSync())).toBeLessThan(1e-6);
    const kl = full.klToStandardNormal?.() as Tensor2D;
    expect(largestError(kl.slice([0, 0], [BATCH, 3]).dataSync(), diagonal.klToStandardNormal?.().dataSync() ?? [])).toBeLessThan(1e-6);
    expect(largest(kl.slice([0, 3], [BATCH, 1]).dataSync())).toBeLessThan(1e-6);
  });
});
