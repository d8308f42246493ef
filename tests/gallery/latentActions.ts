import { DEFAULT_EXPERIMENT } from "../../src/experiment/experiment";
import type { Actions } from "../../src/store/actions";
import type { AppState, View } from "../../src/store/state";
import { type AppStore, createAppStore } from "../../src/store/store";
import { NO_ACTIONS } from "./actions";
import { type LatentModel, latentModel } from "./latentModel";

function pictures(model: LatentModel, view: View, dim: number): Pick<AppState, "latentGrid" | "encodings" | "oneImage"> {
  const { axes, scale, gridSource: source, gridShow: show, pin } = view;
  const anchor = pin ?? new Array<number>(dim).fill(0);
  return {
    latentGrid: { step: 4200, value: model.grid({ side: 20, source, axes, anchor, scale, show }) },
    encodings: { step: 4200, value: model.encodings(1000) },
    oneImage: { step: 4200, value: model.oneImage(view.selected, view.draw, axes) },
  };
}

/** A store filled from the stand-in model, and actions that answer from it at once. Without `filled`, as before the first picture. */
export function latentPage(dim: number, view: View, filled = true): { store: AppStore; actions: Actions; model: LatentModel } {
  const model = latentModel(dim);
  const experiment = { ...DEFAULT_EXPERIMENT, latent: { ...DEFAULT_EXPERIMENT.latent, dim } };
  const store = createAppStore({ experiment, view, ...(filled ? pictures(model, view, dim) : {}) });
  const setView = (patch: Partial<View>): void =>
    store.setState((state) => ({ view: { ...state.view, ...patch }, ...pictures(model, { ...state.view, ...patch }, dim) }));
  const actions: Actions = {
    ...NO_ACTIONS,
    setView,
    selectImage: (selected) => setView({ selected, draw: 0 }),
    resample: () => setView({ draw: store.getState().view.draw + 1 }),
    decodePoint: async (z) => model.decode(z),
  };
  return { store, actions, model };
}
