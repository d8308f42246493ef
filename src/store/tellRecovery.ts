import type { Recovering } from "../supervision/supervisor";
import type { AppStore } from "./store";

/** Brings the supervisor's doings into the state, in words that are fetched when they are first needed. */
export function tellRecovery(store: AppStore, recovering: Recovering): void {
  // The state of the page does not wait for the words.
  if (recovering.phase === "restarting") store.setState({ recovery: { cause: recovering.cause, waiting: null } });
  void import("./applyRecovery").then(
    ({ applyRecovery }) => store.setState((state) => applyRecovery(state, recovering)),
    // Without the words, the cause alone.
    () => store.setState({ recovery: null, failure: recovering.phase === "givenUp" ? recovering.cause : store.getState().failure }),
  );
}
