import { describe, expect, it } from "vitest";
import type { DeepPartial, Experiment } from "../../src/experiment/experiment";
import { resolveExperiment } from "../../src/experiment/resolve";
import { readWeights } from "../../src/training/weightsFile";
import { ROWS } from "../experiment/combinations";
import { noticesOf, openSession, smallExperiment } from "./sessions";

describe("a session's configure", () => {
  it("refuses every row of what may not be combined, with its sentence, and leaves the run as it was", async () => {
    const session = await openSession();
    await session.call.train({ steps: 2 });
    const before = await session.call.configure({});
    const seen = session.events.length;
    for (const { says, refused } of ROWS) {
      for (const patch of refused) await expect(session.call.configure(patch), JSON.stringify(patch)).rejects.toThrow(says);
    }
    expect(session.events.slice(seen)).toEqual([]);
    expect(await session.call.configure({})).toEqual(before);
  });

  it("takes the legal neighbours of each row, and has weights for them", async () => {
    const session = await openSession();
    const start = await session.call.configure({});
    for (const patch of ROWS.flatMap(({ legal }) => legal)) {
      await session.call.replace(start);
      expect(await session.call.configure(patch), JSON.stringify(patch)).toEqual(resolveExperiment(start, patch).experiment);
      expect(readWeights(await session.call.exportWeights()).experiment).toMatchObject(patch);
    }
  });

  it("says what a patch changed that it does not name", async () => {
    const session = await openSession();
    const patch: DeepPartial<Experiment> = { network: { kind: "conv", decoder: [8] } };
    const { experiment, notices } = resolveExperiment(smallExperiment(), patch);
    expect(await session.call.configure(patch)).toEqual(experiment);
    expect(notices).toEqual(['network.encoder was [24]; with network.kind "conv" its default is [32,64], which is used']);
    expect(noticesOf(session)).toEqual(expect.arrayContaining(notices));
  });

  it("goes on with the same run under another bound, and marks it", async () => {
    const session = await openSession();
    await session.call.train({ steps: 10 });
    const { objective } = await session.call.configure({ objective: { kind: "iwae", estimator: "dreg" } });
    expect(objective).toEqual({ kind: "iwae", samples: 5, estimator: "dreg" });
    const settings = session.events.findLast((event) => event.kind === "settings");
    expect(settings?.kind === "settings" && settings.changes.map(({ step, text }) => [step, text])).toEqual([
      [10, "objective ELBO → IWAE"],
      [10, "K 1 → 5"],
      [10, "gradient pathwise → dreg"],
    ]);
    await session.call.train({ steps: 5 });
    expect(session.history().filter(({ split, step }) => split === "train" && step > 10).length).toBeGreaterThan(0);
  });
});
