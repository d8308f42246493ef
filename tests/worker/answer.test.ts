import { beforeAll, describe, expect, it } from "vitest";
import { answer } from "../../src/worker/answer";
import type { FromWorker } from "../../src/worker/protocol";
import { openSession, type TestSession } from "./sessions";

let session: TestSession;
beforeAll(async () => {
  session = await openSession();
});

/** What the worker says to a message that arrives; a worker ends by what this throws. */
async function said(message: unknown): Promise<FromWorker[]> {
  const sent: FromWorker[] = [];
  await answer(session.call, message, (each) => sent.push(each));
  return sent;
}

const asked = (call: unknown, ...given: unknown[]) => said({ id: 5, call, arguments: given });

describe("a message to the worker", () => {
  it.each(["constructor", "__proto__", "toString", "hasOwnProperty", "valueOf", "__defineGetter__", "", "trains", "Train"])(
    "that calls %j is refused with the names of the calls",
    async (call) => {
      const [refusal] = await asked(call, "length");
      expect(refusal).toMatchObject({ kind: "refusal", id: 5 });
      expect(refusal).toHaveProperty("message", expect.stringContaining(`the call was "${call}"; allowed: `));
      expect(refusal).toHaveProperty("message", expect.stringContaining("train, pause, reset"));
    },
  );

  it.each([undefined, null, 7, {}, ["train"], Symbol("train"), 10n, new Map(), { toString: () => "pause" }])(
    "whose call is no name (case %#) is refused",
    async (call) => {
      expect(await asked(call)).toMatchObject([{ kind: "refusal", id: 5, message: expect.stringMatching(/^the call was .+; allowed: /) }]);
    },
  );

  it.each([undefined, null, "abc", 3, {}, { length: 2 }, new Array(100_000)])(
    "whose arguments are no list (case %#) is refused",
    async (given) => {
      expect(await said({ id: 5, call: "pause", arguments: given })).toMatchObject([
        { kind: "refusal", id: 5, message: expect.stringContaining("the arguments of pause were") },
      ]);
    },
  );

  it.each([undefined, null, 0, "train", [], { id: "5" }, { id: {} }, new Uint8Array(3), () => 1])(
    "that is none (case %#) is refused to nobody",
    async (message) => {
      expect(await said(message)).toMatchObject([{ kind: "refusal", id: -1 }]);
    },
  );

  it("is answered after all that, with the model as it was", async () => {
    const [before] = await asked("exportWeights");
    await asked("constructor");
    await said(null);
    expect(await asked("exportWeights")).toEqual([before]);
    expect(before.kind).toBe("answer");
    expect(await asked("configure", { batchSize: 16 })).toMatchObject([{ kind: "answer", id: 5, value: { batchSize: 16 } }]);
  });
});
