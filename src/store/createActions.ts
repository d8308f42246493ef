import type { DeepPartial, Experiment } from "../experiment/experiment";
import { squareDimensions } from "../experiment/latentSquare";
import { linkNotice, readLink, writeLink } from "../experiment/link";
import { PRESETS } from "../experiment/presets";
import { repairExperiment } from "../experiment/resolve";
import { needsNewRun } from "../experiment/restart";
import type { EngineName, SessionCalls } from "../worker/protocol";
import type { Actions } from "./actions";
import { withNotice } from "./applyEvent";
import type { Notice, OfferedLink } from "./state";
import type { AppStore } from "./store";
import { readView, writeView } from "./viewLink";

/** What the page around the actions provides. */
export interface ActionsHost {
  store: AppStore;
  call: SessionCalls;
  /** The page's address without its hash. */
  pageAddress(): string;
  /** A uint32 that differs each time. */
  randomSeed(): number;
  rememberTheme(theme: "system" | "light" | "dark"): void;
  /** Starts the worker once more, with this engine. */
  restart(engine: EngineName): void;
}

const sentence = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export function createActions({ store, call, pageAddress, randomSeed, rememberTheme, restart }: ActionsHost): Actions {
  const say = (notice: Omit<Notice, "id">) => store.setState((state) => withNotice(state, notice));

  /** Does it; what goes wrong becomes a notice and null. */
  const guarded = async <T>(task: () => Promise<T>): Promise<T | null> => {
    try {
      return await task();
    } catch (error) {
      say({ level: "error", text: sentence(error) });
      return null;
    }
  };

  /** A change that goes on training afterwards does not if Pause was pressed meanwhile. */
  let pauses = 0;

  const isTraining = () => store.getState().run?.phase === "training";

  const train = async () => {
    if (isTraining()) return;
    await guarded(() => call.train({}));
  };

  /** The run that a change may put aside. */
  const inHand = () => {
    const { runId, run } = store.getState();
    return { runId, steps: run?.step ?? 0 };
  };

  /** Says what has put the run aside; one without a step is not kept. */
  const sayPutAside = (what: string, { runId, steps }: ReturnType<typeof inHand>) => {
    if (steps > 0) say({ level: "info", text: `${what}. The run of ${steps} steps was put aside.`, undoes: runId });
  };

  /** A change that replaces the run: training that was under way goes on with the new one. */
  const replacing = async (change: () => Promise<unknown>, what: string, goOn = true): Promise<boolean> => {
    const asked = pauses;
    const before = inHand();
    const wasTraining = isTraining();
    const changed = await guarded(change);
    if (changed === null) return false;
    sayPutAside(what, before);
    if (wasTraining && goOn && asked === pauses) void train();
    return true;
  };

  const replace = (experiment: Experiment, what: string, goOn?: boolean) => replacing(() => call.replace(experiment), what, goOn);

  const takeLink = async ({ experiment, view }: OfferedLink) => {
    // A link never starts training.
    const opened = await replace(experiment, "The link was opened", false);
    store.setState(opened ? { view, offeredLink: null } : { offeredLink: null });
  };

  const configure = async (patch: DeepPartial<Experiment>) => {
    const { experiment } = store.getState();
    const [wasTraining, asked, before] = [isTraining(), pauses, inHand()];
    const after = await guarded(() => call.configure(patch));
    if (after === null || !needsNewRun(experiment, after)) return;
    sayPutAside("That setting starts a new run", before);
    if (wasTraining && asked === pauses) void train();
  };

  // One after the other: each is made of what the one before has led to.
  let objectiveChanges: Promise<void> = Promise.resolve();

  /** What can be done with saved runs is fetched when it is first asked for. */
  const runs = () =>
    guarded(async () => {
      const { createRunActions } = await import("./runActions");
      return createRunActions({ store, call, say, guarded, replacing, restart });
    });

  return {
    openRun: async (...given) => (await runs())?.openRun(...given),
    renameRun: async (...given) => (await runs())?.renameRun(...given),
    duplicateRun: async (...given) => (await runs())?.duplicateRun(...given),
    deleteRun: async (...given) => (await runs())?.deleteRun(...given),
    compareRun: async (...given) => (await runs())?.compareRun(...given),
    exportRun: async (...given) => (await runs())?.exportRun(...given) ?? null,
    accept: async (...given) => (await runs())?.accept(...given),
    configure,
    changeObjective(change) {
      objectiveChanges = objectiveChanges.then(() => {
        const { objective } = store.getState().experiment;
        return configure({ objective: { ...objective, ...change } } as DeepPartial<Experiment>);
      });
      return objectiveChanges;
    },
    async choosePreset(id) {
      const preset = PRESETS.find((candidate) => candidate.id === id);
      if (preset === undefined) return;
      await replace(repairExperiment(preset.patch).experiment, `Preset “${preset.title}”`);
      store.setState((state) => ({ view: { ...state.view, gridSource: preset.gridSource ?? "slice" } }));
    },
    train,
    async pause() {
      pauses += 1;
      await guarded(() => call.pause());
    },
    async step() {
      await guarded(() => call.train({ steps: 1 }));
    },
    async reset() {
      const before = inHand();
      if ((await guarded(() => call.reset())) !== null) sayPutAside("Back at step 0 with the same seed", before);
    },
    async newSeed() {
      const seed = randomSeed();
      await replace({ ...store.getState().experiment, seed }, `New seed ${seed}`);
    },
    async undo() {
      await guarded(() => call.restorePrevious());
    },
    async chooseEngine(name) {
      const [wasTraining, asked] = [isTraining(), pauses];
      store.setState({ engineChoice: name });
      await guarded(() => call.engine(name));
      if (wasTraining && asked === pauses) void train();
    },
    setView: (patch) => store.setState((state) => ({ view: { ...state.view, ...patch } })),
    selectImage: (selected) => store.setState((state) => ({ view: { ...state.view, selected } })),
    resample: () => store.setState((state) => ({ view: { ...state.view, draw: state.view.draw + 1 } })),
    setTheme(theme) {
      store.setState({ theme });
      rememberTheme(theme);
    },
    notify: (level, text) => say({ level, text }),
    dismiss: (id) => store.setState((state) => ({ notices: state.notices.filter((notice) => notice.id !== id) })),
    shareLink() {
      const { experiment, view } = store.getState();
      const link = writeLink(experiment, writeView(view));
      return link === "" ? pageAddress() : `${pageAddress()}#${link}`;
    },
    openLink(hash) {
      const link = readLink(hash);
      const { view, notices } = readView(link.view, squareDimensions(link.experiment.latent));
      const notice = linkNotice([...link.notices, ...notices]);
      if (notice !== null) say({ level: "warning", text: notice });
      const { experiment, run } = store.getState();
      const offered = { experiment: link.experiment, view };
      if (JSON.stringify(link.experiment) === JSON.stringify(experiment)) store.setState({ view });
      else if ((run?.step ?? 0) === 0) void takeLink(offered);
      else store.setState({ offeredLink: offered });
    },
    async acceptLink() {
      const { offeredLink } = store.getState();
      if (offeredLink !== null) await takeLink(offeredLink);
    },
    declineLink: () => store.setState({ offeredLink: null }),
    decodePoint: async (z) => {
      try {
        return await call.decodeBase(Float32Array.from(z));
      } catch {
        // A hovered point of a run that has just been replaced: there is nothing to show and nothing to say.
        return null;
      }
    },
    images: (split, indices) => call.images(split, indices),
    evaluate: (options) => guarded(() => call.evaluate(options)),
    async measureGradientSignal() {
      await guarded(() => call.gradientSignal());
    },
    async stopGradientSignal() {
      await guarded(() => call.stopGradientSignal());
    },
    async diagnose(name, options) {
      const before = store.getState().diagnostics[name];
      await call.diagnose(name, options).catch((error: unknown) => {
        // Why it failed or was stopped comes into the state, where its panel says it; what was refused before it began does not.
        if (store.getState().diagnostics[name] === before) say({ level: "error", text: sentence(error) });
      });
    },
    async stopDiagnosis(name) {
      await guarded(() => call.stopDiagnosis(name));
    },
    async openWorksheet() {
      await guarded(async () => {
        const { createWorksheet } = await import("./worksheetStore");
        if (store.getState().worksheet === null) store.setState({ worksheet: createWorksheet({ store, call: call.worksheet, say }) });
      });
    },
    exportWeights: () => guarded(() => call.exportWeights()),
    async importWeights(bytes) {
      await replacing(async () => {
        await call.importWeights(bytes);
        return true;
      }, "The file was opened");
    },
  };
}
