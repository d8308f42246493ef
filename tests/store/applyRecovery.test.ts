import { describe, expect, it } from "vitest";
import { applyRecovery } from "../../src/store/applyRecovery";
import { type AppState, INITIAL_STATE } from "../../src/store/state";

const cause = "it did not answer for 2 s";
const lastNotice = ({ notices }: AppState) => notices.at(-1);

describe("what the supervisor does", () => {
  it("is shown while it lasts, with the seconds that it waits", () => {
    const restarting = applyRecovery(INITIAL_STATE, { phase: "restarting", cause });
    expect(restarting.recovery).toEqual({ cause, waiting: null });
    const waiting = applyRecovery(restarting, { phase: "waiting", cause, seconds: 10 });
    expect(waiting.recovery).toEqual({ cause, waiting: 10 });
    expect(waiting.notices).toEqual([]);
  });

  it.each([
    [{ lost: 37, step: 400, goesOn: true }, "The run was restored at step 400; 37 steps are made again. Training goes on."],
    [{ lost: 1, step: 400, goesOn: false }, "The run was restored at step 400; 1 step is lost."],
    [{ lost: 0, step: 400, goesOn: false }, "The run was restored at step 400."],
    [{ lost: 12, step: 0, goesOn: true }, "The run begins again from its seed; 12 steps are made again. Training goes on."],
  ])("is told in one notice with its cause and what was lost: %o", (outcome, text) => {
    const failed = { ...INITIAL_STATE, recovery: { cause, waiting: null }, failure: "no engine" };
    const state = applyRecovery(failed, { phase: "recovered", cause, ...outcome });
    expect(state).toMatchObject({ recovery: null, failure: null });
    expect(state.notices).toHaveLength(1);
    expect(lastNotice(state)).toMatchObject({ level: "warning", text: `The worker was restarted (${cause}). ${text}` });
  });

  it.each([
    ["webgl", "simd", "Go on with SIMD"],
    ["simd", "cpu", "Go on with CPU"],
    ["cpu", "simd", "Go on with SIMD"],
  ] as const)("ends, where %s does not come back, with an offer of %s that is not taken by itself", (engine, next, label) => {
    const state = applyRecovery(INITIAL_STATE, { phase: "givenUp", cause, engine });
    expect(state).toMatchObject({ recovery: null, failure: cause, engine: null });
    expect(lastNotice(state)).toMatchObject({ level: "error", offer: { label, does: { kind: "restart", engine: next } } });
  });
});
