import { createStore, type StoreApi } from "zustand/vanilla";
import { type AppState, INITIAL_STATE } from "./state";

export type AppStore = StoreApi<AppState>;

/** A store of one page; `initial` overrides what differs (tests, the chart gallery). */
export function createAppStore(initial: Partial<AppState> = {}): AppStore {
  return createStore<AppState>(() => ({ ...INITIAL_STATE, ...initial }));
}
