import { describe, expect, it } from "vitest";
import { doubtsOf } from "../../../src/probes/diagnostics/annealing";
import type { AnnealingReport } from "../../../src/probes/diagnostics/reports";
import { openSession, smallExperiment } from "../../worker/sessions";

type Runs = AnnealingReport["runs"];

/** Runs that nothing speaks against, with some changes. */
function runs(changes: { [R in keyof Runs]?: Partial<Runs[R]> }): Runs {
  const run = { start: "q" as const, temperatures: 300, value: -100, error: 0.05, effectiveSampleSize: 15, acceptance: 0.65 };
  return {
    single: { ...run, ...changes.single },
    doubled: { ...run, temperatures: 600, ...changes.doubled },
    fromPrior: { ...run, start: "prior", ...changes.fromPrior },
  };
}

describe("annealed importance sampling", () => {
  it("is trusted where nothing speaks against it, and says what does", () => {
    expect(doubtsOf(runs({}))).toEqual([]);
    expect(doubtsOf(runs({ doubled: { effectiveSampleSize: 7.9 } }))).toEqual([expect.stringContaining("fewer than 8")]);
    expect(doubtsOf(runs({ single: { value: -100.15 } }))).toEqual([expect.stringContaining("moved it by 0.15 nats")]);
    expect(doubtsOf(runs({ fromPrior: { value: -99.7 } }))).toEqual([expect.stringContaining("from the prior does not agree")]);
    expect(doubtsOf(runs({ fromPrior: { value: -99.7, error: 0.2 } }))).toEqual([]);
    expect(doubtsOf(runs({ doubled: { value: Number.NaN } }))).toHaveLength(2);
  });

  it("of an image agrees with quadrature within its stated error, and keeps its bits", async () => {
    const { call } = await openSession(smallExperiment());
    await call.train({ steps: 300 });
    const source = { kind: "dataset", split: "test", index: 2 } as const;
    const { logEvidence } = await call.diagnose("evidence", { source });
    const { bound, runs: made, chains, leapfrogSteps } = await call.diagnose("annealing", { source });
    expect(logEvidence?.missed).toBe(false);
    expect(Math.abs(bound.value - (logEvidence?.value ?? 0))).toBeLessThan(bound.error + (logEvidence?.error ?? 0));
    expect([chains, leapfrogSteps, made.doubled.temperatures]).toEqual([16, 5, 600]);
    expect(made.doubled.acceptance).toBeGreaterThan(0.4);
    expect(made.doubled.acceptance).toBeLessThan(0.95);
  });
});
