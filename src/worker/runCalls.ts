import { checkEngineAlive } from "../engine/engineLost";
import type { Experiment } from "../experiment/experiment";
import { isEvaluationStep } from "../training/cadence";
import { type StoredRun, storeRun } from "../training/liveRun";
import { fitToData } from "../training/minibatches";
import { readRun, writeRun } from "../training/runFile";
import { checkBytes, checkOptions, checkRunId } from "./callChecks";
import type { HeldOutCurve } from "./heldOutCurve";
import type { RunCalls } from "./protocol";
import type { RunKeeper } from "./runKeeper";
import type { RunStorage, TakenFrom } from "./runStorage";
import { announce, newRunId, openStored } from "./runs";
import { notify, runInHand, type SessionCore } from "./sessionCore";

interface RunCallsHost {
  core: SessionCore;
  storage: RunStorage | null;
  keeper: RunKeeper;
  curve: HeldOutCurve;
  app: string;
  exclusive<T>(task: () => Promise<T>): Promise<T>;
  /** Stops training, changes the run in hand, shows what there is. */
  changeNow(change: () => Promise<void>): Promise<void>;
}

const LONGEST_NAME = 80;

function checkName(name: string | null): string | null {
  if (name === null) return null;
  if (typeof name !== "string" || name.length > LONGEST_NAME) throw new Error(`a run's name has at most ${LONGEST_NAME} characters`);
  return name.trim() === "" ? null : name.trim();
}

/** A run goes on over the images that it had: its filter keeps some, and a minibatch is no larger. @throws Error that says what does not fit. */
function checkFits(core: SessionCore, experiment: Experiment): void {
  if (core.labels === null) return;
  const { notices } = fitToData(experiment, core.labels.train);
  if (notices.length > 0) throw new Error(`the run does not fit its data: ${notices.join("; ")}`);
}

/** Makes the run in hand one of its own, after another page has taken its name. */
export function forkRunInHand(core: SessionCore): void {
  if (core.run === null) return;
  core.run = { ...core.run, runId: newRunId(core) };
  announce(core, core.run);
}

/** Saved runs: opened, copied, renamed, deleted, taken along. `goOnWith` answers whether it could open one. */
export function createRunCalls(host: RunCallsHost): RunCalls & { goOnWith(runId: string): Promise<boolean> } {
  const { core, storage, keeper, curve, app, exclusive, changeNow } = host;

  const saved = (): RunStorage => {
    if (storage === null) throw new Error("nothing is saved here: this page has no storage");
    return storage;
  };

  /** A point of the test curve that was on its way when the checkpoint was made. */
  const completeCurve = () => {
    const run = runInHand(core);
    const { step } = run.state;
    const isThere = run.history.some((point) => point.split === "test" && point.step === step);
    if (isEvaluationStep(step) && !isThere)
      void curve.evaluate(run).catch((error: unknown) => notify(core, "error", error instanceof Error ? error.message : String(error)));
  };

  const open = async (stored: StoredRun) => {
    await changeNow(() => openStored(core, stored));
    keeper.opened(stored);
    completeCurve();
  };

  /** The run of the name from the disk, this page its only writer; of one that another page has in hand, a copy. */
  const openSaved = async (runId: string, from: TakenFrom) => {
    const isOurs = await saved().take(runId, from, () => core.lostRun(runId));
    let isOlder: boolean;
    try {
      const loaded = await saved().load(runId);
      ({ isOlder } = loaded);
      checkFits(core, loaded.run.record.experiment);
      await open(isOurs ? loaded.run : { ...loaded.run, record: { ...loaded.run.record, runId: newRunId(core) } });
    } catch (error) {
      if (isOurs) void saved().letGo(runId);
      throw error;
    }
    if (isOlder) notify(core, "warning", "The newest checkpoint of this run was damaged; the one before it was opened.");
    if (!isOurs) {
      notify(
        core,
        "info",
        "Another tab has this run in hand. This is a copy of its last checkpoint: training it here makes a run of its own.",
      );
    }
    await keeper.tell();
  };

  const bytesOf = async (runId: string): Promise<Uint8Array> => {
    if (core.run?.runId !== runId) {
      const { run, about } = await saved().load(runId);
      return writeRun({ run, name: about.name }, app);
    }
    checkEngineAlive();
    const run = await storeRun(core.run);
    checkEngineAlive();
    // A file is wanted most where the disk cannot be read: the run then goes without its name.
    const listed = storage === null ? [] : await storage.list().catch(() => []);
    const name = listed.find((each) => each.runId === runId)?.name ?? null;
    return writeRun({ run, name }, app);
  };

  return {
    async goOnWith(runId) {
      try {
        await openSaved(runId, "lastWorker");
        return true;
      } catch (error) {
        notify(core, "warning", `${error instanceof Error ? error.message : error}. The run begins at step 0 again.`);
        return false;
      }
    },
    async openRun(runId, options = {}) {
      checkRunId(runId);
      checkOptions(options, ["takeOver"]);
      const { takeOver = false } = options;
      await exclusive(async () => {
        if (core.run?.runId === runId) return;
        await openSaved(runId, takeOver ? "anyPage" : "nobody");
      });
    },
    async renameRun(runId, name) {
      checkRunId(runId);
      await saved().database.change(runId, { name: checkName(name) });
      await keeper.tell();
    },
    async duplicateRun(runId) {
      checkRunId(runId);
      const { run, about } = await saved().load(runId);
      const copy = { ...run, record: { ...run.record, runId: newRunId(core) } };
      const name = checkName(`${(about.name ?? "Copy").slice(0, LONGEST_NAME - 7)}${about.name === null ? "" : " (copy)"}`);
      await saved().save(copy, { thumbnail: about.thumbnail, inHand: false, name });
      await keeper.tell();
    },
    async deleteRun(runId) {
      checkRunId(runId);
      const listed = (await saved().list()).find((each) => each.runId === runId);
      if (listed === undefined) throw new Error("this run is no longer saved");
      if (listed.openIn !== null) throw new Error("this run is in hand; open another run before deleting it");
      await saved().database.change(runId, { deleted: true });
      await keeper.tell();
    },
    async undeleteRun(runId) {
      checkRunId(runId);
      await saved().database.change(runId, { deleted: false });
      await keeper.tell();
    },
    async runCurve(runId) {
      checkRunId(runId);
      if (core.run?.runId === runId) throw new Error("this run is the one in hand; its curve is drawn already");
      return (await saved().load(runId)).run.record;
    },
    async exportRun(runId) {
      if (runId !== undefined) checkRunId(runId);
      return exclusive(() => bytesOf(runId ?? runInHand(core).runId));
    },
    async importRun(bytes) {
      const { run, name } = readRun(checkBytes(bytes, "run file"));
      checkFits(core, run.record.experiment);
      const runId = newRunId(core);
      const { written } = await exclusive(async () => {
        await open({ ...run, record: { ...run.record, runId } });
        return keeper.begin();
      });
      await written;
      // Where it could not be saved, that has been said.
      if (name !== null && storage !== null) await storage.database.change(runId, { name }).catch(() => undefined);
      await keeper.tell();
    },
    async keepRun() {
      // Only what is read keeps others waiting, not the disk.
      await (await exclusive(() => keeper.begin())).written;
    },
    async beat() {
      checkEngineAlive();
    },
  };
}
