import { describe, expect, it } from "vitest";
import { squareDimensions } from "../../src/experiment/latentSquare";
import { normalCdf } from "../../src/numeric/normal";
import { probeCadence } from "../../src/probes/cadence";
import { gridCodes, type LatentGridSettings } from "../../src/probes/latentGrid";
import { latentSizes } from "../../src/vae/priors/priors";
import { NO_PROBES, openSession, smallExperiment } from "../worker/sessions";

const SETTINGS: LatentGridSettings = { side: 5, source: "slice", axes: [2, 0], anchor: [9, 0.7, 9], scale: "quantile", show: "mean" };

describe("the latent grid", () => {
  it("is evenly spaced in the prior's quantiles, the top row the largest, other dimensions at the anchor", () => {
    const codes = gridCodes(SETTINGS, 3, 1);
    const code = (row: number, column: number) => codes.slice((row * 5 + column) * 3, (row * 5 + column + 1) * 3);
    for (let i = 0; i < 5; i++) {
      expect(normalCdf(code(3, i)[2])).toBeCloseTo((i + 0.5) / 5, 6);
      expect(normalCdf(code(i, 3)[0])).toBeCloseTo(1 - (i + 0.5) / 5, 6);
      expect(code(i, i)[1]).toBeCloseTo(0.7, 6);
    }
  });

  it("is of the variables whose prior is N(0, I), as the page counts them", () => {
    for (const prior of [{ kind: "standardNormal" as const }, { kind: "hierarchical" as const, upper: 5 }]) {
      expect(squareDimensions({ dim: 3, prior })).toBe(latentSizes({ dim: 3, prior }).base);
    }
  });

  it("is evenly spaced in z on the linear scale", () => {
    const codes = gridCodes({ ...SETTINGS, scale: "linear" }, 3, 1);
    expect([0, 1, 2, 3, 4].map((i) => codes[i * 3 + 2])).toEqual([-2.4, -1.2, 0, 1.2, 2.4].map(Math.fround));
  });

  it("with one dimension varies along the horizontal axis only", () => {
    const codes = gridCodes({ ...SETTINGS, axes: [0, 0], anchor: [0] }, 1, 1);
    expect([...codes.slice(0, 5)]).toEqual([...codes.slice(20, 25)]);
    expect(codes[0]).toBeLessThan(codes[1]);
  });
});

describe("pictures in a session", () => {
  it("are those of the model: the grid is decode, one image is encode and the worksheet", async () => {
    const session = await openSession(smallExperiment());
    await session.call.train({ steps: 20 });
    const oneImage = { source: { kind: "dataset" as const, split: "test" as const, index: 7 }, draw: 2, axes: null };
    await session.call.setProbes({
      ...NO_PROBES,
      latentGrid: { ...SETTINGS, axes: [0, 1], anchor: [0, 0] },
      encodings: { count: 30, show: "mean" },
      oneImage,
    });
    const grid = session.events.findLast((event) => event.kind === "latentGrid");
    const strip = session.events.findLast((event) => event.kind === "oneImage");
    const points = session.events.findLast((event) => event.kind === "encodings");
    if (grid?.kind !== "latentGrid" || strip?.kind !== "oneImage" || points?.kind !== "encodings") throw new Error("a picture is missing");
    const means = await session.call.decode(grid.latentGrid.z);
    grid.latentGrid.pixels.forEach((byte, i) => {
      expect(Math.abs(byte - 255 * means[i])).toBeLessThan(0.51);
    });
    const image = strip.oneImage;
    expect(image.label).toBe(9);
    expect((await session.call.encode(image.seen)).mean).toEqual(image.mean);
    const sheet = await session.call.worksheet(image.seen, { noise: image.epsilon });
    expect(image.logWeight).toBeCloseTo(sheet.logWeight[0], 3);
    expect(image.elbo).toBeCloseTo(image.reconstruction - image.kl, 6);
    expect(image.reconstructionError).toBeGreaterThan(0);
    expect(points.encodings.count).toBe(30);
    // The strip and the square show the same bits of an image: its μ is its dot.
    expect(points.encodings.z.slice(14, 16)).toEqual(image.mean);
    await session.call.setProbes({ ...NO_PROBES, oneImage: { ...oneImage, draw: 3 } });
    const resampled = session.events.findLast((event) => event.kind === "oneImage");
    expect(resampled?.kind === "oneImage" && resampled.oneImage.epsilon).not.toEqual(image.epsilon);
  });

  it("take at most their share of the time", () => {
    const cadence = probeCadence(0.1);
    const dueFrom = (time: number) => {
      expect(cadence.isDue(time - 1)).toBe(false);
      expect(cadence.isDue(time)).toBe(true);
    };
    expect(cadence.isDue(0)).toBe(true);
    // The first compiles.
    cadence.ran(0, 5000);
    dueFrom(5150);
    cadence.ran(5150, 5200);
    dueFrom(5650);
    // So does one of another model.
    cadence.ran(5650, 9650);
    dueFrom(10_100);
    cadence.ran(10_100, 10_101);
    dueFrom(10_251);
  });
});
