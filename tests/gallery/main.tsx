import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { DEFAULT_EXPERIMENT } from "../../src/experiment/experiment";
import { AppContext } from "../../src/panels/app";
import { CurvesPanel } from "../../src/panels/CurvesPanel";
import type { AppState } from "../../src/store/state";
import { type AppStore, createAppStore } from "../../src/store/store";
import { NO_ACTIONS } from "./actions";
import {
  BOUND_SHAPE,
  COLLAPSED_SHAPE,
  DEFAULT_SHAPE,
  DENSITY_SHAPE,
  GREY_SHAPE,
  historyOf,
  LAYERS_SHAPE,
  MONTE_CARLO_SHAPE,
  type RunShape,
  runOf,
  SHARED_SHAPE,
  SIXTY_FOUR_SHAPE,
  SWITCHED_SHAPE,
  TOTAL_SHAPE,
  TWENTY_SHAPE,
} from "./curvesData";
import "./gallery.css";

const stateOf = (shape: RunShape): Partial<AppState> => ({ experiment: shape.experiment, history: historyOf(shape) });

/** Every state of the curves, from fixed data: a page to develop on, and the pictures of the visual test. */
const EXAMPLES: Record<string, () => Partial<AppState>> = {
  default: () => ({
    experiment: DEFAULT_SHAPE.experiment,
    history: historyOf(DEFAULT_SHAPE),
    previous: runOf({ ...DEFAULT_SHAPE, elboShift: -9, lastStep: 2340 }, "previous"),
    changes: [{ step: 1600, text: "learning rate 0.001 → 0.0003" }],
  }),
  twenty: () => ({ experiment: TWENTY_SHAPE.experiment, history: historyOf(TWENTY_SHAPE) }),
  collapsed: () => ({
    experiment: COLLAPSED_SHAPE.experiment,
    history: historyOf(COLLAPSED_SHAPE),
    previous: runOf(GREY_SHAPE, "grey"),
  }),
  grey: () => ({ experiment: GREY_SHAPE.experiment, history: historyOf(GREY_SHAPE) }),
  sixtyFour: () => ({ experiment: SIXTY_FOUR_SHAPE.experiment, history: historyOf(SIXTY_FOUR_SHAPE) }),
  young: () => ({ experiment: DEFAULT_EXPERIMENT, history: historyOf({ ...DEFAULT_SHAPE, lastStep: 30 }) }),
  hours: () => ({ experiment: DEFAULT_EXPERIMENT, history: historyOf({ ...DEFAULT_SHAPE, lastStep: 1_000_000 }) }),
  bound: () => ({ ...stateOf(BOUND_SHAPE), previous: runOf({ ...BOUND_SHAPE, elboShift: -6, lastStep: 2340 }, "previous") }),
  switched: () => ({
    ...stateOf(SWITCHED_SHAPE),
    changes: [300, 1200, 3000].map((step) => ({ step, text: "objective" })),
  }),
  layers: () => stateOf(LAYERS_SHAPE),
  shared: () => stateOf(SHARED_SHAPE),
  total: () => stateOf(TOTAL_SHAPE),
  monteCarlo: () => stateOf(MONTE_CARLO_SHAPE),
  density: () => stateOf(DENSITY_SHAPE),
  empty: () => ({}),
};

const query = new URLSearchParams(location.search);
const chosen = query.get("only")?.split(",") ?? Object.keys(EXAMPLES);
const [width, height] = (query.get("size") ?? "420x640").split("x").map(Number);
const theme = query.get("theme");
if (theme) document.documentElement.dataset.theme = theme;

/** The stores by the example's name, for what measures or drives the gallery. */
const stores: Record<string, AppStore> = Object.fromEntries(chosen.map((name) => [name, createAppStore(EXAMPLES[name]())]));
Object.assign(window, { gallery: stores });

const root = document.getElementById("gallery");
if (!root) throw new Error("the gallery's page has no #gallery");
createRoot(root).render(
  <StrictMode>
    <div className="gallery">
      {chosen.map((name) => (
        <div key={name} className="galleryItem" id={name} style={{ width, height }}>
          <AppContext value={{ store: stores[name], actions: NO_ACTIONS }}>
            <CurvesPanel />
          </AppContext>
        </div>
      ))}
    </div>
  </StrictMode>,
);
