import type { ReadFile } from "../data/checkedFile";
import { openMnist } from "../data/mnistSource";
import { whenEngineIsLost } from "../engine/engineLost";
import type { EnginePlatform } from "../engine/report";
import { startEngine } from "../engine/start";
import { describeChanges } from "../experiment/changes";
import { DEFAULT_EXPERIMENT, type DeepPartial, type Experiment } from "../experiment/experiment";
import { betaSchedule } from "../experiment/objectives";
import { checkPlainValue } from "../experiment/plainValue";
import { mergeExperiment, resolveExperiment } from "../experiment/resolve";
import { needsNewRun } from "../experiment/restart";
import { isRunFile } from "../training/runFile";
import { snapshotRun, startingFrom } from "../training/runState";
import { readWeights, writeWeights } from "../training/weightsFile";
import { stepCost } from "../vae/stepCost";
import { checkBytes, checkEngine, checkFinite, checkOpening, checkSize, checkSplitSizes } from "./callChecks";
import { fitLinkToLabels, fitToLabels, fitToSize, sayCost } from "./fitting";
import { createHeldOutCurve } from "./heldOutCurve";
import { createMeasurementRoom } from "./measurementCalls";
import { createModelCalls } from "./modelCalls";
import { checkProbes } from "./pictureChecks";
import { createPictures } from "./pictures";
import type { EngineChoice, ProbeSettings, SessionCalls, SessionEvent } from "./protocol";
import { createQueue } from "./queue";
import { createRunCalls, forkRunInHand } from "./runCalls";
import { createRunKeeper } from "./runKeeper";
import { createRunStorage, type StorageHost } from "./runStorage";
import { acrossEngines, newRun, openStored, planRun, swapWithPrevious } from "./runs";
import { createCore, notify, runInHand, type SessionCore } from "./sessionCore";
import { createTraining } from "./training";

/** What a session is given by the place it runs in: a worker, Node, a test. */
export interface SessionHost {
  emit(event: SessionEvent): void;
  /** Milliseconds, monotonic. */
  now(): number;
  /** A macrotask, so that messages get in. */
  pause(): Promise<void>;
  readData: ReadFile;
  platform: EnginePlatform;
  /** Name and version of the app, for the files it writes. */
  app: string;
  /** What the names of its runs begin with; differs between sessions that save to the same place. */
  runPrefix?: string;
  /** Where runs are saved; without it they live as long as the session. */
  storage?: StorageHost;
}

/** Commands in, events out. Every call that fails rejects with a sentence and leaves the run as it was. */
export function createSession(host: SessionHost): SessionCalls {
  const lostRun = (runId: string) => {
    if (core.run?.runId !== runId) return;
    void exclusive(async () => {
      await training.stop();
      forkRunInHand(core);
      training.emitProgress();
      notify(
        core,
        "warning",
        "Another tab has taken this run over, so this one has stopped and writes no more to it. What is here is a copy: training it makes a run of its own.",
      );
      void keeper.keepNow().catch(() => undefined);
    });
  };
  const emit = (event: SessionEvent) => {
    if (event.kind === "latentGrid") keeper.sawGrid(event.runId, event.latentGrid);
    host.emit(event);
  };
  const source = openMnist(host.readData, (data) => emit({ kind: "data", data }));
  const core: SessionCore = createCore({ ...host, emit }, source, host.runPrefix ?? "run", lostRun);
  const storage = host.storage === undefined ? null : createRunStorage(host.storage, host.app);
  const keeper = createRunKeeper(core, storage, lostRun);
  const exclusive = createQueue();
  const afterChanges = () => exclusive(async () => undefined);
  const measuring = createMeasurementRoom(core, afterChanges);
  const pictures = createPictures(core, measuring.slowPictures);
  const curve = createHeldOutCurve(core);
  const training = createTraining(core, pictures, curve, keeper);

  let pauses = 0;

  const start = async (choice: EngineChoice, exactly = false) => {
    core.rate = null;
    core.engine = await startEngine(choice, host.platform, (text) => notify(core, "warning", text));
    if (exactly && core.engine.name !== choice) throw new Error(`${choice} does not start (${core.engine.reason})`);
    whenEngineIsLost(() => host.emit({ kind: "fault", cause: "the graphics context was lost" }));
    host.emit({ kind: "engine", engine: core.engine });
  };

  /** Stops training, changes the run, and shows what there is now. Changes wait for each other. */
  const changeRun = (change: () => Promise<void>): Promise<void> => exclusive(() => changeNow(change));

  const changeNow = async (change: () => Promise<void>) => {
    await training.stop();
    await measuring.clear();
    const before = core.run?.runId ?? null;
    await change();
    keeper.changed(before);
    training.emitProgress();
    await pictures.runAll();
  };

  /** `decide` may refuse, before anything is stopped. */
  const replaceBy = (decide: () => Experiment): Promise<void> =>
    exclusive(async () => {
      const experiment = decide();
      await changeNow(() => openStored(core, newRun(core, experiment)));
      sayCost(core, experiment);
    });

  const applyLive = (experiment: Experiment) => {
    const run = runInHand(core);
    const texts = describeChanges(run.experiment, experiment);
    const schedules = [run.experiment, experiment].map(({ objective }) => JSON.stringify(betaSchedule(objective)));
    if (schedules[0] !== schedules[1]) run.scheduleStart = run.state.step;
    if (run.state.step > 0) run.changes = [...run.changes, ...texts.map((text) => ({ step: run.state.step, text }))];
    run.experiment = experiment;
    host.emit({ kind: "settings", runId: run.runId, experiment, changes: run.changes });
    training.emitProgress();
    keeper.settingChanged();
  };

  /** The labels decide what the filters keep; a link's filter that keeps nothing takes all digits. */
  const receiveLabels = async () => {
    const [train, test] = await Promise.all([core.source.labels("train"), core.source.labels("test")]);
    await exclusive(async () => {
      checkSplitSizes(train, test);
      core.labels = { train, test };
      const run = runInHand(core);
      const fitted = fitLinkToLabels(core, run.experiment);
      // The network is the same: weights that were loaded meanwhile stay.
      if (needsNewRun(run.experiment, fitted)) await openStored(core, newRun(core, fitted, await snapshotRun(run.state)));
      else planRun(core, run);
      training.emitProgress();
    });
  };

  const showWhenReady = async (split: "train" | "test") => {
    const labels = await core.source.labels(split);
    await core.source.require(split, labels.length);
    await curve.catchUp();
    await pictures.runAll(["encodings", "oneImage", "exactPosterior", "truthPoint"]);
  };

  const { goOnWith, ...runCalls } = createRunCalls({ core, storage, keeper, curve, app: host.app, exclusive, changeNow });

  return {
    ...createModelCalls(core, afterChanges),
    ...measuring.calls,
    ...runCalls,

    async open(options) {
      checkOpening(options);
      const { engine, experiment, resume, exactly = false } = options;
      await exclusive(async () => {
        await start(engine, exactly);
        if (resume !== undefined && (await goOnWith(resume))) return;
        const fitted = fitToSize(core, mergeExperiment(DEFAULT_EXPERIMENT, experiment));
        await openStored(core, newRun(core, fitted));
        sayCost(core, fitted);
        training.emitProgress();
        await pictures.runAll();
      });
      void keeper.tell();
      await receiveLabels();
      await core.source.require("train", 1);
      // What fails here fails again, and is told, where a step needs it.
      await training.prepare().catch(() => undefined);
      void showWhenReady("test").catch((error: unknown) => notify(core, "error", String(error)));
    },

    async configure(patch: DeepPartial<Experiment>) {
      checkPlainValue(patch);
      await exclusive(async () => {
        const present = runInHand(core).experiment;
        const resolved = resolveExperiment(present, patch);
        checkSize(resolved.experiment);
        const experiment = fitToLabels(core, resolved.experiment);
        for (const notice of resolved.notices) notify(core, "info", notice);
        if (stepCost(experiment).flops !== stepCost(present).flops) sayCost(core, experiment);
        if (needsNewRun(present, experiment)) await changeNow(() => openStored(core, newRun(core, experiment)));
        else applyLive(experiment);
      });
      return runInHand(core).experiment;
    },

    async replace(experiment) {
      checkPlainValue(experiment);
      await replaceBy(() => {
        const merged = mergeExperiment(DEFAULT_EXPERIMENT, experiment);
        checkSize(merged);
        return fitToLabels(core, merged);
      });
      return runInHand(core).experiment;
    },

    async train(budget = {}) {
      const asked = pauses;
      await afterChanges();
      // Paused while it waited for a change: it never began.
      if (asked !== pauses) return { step: runInHand(core).state.step, seconds: 0, stepsPerSecond: 0 };
      return training.train(budget);
    },

    async pause() {
      pauses += 1;
      await training.stop();
    },

    async reset() {
      await replaceBy(() => runInHand(core).experiment);
    },

    restorePrevious: () => changeRun(() => swapWithPrevious(core)),

    async engine(name) {
      checkEngine(name);
      await changeRun(() => curve.across(() => acrossEngines(core, () => start(name))));
    },

    async setProbes(settings) {
      checkProbes(settings);
      const changed = (Object.keys(core.probes) as (keyof ProbeSettings)[]).filter(
        (name) => JSON.stringify(core.probes[name]) !== JSON.stringify(settings[name]),
      );
      core.probes = settings;
      await pictures.runAll(changed);
    },

    async exportWeights() {
      await afterChanges();
      const { experiment, state } = runInHand(core);
      const { step, parameters } = await snapshotRun(state);
      checkFinite(parameters);
      return writeWeights(experiment, step, parameters, host.app);
    },

    async importWeights(bytes) {
      if (isRunFile(checkBytes(bytes, "weights file"))) return runCalls.importRun(bytes);
      const { experiment, step, values } = readWeights(bytes);
      await exclusive(async () => {
        const fitted = fitToLabels(core, experiment);
        await changeNow(() => openStored(core, newRun(core, fitted, startingFrom(values, step))));
      });
    },
  };
}
