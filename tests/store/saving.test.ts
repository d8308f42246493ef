import { expect, it, vi } from "vitest";
import { DEFAULT_EXPERIMENT } from "../../src/experiment/experiment";
import { watchSaving } from "../../src/store/saving";
import { type AppState, INITIAL_STATE } from "../../src/store/state";
import { createAppStore } from "../../src/store/store";

type SavedRun = NonNullable<AppState["savedRuns"]>[number];

const run = (changes: Partial<SavedRun> = {}): SavedRun => ({
  runId: "left",
  name: null,
  experiment: DEFAULT_EXPERIMENT,
  step: 600,
  elbo: -151.26,
  createdAt: 0,
  savedAt: 0,
  deleted: false,
  thumbnail: null,
  inHand: true,
  openIn: null,
  ...changes,
});

function offersOf(savedRuns: SavedRun[], state: Partial<AppState> = {}) {
  const store = createAppStore();
  store.setState({ ...INITIAL_STATE, ...state });
  watchSaving(store, () => undefined);
  store.setState({ savedRuns });
  return { store, notices: store.getState().notices };
}

it("the run that a page had in hand when it ended is offered, with its step and bound", () => {
  const { notices } = offersOf([run({ inHand: false, runId: "older" }), run()]);
  expect(notices).toHaveLength(1);
  expect(notices[0]).toMatchObject({
    text: "Your last run is saved at step 600 with an ELBO of −151.3 nats.",
    offer: { label: "Resume", does: { kind: "openRun", runId: "left" } },
  });
  expect(offersOf([run({ name: "the good one", elbo: null })]).notices[0].text).toBe(
    "Your last run, “the good one”, is saved at step 600.",
  );
});

it("it is offered once, and not where it is open in another tab, put aside, or the run in hand", () => {
  const { store } = offersOf([run()]);
  store.setState({ savedRuns: [run({ step: 800 })] });
  expect(store.getState().notices).toHaveLength(1);
  expect(offersOf([run({ openIn: "elsewhere" })]).notices).toEqual([]);
  expect(offersOf([run({ inHand: false })]).notices).toEqual([]);
  expect(offersOf([run()], { runId: "left" }).notices).toEqual([]);
});

it("the browser is asked once to keep what is saved, when there is something, and not for what could not be saved", () => {
  const store = createAppStore();
  const persist = vi.fn();
  watchSaving(store, persist);
  store.setState({ saved: { step: null, why: "the disk is full" } });
  expect(persist).not.toHaveBeenCalled();
  store.setState({ saved: { step: 200, why: null } });
  store.setState({ saved: { step: 400, why: null } });
  expect(persist).toHaveBeenCalledTimes(1);
});
