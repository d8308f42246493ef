import { describe, expect, it } from "vitest";
import type { DeepPartial, Experiment } from "../../src/experiment/experiment";
import { squareDimensions } from "../../src/experiment/latentSquare";
import { normals, stream } from "../../src/numeric/random";
import type { EncodingsSettings } from "../../src/probes/encodings";
import type { LatentGridSettings } from "../../src/probes/latentGrid";
import type { Encodings, LatentGrid, OneImage } from "../../src/worker/protocol";
import { SPECS } from "../vae/posteriors/specs";
import { NO_PROBES, openSession, smallExperiment, type TestSession } from "../worker/sessions";

interface Pictures {
  grid: LatentGrid;
  points: Encodings;
  image: OneImage;
}

interface Asked {
  grid?: Partial<LatentGridSettings>;
  points?: Partial<EncodingsSettings>;
  draw?: number;
}

const last = <T>(values: readonly (T | null)[]): T => {
  const value = values.findLast((one) => one !== null);
  if (value === undefined || value === null) throw new Error("a picture is missing");
  return value;
};

async function pictures(session: TestSession, { grid, points, draw = 0 }: Asked = {}): Promise<Pictures> {
  await session.call.setProbes({
    ...NO_PROBES,
    latentGrid: { side: 4, source: "slice", axes: [0, 1], anchor: [], scale: "quantile", show: "mean", ...grid },
    encodings: { count: 20, show: "mean", ...points },
    oneImage: { source: { kind: "dataset", split: "test", index: 7 }, draw, axes: [0, 1] },
  });
  const { events } = session;
  return {
    grid: last(events.map((event) => (event.kind === "latentGrid" ? event.latentGrid : null))),
    points: last(events.map((event) => (event.kind === "encodings" ? event.encodings : null))),
    image: last(events.map((event) => (event.kind === "oneImage" ? event.oneImage : null))),
  };
}

async function trained(patch: DeepPartial<Experiment>): Promise<TestSession> {
  const session = await openSession(smallExperiment(patch));
  await session.call.train({ steps: 60 });
  return session;
}

const GREY = { data: { binarization: "none" as const } };
const CASES: [string, DeepPartial<Experiment>][] = [
  ...SPECS.map((posterior, i): [string, DeepPartial<Experiment>] => [posterior.kind, { latent: { dim: 2 + (i % 2), posterior } }]),
  ["mixture in one dimension", { latent: { dim: 1, posterior: { kind: "mixture", components: 2 } } }],
  ["hierarchical prior", { latent: { dim: 3, prior: { kind: "hierarchical", upper: 2 } } }],
  ["continuous Bernoulli", { ...GREY, likelihood: { kind: "continuousBernoulli" } }],
  ["Gaussian", { ...GREY, likelihood: { kind: "gaussian", sigma: "learned" } }],
];

describe.each(CASES)("pictures of a model with %s", (_, patch) => {
  it("are those that the model's own calls give", async () => {
    const session = await trained(patch);
    const { grid, points, image } = await pictures(session, { draw: 1 });
    const dim = squareDimensions(smallExperiment(patch).latent);
    const means = await session.call.decodeBase(grid.z);
    expect(grid.z).toHaveLength(16 * dim);
    grid.pixels.forEach((byte, i) => {
      expect(Math.abs(byte - 255 * means[i])).toBeLessThan(0.51);
    });
    expect(points.dim).toBe(dim);
    expect(points.z).toHaveLength(20 * dim);

    const sheet = await session.call.worksheet(image.seen, { noise: image.epsilon });
    const [row, rows] = [image.stratum?.index ?? 0, image.stratum?.count ?? 1];
    const latents = sheet.z.length / rows;
    image.z.forEach((value, d) => {
      expect(value).toBeCloseTo(sheet.z[row * latents + d], 4);
    });
    expect(image.logLikelihood).toBeCloseTo(sheet.logLikelihood[row], 2);
    expect(image.logPrior).toBeCloseTo(sheet.logPrior[row], 3);
    expect(image.logPosterior).toBeCloseTo(sheet.logPosterior[row], 3);
    expect(image.logWeight).toBeCloseTo(sheet.logWeight[row], 2);
    const decoded = await session.call.decode(image.z.slice(0, image.dim));
    image.decoded.forEach((level, i) => {
      expect(level).toBeCloseTo(decoded[i], 4);
    });

    // Moments, reconstruction and KL against many draws of the worksheet, within five standard errors of the fewer draws.
    const K = Math.floor(2400 / rows);
    const many = await session.call.worksheet(image.seen, { samples: K, seed: 9 });
    const share = (s: number) => Math.exp(many.logShare?.[s] ?? 0) / K;
    const expectation = (f: (s: number) => number) => Array.from(many.logWeight).reduce((sum, _value, s) => sum + share(s) * f(s), 0);
    image.mean.forEach((mean, d) => {
      const own = expectation((s) => many.z[s * latents + d]);
      const spread = Math.sqrt(expectation((s) => (many.z[s * latents + d] - own) ** 2));
      expect(Math.abs(mean - own)).toBeLessThan((5 * spread) / Math.sqrt(256));
      expect(image.standardDeviation[d] / spread).toBeCloseTo(1, 0.4);
    });
    expect(Math.abs(image.reconstruction - expectation((s) => many.logLikelihood[s]))).toBeLessThan(6 * image.reconstructionError);
    const kl = expectation((s) => many.logPosterior[s] - many.logPrior[s]);
    const klError = image.klError ?? Math.sqrt(expectation((s) => (many.logPosterior[s] - many.logPrior[s] - kl) ** 2) / K);
    expect(Math.abs(image.kl - kl)).toBeLessThan(6 * klError);
    const parts = image.klPerDimension ?? image.klPerLayer;
    if (parts !== undefined) expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(image.kl, 4);
    expect(image.shape?.axes).toEqual(dim === 1 ? [0] : [0, 1]);
  });
});

describe("what is said of the draw", () => {
  it("z = μ + σε where it is so, dimension by dimension; otherwise not", async () => {
    const { image } = await pictures(await trained({ latent: { dim: 3 } }));
    expect(image.reparameterization).toBe("elementwise");
    image.z.forEach((z, d) => {
      expect(z).toBeCloseTo(image.mean[d] + image.standardDeviation[d] * image.epsilon[d], 4);
    });
    const full = await pictures(await trained({ latent: { posterior: { kind: "fullCovariance" } } }));
    expect([full.image.reparameterization, full.image.klPerDimension?.length]).toEqual(["linear", 3]);
    const flow = await pictures(await trained({ latent: { posterior: { kind: "planar", layers: 2 } } }));
    expect([flow.image.reparameterization, flow.image.klPerDimension, flow.image.meanSamples]).toEqual(["map", undefined, 256]);
  });

  it("a mixture's component is chosen by its share: about as often as it weighs", async () => {
    const session = await trained({ latent: { posterior: { kind: "mixture", components: 2 } } });
    const drawn = [];
    for (let draw = 0; draw < 60; draw++) drawn.push((await pictures(session, { draw })).image.stratum);
    const first = drawn.find((stratum) => stratum?.index === 0)?.share ?? 0;
    const count = drawn.filter((stratum) => stratum?.index === 0).length;
    expect(Math.abs(count - 60 * first)).toBeLessThan(4 * Math.sqrt(60 * first * (1 - first)) + 1);
    expect((await pictures(session, { draw: 3 })).image.stratum).toEqual(drawn[3]);
  });

  it("the mean on the square is q's own where it has one, else of 16 draws; a sample is a draw of z", async () => {
    const closed = await trained({ latent: { posterior: { kind: "mixture", components: 2 } } });
    expect((await pictures(closed)).points.meanSamples).toBeNull();
    const session = await trained({ latent: { prior: { kind: "hierarchical", upper: 2 } } });
    const { points, image } = await pictures(session);
    expect(points.meanSamples).toBe(16);
    // Image 7 stands at E_q[u|x]: the last of the latents.
    [0, 1].forEach((d) => {
      const spread = image.standardDeviation[2 + d];
      expect(Math.abs(points.z[14 + d] - image.mean[2 + d])).toBeLessThan(5 * spread * Math.sqrt(1 / 16 + 1 / 256));
    });
    const drawn = (await pictures(session, { points: { show: "sample" } })).points;
    expect([drawn.meanSamples, drawn.z.length]).toEqual([null, 40]);
    expect(drawn.z).not.toEqual(points.z);
  });
});

describe("the grid's draws", () => {
  it("of a Gaussian likelihood are its mean plus σ times fixed noise, cut to the bytes that there are", async () => {
    const session = await openSession(smallExperiment({ ...GREY, likelihood: { kind: "gaussian", sigma: 0.5 } }));
    const { grid } = await pictures(session, { grid: { show: "sample" } });
    const means = await session.call.decode(grid.z);
    const noise = normals(means.length, 0, stream(1, "pixels"));
    grid.pixels.forEach((byte, i) => {
      expect(Math.abs(byte - 255 * Math.min(1, Math.max(0, means[i] + 0.5 * noise[i])))).toBeLessThan(0.52);
    });
  });

  it("from a hierarchical prior are draws of z given each u, not its mean", async () => {
    const session = await trained({ latent: { prior: { kind: "hierarchical", upper: 2 } } });
    const { grid } = await pictures(session, { grid: { source: "prior" } });
    const atMean = await session.call.decodeBase(grid.z);
    const apart = Math.max(...Array.from(grid.pixels, (byte, i) => Math.abs(byte - 255 * atMean[i])));
    expect(apart).toBeGreaterThan(2);
  });
});
