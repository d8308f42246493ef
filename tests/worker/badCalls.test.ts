import { beforeAll, describe, expect, it } from "vitest";
import { DOORS } from "./doors";
import { noticesOf, openSession, smallExperiment, type TestSession } from "./sessions";

let session: TestSession;
beforeAll(async () => {
  session = await openSession(smallExperiment());
  await session.call.train({ steps: 5 });
});

/** A refusal: a plain Error, and not one of the classes that the language throws where a check is missing. */
async function refusalOf(ask: () => Promise<unknown>): Promise<Error> {
  const refused: unknown = await ask().then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(refused instanceof Error)) throw new Error("it was not refused");
  expect(refused.constructor).toBe(Error);
  return refused;
}

describe("what a call is given", () => {
  it.each(DOORS)("$name: refused with what was wrong and what is allowed", async ({ call, bad, says }) => {
    for (const given of bad) {
      const { message } = await refusalOf(() => call(session.call, given as never));
      expect(message).toMatch(says);
      expect(message.length).toBeLessThan(1000);
    }
  });

  it("is refused where a getter of it fails, with the getter's own reason", async () => {
    const options = {
      get count(): number {
        throw new Error("the getter failed");
      },
    };
    await expect(session.call.evaluate(options)).rejects.toThrow("the getter failed");
    await expect(session.call.train(Object.defineProperty({}, "steps", { enumerable: true, get: () => -1 }))).rejects.toThrow(
      "steps was -1",
    );
  });

  it("leaves the run as it was: none of it got in", async () => {
    const before = await session.call.exportWeights();
    const shown = session.events.length;
    for (const { call, bad } of DOORS) for (const given of bad) await refusalOf(() => call(session.call, given as never));
    expect(session.events.slice(shown).filter(({ kind }) => kind === "run" || kind === "settings" || kind === "history")).toEqual([]);
    expect(await session.call.exportWeights()).toEqual(before);
    expect(noticesOf(session)).toEqual([]);
    expect(({} as Record<string, unknown>).batchSize).toBeUndefined();
    expect((await session.call.train({ steps: 3 })).step).toBe(8);
  });

  it("is taken where it is right: images many times over, at the largest number that is allowed", async () => {
    const { pixels: many } = await session.call.images("test", new Array(20_000).fill(7));
    expect(many).toHaveLength(20_000 * 784);
  });

  it("is refused where the network would need too much memory for all of it at once", async () => {
    const wide = await openSession(smallExperiment({ network: { kind: "conv", encoder: [128, 128], decoder: [128, 128] } }));
    const many = new Float32Array(784 * 20_000);
    const tooMuch =
      /^an answer for so many holds about [\d.]+ GB in this network, by estimate; allowed: at most 3 GB: give fewer at a time$/;
    await expect(wide.call.encode(many)).rejects.toThrow(tooMuch);
    await expect(wide.call.decode(new Float32Array(40_000))).rejects.toThrow(tooMuch);
    await expect(wide.call.decodeBase(new Float32Array(40_000))).rejects.toThrow(tooMuch);
    await expect(wide.call.worksheet(new Float32Array(784), { samples: 20_000 })).rejects.toThrow(tooMuch);
    await expect(wide.call.worksheet(new Float32Array(784), { z: new Float32Array(40_000) })).rejects.toThrow(tooMuch);
    expect((await wide.call.encode(many.subarray(0, 7840))).mean).toHaveLength(20);
    expect((await session.call.encode(many)).mean).toHaveLength(40_000);
  });
});
