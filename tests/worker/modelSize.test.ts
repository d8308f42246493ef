import { beforeAll, describe, expect, it } from "vitest";
import { DEFAULT_EXPERIMENT } from "../../src/experiment/experiment";
import { readLink } from "../../src/experiment/link";
import { readSafetensors, writeSafetensors } from "../../src/training/safetensors";
import { MOST_PARAMETERS, parameterCount, sizeFault } from "../../src/vae/modelSize";
import { noticesOf, openSession, smallExperiment, type TestSession } from "./sessions";

const experimentOf = (link: string) => readLink(link).experiment;
const HUGE = experimentOf("net=conv&enc=128&q=iaf-16-512");
const SENTENCE =
  "the model has 205.8 million parameters; allowed: at most 15 million. 205.6 million of them are the posterior's: lower latent.posterior.layers, latent.posterior.hidden, latent.dim or network.encoder";
const WIDEST = experimentOf("enc=1024-1024-1024-1024-1024&dec=1024-1024-1024-1024-1024&latent=64");

describe("the size of a model", () => {
  it("is counted without making it", () => {
    // 784·256 + 256 + 256·128 + 128 + 2(128·2 + 2) + 2·128 + 128 + 128·256 + 256 + 256·784 + 784.
    expect(parameterCount(DEFAULT_EXPERIMENT)).toBe(469_268);
    expect(sizeFault(DEFAULT_EXPERIMENT)).toBeNull();
  });

  it("is refused past the limit with the fields that weigh most", () => {
    expect(sizeFault(HUGE)).toBe(SENTENCE);
  });
});

describe("a session's doors", () => {
  let session: TestSession;
  beforeAll(async () => {
    session = await openSession();
    await session.call.train({ steps: 2 });
  });

  it.each([
    ["configure", () => session.call.configure({ network: HUGE.network, latent: { posterior: HUGE.latent.posterior } }), SENTENCE],
    ["replace", () => session.call.replace(HUGE), SENTENCE],
    ["importWeights", async () => session.call.importWeights(await fileOf(HUGE)), `the weights file was refused: ${SENTENCE}`],
  ])("refuse it before anything is stopped or built: %s", async (_, ask, sentence) => {
    const training = session.call.train({});
    const seen = session.events.length;
    await expect(ask()).rejects.toThrow(sentence);
    const since = session.events.slice(seen);
    expect(since.filter(({ kind }) => kind === "run" || kind === "settings")).toEqual([]);
    expect(since.filter((event) => event.kind === "progress" && event.progress.phase === "idle")).toEqual([]);
    await session.call.pause();
    expect((await training).step).toBeGreaterThan(2);
  });

  async function fileOf(experiment: typeof HUGE): Promise<Uint8Array> {
    const { arrays, metadata } = readSafetensors(await session.call.exportWeights());
    return writeSafetensors({ arrays, metadata: { ...metadata, experiment: JSON.stringify(experiment) } });
  }

  it("open a link with the default network and posterior instead, and say so", async () => {
    const link = { ...HUGE, batchSize: 7, latent: { ...HUGE.latent, dim: 3 } };
    const opened = await openSession(link);
    const { network, latent, batchSize } = await opened.call.configure({});
    expect(network).toEqual(DEFAULT_EXPERIMENT.network);
    expect(latent).toEqual({ ...link.latent, posterior: { kind: "meanField" } });
    expect(batchSize).toBe(7);
    expect(noticesOf(opened)).toEqual([`${sizeFault(link)}. The default network and posterior are used`]);
  });

  it("let the largest dense network in, whose weights come back from their file", async () => {
    expect(parameterCount(WIDEST)).toBeLessThan(MOST_PARAMETERS);
    const wide = await openSession(smallExperiment());
    expect(await wide.call.replace({ ...WIDEST, batchSize: 4 })).toEqual({ ...WIDEST, batchSize: 4 });
    const file = await wide.call.exportWeights();
    await wide.call.importWeights(file);
    expect((await wide.call.configure({})).network).toEqual(WIDEST.network);
    expect((await wide.call.train({ steps: 1 })).step).toBe(1);
  }, 120_000);
});
