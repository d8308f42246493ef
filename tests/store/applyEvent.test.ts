import { describe, expect, it } from "vitest";
import { DEFAULT_EXPERIMENT } from "../../src/experiment/experiment";
import { applyEvent, canUndo, withNotice } from "../../src/store/applyEvent";
import { probeSettings } from "../../src/store/probeSettings";
import { type AppState, DEFAULT_VIEW, INITIAL_STATE } from "../../src/store/state";
import { readView, writeView } from "../../src/store/viewLink";
import type { GradientSignal, GradientSignalProgress, HistoryPoint, RunRecord, SessionEvent } from "../../src/worker/protocol";

const point = (step: number, split: "train" | "test" = "train"): HistoryPoint => ({
  step,
  epoch: 0,
  split,
  reconstruction: -100,
  kl: 5,
  elbo: -105,
  loss: 105,
  beta: 1,
});

const record = (runId: string, dim = 2): RunRecord => ({
  runId,
  experiment: { ...DEFAULT_EXPERIMENT, latent: { ...DEFAULT_EXPERIMENT.latent, dim } },
  step: 0,
  history: [],
  changes: [],
});

const apply = (events: SessionEvent[], from: AppState = INITIAL_STATE) => events.reduce(applyEvent, from);

describe("events", () => {
  it("of a run that was replaced change nothing", () => {
    const state = apply([{ kind: "run", run: record("a"), previous: null }]);
    expect(applyEvent(state, { kind: "history", runId: "old", points: [point(1)] })).toBe(state);
  });

  it("put points in the order of their steps, also a test point that comes late", () => {
    const state = apply([
      { kind: "run", run: record("a"), previous: null },
      { kind: "history", runId: "a", points: [point(1), point(2), point(3)] },
      { kind: "history", runId: "a", points: [point(2, "test")] },
    ]);
    expect(state.history.map(({ step, split }) => `${step} ${split}`)).toEqual(["1 train", "2 train", "2 test", "3 train"]);
  });

  it("of a new run drop pictures, axes and pin that its latent space does not have", () => {
    const view = { ...DEFAULT_VIEW, axes: [4, 2] as [number, number], pin: [0, 0, 0, 0, 0] };
    const state = apply([{ kind: "run", run: record("b", 1), previous: record("a") }], { ...INITIAL_STATE, view });
    expect(state.view.axes).toEqual([0, 0]);
    expect(state.view.pin).toBeNull();
    expect(state.previous?.runId).toBe("a");
  });

  it("of a new run whose square is of u drop the pin, which was of z, and the pictures", () => {
    const before = apply([{ kind: "run", run: record("a"), previous: null }]);
    const pinned = { ...before, view: { ...before.view, pin: [0.5, 0.5] } };
    const next = record("b");
    const latent = { ...next.experiment.latent, prior: { kind: "hierarchical" as const, upper: 2 } };
    const run = { ...next, experiment: { ...next.experiment, latent } };
    expect(apply([{ kind: "run", run: next, previous: null }], pinned).view.pin).toEqual([0.5, 0.5]);
    expect(apply([{ kind: "run", run, previous: null }], pinned).view.pin).toBeNull();
  });

  it("keep the two newest gradient signals of the run in hand", () => {
    const result = (step: number): GradientSignal => ({
      repeats: 1000,
      step,
      objective: "elbo",
      samples: 1,
      estimator: "pathwise",
      groups: [],
    });
    const measuring = { phase: "measuring", repeats: 300, mostRepeats: 16000 } as const;
    const told = (gradientSignal: GradientSignalProgress): SessionEvent => ({ kind: "gradientSignal", runId: "a", gradientSignal });
    const state = apply([
      { kind: "run", run: record("a"), previous: null },
      ...[1, 2, 3].flatMap((step) => [told(measuring), told({ phase: "done", result: result(step) })]),
      told(measuring),
    ]);
    expect(state.gradientSignals).toEqual({ measuring: { repeats: 300, mostRepeats: 16000 }, results: [result(3), result(2)] });
    expect(apply([told({ phase: "failed" })], state).gradientSignals).toEqual({ measuring: null, results: [result(3), result(2)] });
    const again = apply([{ kind: "run", run: record("a"), previous: null }], state);
    expect(again.gradientSignals).toBe(state.gradientSignals);
    const next = apply([{ kind: "run", run: record("b"), previous: null }, told({ phase: "done", result: result(4) })], state);
    expect(next.gradientSignals).toEqual({ measuring: null, results: [] });
  });

  it("say a notice once, and keep the newest six", () => {
    const said = ["a", "a", "b", "c", "d", "e", "f", "g"].reduce(
      (state, text) => withNotice(state, { level: "info", text }),
      INITIAL_STATE,
    );
    expect(said.notices.map(({ text }) => text)).toEqual(["b", "c", "d", "e", "f", "g"]);
    expect(new Set(said.notices.map(({ id }) => id)).size).toBe(6);
  });

  it("offer undo only while the run that the notice names is the one that it would bring back", () => {
    const opened = (runId: string, previous: string | null): SessionEvent => ({
      kind: "run",
      run: record(runId),
      previous: previous === null ? null : record(previous),
    });
    const putAside = (undoes: string) => (state: AppState) => withNotice(state, { level: "info", text: "The run was put aside.", undoes });
    const offered = ({ notices, previous }: AppState) => notices.filter((notice) => canUndo(notice, previous)).map(({ undoes }) => undoes);
    const first = putAside("a")(apply([opened("a", null), opened("b", "a")]));
    const second = putAside("b")(apply([opened("c", "b")], first));
    expect([first, second, apply([opened("b", "c")], second)].map(offered)).toEqual([["a"], ["b"], []]);
    expect(second.notices.map(({ undoes }) => undoes)).toEqual(["a", "b"]);
  });
});

describe("what the screen asks of the session", () => {
  it("is only what is in view", () => {
    const layers = { latentGrid: false, testImages: true, posterior: false, exact: false };
    const asked = probeSettings({ ...INITIAL_STATE, view: { ...DEFAULT_VIEW, layers, hide: ["strip"] } });
    expect([asked.latentGrid, asked.oneImage]).toEqual([null, null]);
    expect(asked.encodings?.count).toBe(1000);
    const nothing = probeSettings({ ...INITIAL_STATE, view: { ...DEFAULT_VIEW, hide: ["square", "strip"] } });
    expect(Object.values(nothing)).toEqual([null, null, null, null, null]);
  });

  it("asks for q's shape only where it is drawn, and for a grid of the variables that the square shows", () => {
    const { experiment } = record("a", 3);
    const of = (patch: Partial<AppState["view"]>) => probeSettings({ ...INITIAL_STATE, experiment, view: { ...DEFAULT_VIEW, ...patch } });
    expect(of({ axes: [2, 0] }).oneImage?.axes).toEqual([2, 0]);
    expect(of({ layers: { ...DEFAULT_VIEW.layers, posterior: false } }).oneImage?.axes).toBeNull();
    expect(of({ hide: ["square"] }).oneImage?.axes).toBeNull();
    const latent = { ...experiment.latent, prior: { kind: "hierarchical" as const, upper: 5 } };
    expect(probeSettings({ view: DEFAULT_VIEW, experiment: { ...experiment, latent } }).latentGrid?.anchor).toHaveLength(5);
  });

  it("does not change when the pin moves in the plane that is shown", () => {
    const asked = (pin: number[]) =>
      probeSettings({ ...INITIAL_STATE, experiment: record("a", 3).experiment, view: { ...DEFAULT_VIEW, pin } });
    expect(asked([1, 2, 0.5])).toEqual(asked([-1, 0, 0.5]));
    expect(asked([1, 2, 0.5])).not.toEqual(asked([1, 2, 0.6]));
  });
});

describe("the screen's part of a link", () => {
  it("of the default view is empty", () => {
    expect(writeView(DEFAULT_VIEW)).toEqual({});
    expect(readView({}, 2)).toEqual({ view: DEFAULT_VIEW, notices: [] });
  });

  it("comes back as it was", () => {
    const layers = { latentGrid: false, testImages: true, posterior: true, exact: true };
    const view = {
      ...DEFAULT_VIEW,
      layers,
      bounds: true,
      tab: "diagnostics" as const,
      scale: "linear" as const,
      gridSource: "prior" as const,
      pin: [0.31, -1.2],
      hide: ["rail" as const],
    };
    expect(writeView(view)).toEqual({ view: "images.q.exact.bounds.diagnostics.prior.linear", z: "0.31_-1.2", hide: "rail" });
    expect(readView(writeView(view), 2)).toEqual({ view, notices: [] });
  });

  it.each([
    [{ view: "grid.colours" }, 'view has "colours"'],
    [{ z: "1_2_3" }, "allowed: 2 numbers"],
    [{ z: "1_1e9" }, "allowed: 2 numbers"],
    [{ hide: "rail.everything" }, 'hides "everything"'],
  ])("says what is wrong with %j", (text, notice) => {
    expect(readView(text, 2).notices.join()).toContain(notice);
  });
});
