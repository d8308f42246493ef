import { describe, expect, it } from "vitest";
import { tensorCount } from "../../src/engine/engineMemory";
import type { SessionCalls, SessionEvent } from "../../src/worker/protocol";
import { openSession, smallExperiment, type TestSession } from "./sessions";

const REPEATS = 1000;

const phasesOf = ({ events }: TestSession): string[] =>
  events.flatMap((event) => (event.kind === "gradientSignal" ? [event.gradientSignal.phase] : []));

/** Starts a measurement that only a stop would end, and answers once it is under way. */
async function begin({ call, events }: TestSession): Promise<ReturnType<SessionCalls["gradientSignal"]>[]> {
  const isUnderWay = (event: SessionEvent) =>
    event.kind === "gradientSignal" && event.gradientSignal.phase === "measuring" && event.gradientSignal.repeats > 0;
  const from = events.length;
  const measured = call.gradientSignal();
  while (!events.slice(from).some(isUnderWay)) await new Promise((resolve) => setTimeout(resolve, 5));
  return [measured];
}

describe("the gradient's signal in a session", () => {
  it("is measured at the next step's minibatch, twice the same, and leaves no tensor behind", async () => {
    const session = await openSession();
    await session.call.train({ steps: 30 });
    const before = tensorCount();
    const signal = await session.call.gradientSignal({ repeats: REPEATS });
    expect(tensorCount()).toBe(before);
    expect(signal).toMatchObject({ repeats: REPEATS, step: 30, objective: "elbo", samples: 1, estimator: "pathwise" });
    expect(signal.groups.map(({ name, parameters, resolved }) => [name, parameters, resolved])).toEqual([
      ["encoder", 784 * 24 + 24 + 2 * (24 * 2 + 2), true],
      ["decoder", 2 * 24 + 24 + 24 * 784 + 784, true],
    ]);
    expect(await session.call.gradientSignal({ repeats: REPEATS })).toEqual(signal);
    expect(await session.call.gradientSignal({ repeats: REPEATS, seed: 1 })).not.toEqual(signal);
    await session.call.train({ steps: 1 });
    const next = await session.call.gradientSignal({ repeats: REPEATS });
    expect(next.step).toBe(31);
    expect(next.groups).not.toEqual(signal.groups);
  });

  it("follows the settings in force", async () => {
    const { call } = await openSession();
    const before = await call.gradientSignal({ repeats: REPEATS });
    await call.configure({ objective: { samples: 4, beta: { kind: "constant", value: 8 } } });
    const after = await call.gradientSignal({ repeats: REPEATS });
    expect(after).toMatchObject({ step: 0, samples: 4 });
    const [encoder, decoder] = before.groups.map(({ snr }, i) => (after.groups[i].snr ?? Number.NaN) / (snr ?? Number.NaN));
    // Four draws instead of one double the decoder's ratio; the closed KL's gradient has no noise, and now weighs eight times as much.
    expect(decoder).toBeCloseTo(2, 0);
    expect(encoder).toBeGreaterThan(2);
  });

  it("has a group for each part of the model that learns", async () => {
    const { call } = await openSession(
      smallExperiment({
        batchSize: 32,
        data: { binarization: "none" },
        latent: { posterior: { kind: "coupling", layers: 2, hidden: 8 }, prior: { kind: "hierarchical", upper: 1 } },
        likelihood: { kind: "gaussian", sigma: "learned" },
        objective: { kind: "iwae", samples: 4, estimator: "dreg" },
      }),
    );
    await call.train({ steps: 10 });
    const signal = await call.gradientSignal({ repeats: REPEATS });
    expect(signal).toMatchObject({ objective: "iwae", samples: 4, estimator: "dreg", step: 10 });
    expect(signal.groups.map(({ name }) => name).sort()).toEqual(["decoder", "encoder", "likelihood", "posterior", "prior"]);
    const likelihood = signal.groups.find(({ name }) => name === "likelihood");
    expect(likelihood).toMatchObject({ parameters: 1, resolved: true });
  });

  it("leaves training as it is, and training leaves it as it is", async () => {
    const quiet = await openSession();
    await quiet.call.train({ steps: 20 });
    const alone = await quiet.call.gradientSignal({ repeats: REPEATS });
    await quiet.call.train({ steps: 300 });
    const busy = await openSession();
    await busy.call.train({ steps: 20 });
    const [beside] = await Promise.all([busy.call.gradientSignal({ repeats: REPEATS }), busy.call.train({ steps: 300 })]);
    expect(beside).toEqual(alone);
    expect(await busy.call.exportWeights()).toEqual(await quiet.call.exportWeights());
    expect(busy.history()).toEqual(quiet.history());
  });

  it("is stopped by its call and by a change of the run, and answers with what there is", async () => {
    const session = await openSession(smallExperiment({ latent: { dim: 40 } }));
    // Not at a report: what a window has summed is a tensor, on one engine as on the next.
    await session.call.train({ steps: 12 });
    const before = tensorCount();
    const [stopped] = await begin(session);
    await expect(session.call.gradientSignal()).rejects.toThrow("being measured already; stop that first");
    await session.call.stopGradientSignal();
    const { repeats, groups } = await stopped;
    expect(repeats).toBeGreaterThan(0);
    expect(repeats).toBeLessThan(1000);
    for (const group of groups) expect(group).toMatchObject({ resolved: false, snr: null, interval: null });
    expect(tensorCount()).toBe(before);
    const [replaced] = await begin(session);
    await session.call.engine("cpu");
    expect((await replaced).repeats).toBeLessThan(1000);
    expect(phasesOf(session).filter((phase) => phase !== "measuring")).toEqual(["done", "done"]);
    await session.call.stopGradientSignal();
    expect(tensorCount()).toBe(before);
  });

  it.each([
    ["repeats", { repeats: 200 }, "repeats was 200; allowed: a whole number from 1000 to 16000"],
    ["a seed", { seed: -1 }, "seed was -1; allowed: a whole number from 0 to 4294967295"],
    ["options", { samples: 3 }, 'the options have "samples"; allowed: repeats, seed'],
    ["no options", 5, "the options were 5; allowed: { repeats, seed }"],
  ])("refuses bad %s, saying what is allowed", async (_, options, message) => {
    const { call } = await openSession();
    await expect(call.gradientSignal(options as never)).rejects.toThrow(message);
  });

  it("refuses a model whose sums would not fit", async () => {
    const widths = [1024, 1024, 1024];
    const { call } = await openSession(smallExperiment({ network: { encoder: widths, decoder: widths } }));
    await expect(call.gradientSignal()).rejects.toThrow(/the model has \d+ parameters; .* at most 5000000/);
  });
});
