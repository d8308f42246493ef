import { engine, fill, randomNormal, setBackend, type Tensor2D } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { nodePlatform } from "../../scripts/nodePlatform";
import { startEngine } from "../../src/engine/start";
import { DEFAULT_EXPERIMENT, type Experiment } from "../../src/experiment/experiment";
import { readLink } from "../../src/experiment/link";
import { PRESETS } from "../../src/experiment/presets";
import { mergeExperiment } from "../../src/experiment/resolve";
import { freshSnapshot, openRun } from "../../src/training/runState";
import { trainStep } from "../../src/training/trainStep";
import { noiseShapeOf } from "../../src/vae/modelSpec";
import { costFault, heavyNotice, stepCost } from "../../src/vae/stepCost";
import { noticesOf, openSession, smallExperiment } from "../worker/sessions";

const experimentOf = (link: string): Experiment => {
  const { experiment, notices } = readLink(link);
  expect(notices).toEqual([]);
  return experiment;
};

describe("what a step takes, by estimate", () => {
  it("is the products of the layers, three times over, counted by hand", () => {
    const uses = 784 * 256 + 256 * 128 + 2 * 128 * 2 + (2 * 128 + 128 * 256 + 256 * 784);
    expect(stepCost(DEFAULT_EXPERIMENT).flops).toBe(6 * 128 * uses);
    // K = 5: the decoder has five rows of each image.
    const dense = experimentOf("enc=10&dec=20&latent=3&k=5&batch=7");
    expect(stepCost(dense).flops).toBe(6 * 7 * (784 * 10 + 2 * 10 * 3 + 5 * (3 * 20 + 20 * 784)));
    expect(stepCost(dense).bytes).toBe(
      4 * (7 * (784 * 10 + 10 + 2 * (10 * 3 + 3) + 3 * 20 + 20 + 20 * 784 + 784) + 4 * 7 * (10 + 2 * 3 + 5 * (20 + 784)) + 6 * 784 * 35),
    );
    // 28 → 14 → 7 and back.
    const maps = experimentOf("net=conv&enc=4-8&dec=8-4&batch=1");
    const encoder = 14 * 14 * 9 * 4 + 7 * 7 * 9 * 4 * 8 + 2 * (7 * 7 * 8 * 2);
    const decoder = 2 * 7 * 7 * 8 + 7 * 7 * 9 * 8 * 4 + 14 * 14 * 9 * 4;
    expect(stepCost(maps).flops).toBe(6 * (encoder + decoder));
  });

  it.each([
    "",
    "latent=2&batch=512",
    "k=16",
    "obj=iwae&k=50&batch=64",
    "net=conv&batch=64",
    "q=iaf&k=4",
    "q=mixture-4&k=4",
    "enc=1024-1024&dec=1024-1024&batch=16",
  ])("holds what a step on the engine holds, within a factor of three: #%s", async (link) => {
    await startEngine("simd", nodePlatform(1), () => undefined);
    const experiment = experimentOf(link);
    const run = openRun(experiment, freshSnapshot(experiment));
    const x = fill([experiment.batchSize, 784], 1) as Tensor2D;
    const noise = randomNormal(noiseShapeOf(experiment, experiment.objective.samples, experiment.batchSize));
    const { peakBytes } = await engine().profile(() => {
      const { values } = trainStep(experiment, run, { x, noise }, { beta: 1, wantNorm: false });
      return { values };
    });
    const { bytes } = stepCost(experiment);
    expect(bytes / peakBytes).toBeGreaterThan(1 / 3);
    expect(bytes / peakBytes).toBeLessThan(3);
  });

  it("refuses what would hold the worker for a minute or the tab's memory, and no preset", () => {
    expect(costFault(experimentOf("k=64&batch=2048&enc=1024&dec=1024-1024-1024&latent=64"))).toMatch(
      /^a step holds about \d+(\.\d+)? GB, by estimate; allowed: at most 3 GB: lower batchSize, objective\.samples or the widths of the network$/,
    );
    expect(costFault(experimentOf("enc=0&dec=1024-1024-1024-1024-1024&latent=64&k=10&batch=2048"))).toMatch(
      /^a step takes about \d+ billion operations, by estimate; allowed: at most 600 billion: /,
    );
    for (const experiment of PRESETS.map(({ patch }) => mergeExperiment(DEFAULT_EXPERIMENT, patch))) {
      expect(costFault(experiment)).toBeNull();
      expect(heavyNotice(experiment, null)).toBeNull();
    }
  });

  it("is said where it is heavy, at the speed that was measured where one was", () => {
    const heavy = experimentOf("k=64&batch=1024");
    expect(heavyNotice(heavy, null)).toMatch(
      /^This experiment is heavy\. By estimate a step takes about \d+(\.\d+)? s on one core, if it makes 10 billion/,
    );
    const { flops } = stepCost(heavy);
    expect(heavyNotice(heavy, flops / 3)).toContain("about 3 s at the speed of the steps made so far");
  });
});

describe("a session", () => {
  const TOO_MUCH = { batchSize: 2048, objective: { samples: 64 }, network: { decoder: [1024, 1024, 1024] } } as const;

  beforeAll(() => setBackend("cpu"));

  it("refuses a step that is too much at each door, and opens a link with the default batch and samples instead", async () => {
    const session = await openSession();
    const asked = { ...smallExperiment(), batchSize: 2048, network: { ...smallExperiment().network, decoder: [1024, 1024, 1024] } };
    const tooMuch = { ...asked, objective: { ...DEFAULT_EXPERIMENT.objective, samples: 64 } };
    await expect(session.call.configure(TOO_MUCH as never)).rejects.toThrow(/^a step holds about .+ allowed: at most 3 GB/);
    await expect(session.call.replace(tooMuch)).rejects.toThrow(/^a step holds about .+ allowed: at most 3 GB/);
    const opened = await openSession(tooMuch);
    expect(await opened.call.configure({})).toMatchObject({ batchSize: 128, objective: { samples: 1 } });
    expect(noticesOf(opened)).toEqual([expect.stringMatching(/^a step holds .+\. The default batch size and number of samples are used$/)]);
  });

  it("says what a heavy experiment takes before it trains, and nothing of a light one", async () => {
    const session = await openSession();
    await session.call.configure({ batchSize: 1024, network: { decoder: [256] }, objective: { samples: 64 } as never });
    expect(noticesOf(session).at(-1)).toMatch(
      /^This experiment is heavy\. By estimate a step takes about .+ s on one core, .+ GB of memory\.$/,
    );
    const said = noticesOf(session).length;
    await session.call.configure({ batchSize: 32, objective: { samples: 1 } as never });
    expect(noticesOf(session)).toHaveLength(said);
  });
});
