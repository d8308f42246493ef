import { createRoot } from "react-dom/client";
import { App } from "../../src/app/App";
import { DEFAULT_EXPERIMENT, type DeepPartial, type Experiment } from "../../src/experiment/experiment";
import { readLink } from "../../src/experiment/link";
import { mergeExperiment } from "../../src/experiment/resolve";
import { AppContext } from "../../src/panels/app";
import type { Actions } from "../../src/store/actions";
import type { AppState, Notice } from "../../src/store/state";
import { type AppStore, createAppStore } from "../../src/store/store";
import type { HistoryPoint } from "../../src/worker/protocol";

/** The page in a few fixed states, by `?state=`, with the experiment of a link where one is given; actions change the store alone. */
const STATES = { training, loading, waiting, failed, annealed } satisfies Record<string, () => Partial<AppState>>;

function training(): Partial<AppState> {
  return {
    engine: { name: "simd", label: "SIMD · no GPU found", reason: "WebGL is drawn by software here; SIMD on the processor is faster." },
    data: { bytesLoaded: 11.6e6, bytesTotal: 11.6e6, imagesReady: 70000, imagesTotal: 70000, ready: true, problem: null },
    run: {
      runId: "1",
      phase: "training",
      step: 4200,
      betaStep: 4200,
      memory: { tensors: 60, bytes: 7_000_000 },
      firstStepSeconds: 0.3,
      epoch: 8.9,
      stepsPerEpoch: 468,
      imagesPerSecond: 9410,
      secondsLeft: 135,
      beta: 1,
    },
    history: points(),
    previous: { runId: "0", experiment: DEFAULT_EXPERIMENT, step: 300, history: [], changes: [] },
    changes: [{ step: 1600, text: "β 1 → 1.5" }],
    notices: [{ id: 1, level: "info", text: "Latent dimensions 10 → 2: a new run from step 0.", undoes: "0" }],
  };
}

function loading(): Partial<AppState> {
  return { data: { bytesLoaded: 1.3e6, bytesTotal: 11.6e6, imagesReady: 0, imagesTotal: 70000, ready: false, problem: null } };
}

function waiting(): Partial<AppState> {
  return {
    ...training(),
    run: null,
    history: [],
    data: {
      bytesLoaded: 6e6,
      bytesTotal: 11.6e6,
      imagesReady: 24000,
      imagesTotal: 70000,
      ready: true,
      problem: "shard 3 was altered; retrying",
    },
  };
}

function failed(): Partial<AppState> {
  return {
    failure: "No engine starts in this browser: WebAssembly is switched off.",
    notices: [{ id: 1, level: "error", text: "WebGL could not start." }],
  };
}

function annealed(): Partial<AppState> {
  const beta = { kind: "cyclical", from: 0, to: 4, period: 2000, ramp: 0.5 } as const;
  const objective = { ...DEFAULT_EXPERIMENT.objective, samples: 8, beta, freeBits: { nats: 0.5, per: "dimension" } as const };
  const latent = { ...DEFAULT_EXPERIMENT.latent, dim: 10 };
  return { ...training(), experiment: { ...DEFAULT_EXPERIMENT, objective, latent } };
}

function points(): HistoryPoint[] {
  return Array.from({ length: 168 }, (_, index) => {
    const step = 25 * (index + 1);
    const reconstruction = -142 - 900 / Math.sqrt(step);
    const kl = 6 - 20 / Math.sqrt(step);
    const klPerDimension = [kl * 0.55, kl * 0.45];
    const measured = { reconstruction, kl, elbo: reconstruction - kl, loss: kl - reconstruction, beta: 1, klPerDimension };
    return { step, epoch: step / 468, split: index % 4 === 3 ? "test" : "train", ...measured };
  });
}

const never = (): Promise<never> => Promise.reject(new Error("the gallery has no model"));

/** Actions on the store alone: what is set is shown, nothing is trained. */
function galleryActions(store: AppStore): Actions {
  const set = store.setState;
  const configure = async (patch: DeepPartial<Experiment>) =>
    set((state) => ({ experiment: mergeExperiment(state.experiment, patch), changes: [...state.changes] }));
  const phase = (name: "idle" | "training") => async () => set((state) => ({ run: state.run && { ...state.run, phase: name } }));
  const notify = (level: Notice["level"], text: string) =>
    set((state) => ({ notices: [...state.notices, { id: Date.now(), level, text }] }));
  const nothing = async () => {};
  return {
    configure,
    changeObjective: (change) =>
      configure({ objective: { ...store.getState().experiment.objective, ...change } } as DeepPartial<Experiment>),
    choosePreset: nothing,
    train: phase("training"),
    pause: phase("idle"),
    step: nothing,
    reset: nothing,
    newSeed: () => configure({ seed: 2 }),
    undo: async () => set({ previous: null }),
    chooseEngine: async (engineChoice) => set({ engineChoice }),
    setView: (patch) => set((state) => ({ view: { ...state.view, ...patch } })),
    selectImage: () => {},
    resample: () => {},
    setTheme: (theme) => set({ theme }),
    notify,
    dismiss: (id) => set((state) => ({ notices: state.notices.filter((notice) => notice.id !== id) })),
    openLink: () => undefined,
    acceptLink: async () => undefined,
    declineLink: () => undefined,
    shareLink: () => `${location.href}#latent=10`,
    decodePoint: async () => null,
    images: never,
    evaluate: async () => null,
    measureGradientSignal: nothing,
    stopGradientSignal: nothing,
    diagnose: nothing,
    stopDiagnosis: nothing,
    openWorksheet: nothing,
    exportWeights: async () => new Uint8Array(8),
    importWeights: async () => notify("error", "This is not a weights file: the header is not JSON. Nothing was changed."),
    openRun: nothing,
    renameRun: nothing,
    duplicateRun: nothing,
    deleteRun: nothing,
    compareRun: nothing,
    exportRun: async () => new Uint8Array(8),
    accept: async ({ id }) => set({ notices: store.getState().notices.filter((notice) => notice.id !== id) }),
  };
}

const name = new URLSearchParams(location.search).get("state") ?? "training";
const state = (STATES[name as keyof typeof STATES] ?? training)();
const store = createAppStore(location.hash === "" ? state : { ...state, experiment: readLink(location.hash).experiment });
const root = document.getElementById("root");
if (root === null) throw new Error("the page has no #root");
createRoot(root).render(
  <AppContext value={{ store, actions: galleryActions(store) }}>
    <App />
  </AppContext>,
);
