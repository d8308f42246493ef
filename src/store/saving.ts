import { withNotice } from "./applyEvent";
import type { AppState } from "./state";
import type { AppStore } from "./store";

/** Steps of another run after which the last one is no longer offered. */
const ANSWERED = 200;

/** A run that a page had in hand when it ended is offered. */
function withResumeOffer(state: AppState): AppState {
  const left = state.savedRuns?.find(({ inHand, openIn }) => inHand && openIn === null);
  if (left === undefined || left.runId === state.runId) return state;
  const { runId, name, step, elbo } = left;
  const which = name === null ? "Your last run" : `Your last run, “${name}”,`;
  const reached = elbo === null ? "" : ` with an ELBO of ${elbo.toFixed(1).replace("-", "−")} nats`;
  const text = `${which} is saved at step ${step}${reached}.`;
  return withNotice(state, { level: "info", text, offer: { label: "Resume", does: { kind: "openRun", runId } } });
}

/** Calls back once, with the first state that fits. */
function once(store: AppStore, fits: (state: AppState) => boolean, callback: () => void): void {
  if (fits(store.getState())) {
    callback();
    return;
  }
  const stop = store.subscribe((state) => {
    if (!fits(state)) return;
    stop();
    callback();
  });
}

/** What the page does about saved runs by itself: it offers the last one, and asks the browser not to clear what it keeps. */
export function watchSaving(store: AppStore, persist: () => void): void {
  once(
    store,
    ({ savedRuns }) => savedRuns !== null,
    () => store.setState(withResumeOffer),
  );
  // Whoever trains another run has answered; the list still has it.
  once(
    store,
    ({ run }) => (run?.step ?? 0) >= ANSWERED,
    () => store.setState(({ notices }) => ({ notices: notices.filter(({ offer }) => offer?.does.kind !== "openRun") })),
  );
  // Once there is something to keep: some browsers ask the person.
  once(store, ({ saved }) => saved !== null && saved.why === null, persist);
}
