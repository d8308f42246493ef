import { createContext, useContext } from "react";
import { useStore } from "zustand";
import type { Actions } from "../store/actions";
import type { AppState } from "../store/state";
import type { AppStore } from "../store/store";

/** What `main.tsx` hands to the whole page. */
export const AppContext = createContext<{ store: AppStore; actions: Actions } | null>(null);

/** The store and the actions of the page around this component. */
function useApp(): { store: AppStore; actions: Actions } {
  const app = useContext(AppContext);
  if (app === null) throw new Error("panels need an AppContext above them");
  return app;
}

/** A part of the state; the selector must not make a fresh object each call. */
export function useAppState<T>(selector: (state: AppState) => T): T {
  return useStore(useApp().store, selector);
}

export function useActions(): Actions {
  return useApp().actions;
}
