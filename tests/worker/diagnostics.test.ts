import { memory } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import type { DiagnosticName, DiagnosticProgress, SessionEvent } from "../../src/worker/protocol";
import { NO_PROBES, openSession, smallExperiment, type TestSession } from "./sessions";

const SOURCE = { kind: "dataset", split: "test", index: 3 } as const;

const phases = (events: SessionEvent[], name: DiagnosticName): DiagnosticProgress["phase"][] => {
  const all = events.flatMap((event) => (event.kind === "diagnostic" && event.name === name ? [event.progress.phase] : []));
  return all.filter((phase, i) => phase !== all[i - 1]);
};

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe("diagnostics of a model with two dimensions", () => {
  let session: TestSession;
  beforeAll(async () => {
    session = await openSession(smallExperiment());
    await session.call.train({ steps: 300 });
  });

  it("report, one after another, and keep no tensor", async () => {
    const ask = () =>
      Promise.all([
        session.call.diagnose("evidence", { source: SOURCE }),
        session.call.diagnose("tails", { count: 8 }),
        session.call.diagnose("calibration", { count: 40 }),
        session.call.diagnose("coverage", { count: 4 }),
        session.call.diagnose("aggregate", { count: 100 }),
      ]);
    // The decodes of the coarsest lattice stay as long as the weights do.
    await ask();
    const tensors = memory().numTensors;
    const [evidence, tails, calibration, coverage, aggregate] = await ask();
    expect(memory().numTensors).toBe(tensors);
    expect(phases(session.events, "aggregate").slice(-3)).toEqual(["waiting", "measuring", "done"]);
    expect(evidence.logEvidence?.value).toBeGreaterThan(evidence.elbo.value);
    expect(evidence.modes.reduce((sum, { mass }) => sum + mass, 0)).toBeCloseTo(1, 2);
    expect(tails.shapes).toHaveLength(8);
    expect(tails.counts.good + tails.counts.bad + tails.counts.veryBad).toBe(8);
    expect(calibration.ranks.map(({ name }) => name)).toEqual(["z₁", "z₂", "log p(x, z)"]);
    expect(coverage.images + coverage.withheld).toBe(4);
    expect(aggregate.rate.value).toBeCloseTo(
      (aggregate.aggregate?.mutualInformation.value ?? 0) + (aggregate.aggregate?.marginalKl.value ?? 0),
      10,
    );
    expect(aggregate.aggregate?.mutualInformation.value).toBeLessThanOrEqual(Math.log(100));
    expect(aggregate.klPerDimension).toHaveLength(2);
  });

  it("say the same twice, and of another seed nearly so", async () => {
    const first = await session.call.diagnose("evidence", { source: SOURCE });
    expect(await session.call.diagnose("evidence", { source: SOURCE })).toEqual(first);
    const other = await session.call.diagnose("evidence", { source: SOURCE, seed: 1 });
    expect(other.elbo).not.toEqual(first.elbo);
    expect(Math.abs(other.elbo.value - first.elbo.value)).toBeLessThan(4 * Math.hypot(other.elbo.error, first.elbo.error));
    expect(other.logEvidence?.value).toBeCloseTo(first.logEvidence?.value ?? 0, 3);
  });

  it("can be stopped, under way or waiting, and begun again", async () => {
    const long = session.call.diagnose("calibration", { count: 20_000 });
    const queued = session.call.diagnose("tails", { count: 10_000 });
    const refusals = Promise.allSettled([long, queued]);
    await expect(session.call.diagnose("tails")).rejects.toThrow("being measured already");
    await until(() => phases(session.events, "calibration").at(-1) === "measuring");
    await session.call.stopDiagnosis("tails");
    await expect(queued).rejects.toThrow("was stopped");
    expect(phases(session.events, "tails").at(-1)).toBe("stopped");
    expect(phases(session.events, "calibration").at(-1)).toBe("measuring");
    await expect(session.call.stopDiagnosis("truthPoint" as never)).rejects.toThrow('the diagnostic was "truthPoint"; allowed');
    await session.call.stopDiagnosis("calibration");
    for (const outcome of await refusals) expect(outcome.status === "rejected" && String(outcome.reason)).toContain("was stopped");
    await until(() => phases(session.events, "tails").at(-1) === "stopped");
    expect(phases(session.events, "calibration").at(-1)).toBe("stopped");
    expect((await session.call.diagnose("tails", { count: 2 })).shapes).toHaveLength(2);
  });

  it("let training go on meanwhile, over the weights that they began with", async () => {
    const { step } = await session.call.train({ steps: 1 });
    const measuring = session.call.diagnose("coverage", { count: 6 });
    const trained = session.call.train({ steps: 60 });
    await measuring;
    await trained;
    const made = session.events.findLast((event) => event.kind === "diagnostic" && event.progress.phase === "done");
    if (made?.kind !== "diagnostic" || made.progress.phase !== "done") throw new Error("nothing was made");
    expect(made.progress.made.step).toBeGreaterThanOrEqual(step);
    expect(made.progress.made.step).toBeLessThan(step + 60);
    expect(made.progress.made.seconds).toBeGreaterThan(0);
  });

  it("end when the run is replaced", async () => {
    const long = session.call.diagnose("calibration", { count: 20_000 });
    const refused = expect(long).rejects.toThrow("was stopped");
    await until(() => phases(session.events, "calibration").at(-1) === "measuring");
    await session.call.reset();
    await refused;
    await session.call.restorePrevious();
  });

  it.each([
    [() => session.call.diagnose("evidences" as never), 'the diagnostic was "evidences"; allowed: evidence, tails'],
    [() => session.call.diagnose("evidence", { count: 3 }), 'the options have "count"; allowed: seed, source'],
    [() => session.call.diagnose("tails", { count: 0 }), "count was 0; allowed: a whole number from 1 to 10000"],
    [() => session.call.diagnose("tails", { seed: -1 }), "seed was -1"],
    [() => session.call.diagnose("evidence", { source: { kind: "dataset", split: "test", index: 10_000 } }), "source.index was 10000"],
    [
      () => session.call.diagnose("evidence", { source: { kind: "drawn", pixels: new Float32Array(1568) } }),
      "source.pixels has 1568 values",
    ],
    [() => session.call.diagnose("evidence", { source: "7" as never }), "source was not an image"],
    [() => session.call.logLikelihood(new Float32Array(5)), "pixels has 5 values"],
  ])("refuse what cannot be asked (%#)", async (ask, sentence) => {
    await expect(ask()).rejects.toThrow(sentence);
  });

  it("pictures: the exact posterior of an image, and points of log p(x) and L_K, come with their step and cost", async () => {
    const last = <K extends SessionEvent["kind"]>(kind: K) => session.events.findLast((event) => event.kind === kind);
    await session.call.setProbes({ ...NO_PROBES, exactPosterior: { source: SOURCE }, truthPoint: { images: 3, samples: 10 } });
    await until(() => last("exactPosterior") !== undefined && last("truthPoint") !== undefined);
    const exact = last("exactPosterior");
    if (exact?.kind !== "exactPosterior") throw new Error("no picture came");
    expect(exact.exactPosterior.shape?.kind).toBe("patches");
    const { logEvidence } = await session.call.diagnose("evidence", { source: SOURCE });
    expect(exact.exactPosterior.logEvidence.value).toBeCloseTo(logEvidence?.value ?? 0, 3);
    const point = last("truthPoint");
    if (point?.kind !== "truthPoint") throw new Error("no point came");
    const { elbo, evidenceGap, boundGap, settings } = point.truthPoint;
    expect(settings.images).toBe(3);
    expect(evidenceGap?.value).toBeGreaterThan(boundGap.value - 3 * Math.hypot(boundGap.error, evidenceGap?.error ?? 0));
    // The ELBO is the test curve's at this step.
    const { elbo: evaluated } = await session.call.evaluate({ count: 2000 });
    expect(elbo).toBeCloseTo(evaluated, 5);
    await session.call.setProbes(NO_PROBES);
  });
});

describe("of other models", () => {
  it("ten dimensions say what quadrature cannot do, and give the rest", async () => {
    const { call } = await openSession(smallExperiment({ latent: { dim: 10 } }));
    const { logEvidence, whyNot, bounds } = await call.diagnose("evidence", { source: SOURCE });
    expect(logEvidence).toBeNull();
    expect(whyNot).toContain("at most 2 latent dimensions, and this model has 10");
    expect(bounds.at(-1)?.samples).toBe(5000);
    await expect(call.diagnose("coverage", { count: 2 })).rejects.toThrow("at most 2 latent dimensions");
    await expect(call.logLikelihood(new Float32Array(784))).rejects.toThrow("at most 2 latent dimensions");
    expect((await call.diagnose("calibration", { count: 20 })).ranks).toHaveLength(11);
    expect((await call.diagnose("aggregate", { count: 50 })).aggregate?.klOfMarginals).toHaveLength(10);
  });

  it("a two-level prior is calibrated over z and u, and has no quadrature", async () => {
    const { call } = await openSession(smallExperiment({ latent: { dim: 2, prior: { kind: "hierarchical", upper: 1 } } }));
    expect((await call.diagnose("calibration", { count: 20 })).ranks.map(({ name }) => name)).toEqual(["z₁", "z₂", "u₁", "log p(x, z, u)"]);
    expect((await call.diagnose("evidence")).whyNot).toContain("two-level prior");
    expect((await call.diagnose("aggregate", { count: 50 })).aggregate?.klOfMarginals).toBeNull();
  });

  it("a density known at its own draws only is told so", async () => {
    const { call } = await openSession(smallExperiment({ latent: { posterior: { kind: "planar", layers: 2 } } }));
    const { aggregate, whyNoAggregate } = await call.diagnose("aggregate", { count: 50 });
    expect([aggregate, whyNoAggregate]).toEqual([null, expect.stringContaining('"planar" has it at its own draws only')]);
    await expect(call.diagnose("coverage", { count: 2 })).rejects.toThrow('"planar" has it at its own draws only');
    expect((await call.diagnose("evidence")).logEvidence?.missed).toBe(false);
  });

  it("strata and flows: coverage and calibration draw from q as it is", async () => {
    for (const posterior of [{ kind: "mixture", components: 2 } as const, { kind: "coupling", layers: 1, hidden: 4 } as const]) {
      const { call } = await openSession(smallExperiment({ latent: { posterior } }));
      const { regions } = await call.diagnose("coverage", { count: 2 });
      expect(regions.map(({ nominal }) => nominal)).toEqual([0.5, 0.95]);
      for (const { held } of regions) for (const share of held) expect(share >= 0 && share <= 1 + 1e-6).toBe(true);
      expect((await call.diagnose("calibration", { count: 20 })).simulations).toBe(20);
      expect((await call.diagnose("tails", { count: 2 })).shapes).toHaveLength(2);
    }
  });
});
