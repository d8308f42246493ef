import { CALL_NAMES, type Client, pageWorkers, startClient } from "../worker/client";
import type { CallName, EngineName, OpenOptions, SessionCalls, SessionEvent, TrainBudget, TrainResult } from "../worker/protocol";
import { budgetLeft } from "./budget";
import { learn, nothingKnown } from "./known";
import { watchSigns } from "./signsOfLife";
import { waiting } from "./waiting";

/**
 * Keeps a worker at work. Whatever is wrong with it (no sign of life, a lost graphics context, an error, a readback of zeros) is met in one
 * way: it is terminated, another is started, the last checkpoint is opened in it, and training goes on.
 */

/** Seconds before the tries after the first, when the ones before did not help. */
const RETRY_SECONDS = [0, 2, 10, 30, 130] as const;

/** After so long without trouble, in milliseconds, the next begins with the first try. */
const WELL_FOR = 180_000;

/** How often the worker is looked after, in milliseconds. */
const TICK = 250;

export type Recovering =
  | { phase: "restarting"; cause: string }
  | { phase: "waiting"; cause: string; seconds: number }
  /** At work again. `lost` steps are made anew. */
  | { phase: "recovered"; cause: string; lost: number; step: number; goesOn: boolean }
  | { phase: "givenUp"; cause: string; engine: EngineName };

export interface SupervisorHost {
  onEvents(events: SessionEvent[]): void;
  onRecovery(recovering: Recovering): void;
  /** False for a page that keeps nothing. */
  saves: boolean;
  now(): number;
}

export interface Supervisor {
  call: SessionCalls;
  /** After it was given up: once more from the first try, with this engine. */
  retry(engine: EngineName): void;
  terminate(): void;
}

const LOST_CALL = "the worker that was asked has failed, and another has taken its place; ask again";

const isLost = (error: unknown): boolean => error instanceof Error && error.message === LOST_CALL;

/** Starts a worker and keeps one at work. */
export function startSupervisor(host: SupervisorHost): Supervisor {
  const { now } = host;
  const known = nothingKnown();
  const watched = watchSigns(now);
  const makeWorker = pageWorkers(host.saves);
  let client: Client;
  let atWork = waiting();
  atWork.resolve();
  let tries = 0;
  /** Where the last fault was, the run that came of it, and when it was mended. */
  let trouble: { runId: string | null; step: number; mended: number } = { runId: null, step: -1, mended: 0 };
  let isRecovering = false;
  let isGivenUp = false;
  let cancelWait: () => void = () => undefined;

  const begin = () => {
    watched.restart();
    const mine: Client = startClient(
      makeWorker,
      (events) => {
        if (mine !== client) return;
        watched.heard();
        for (const event of events) {
          learn(known, event);
          if (event.kind === "run") watched.begins(event.run.step);
          if (event.kind === "progress") {
            const { step, imagesPerSecond } = event.progress;
            watched.reached(step, imagesPerSecond / (known.experiment?.batchSize ?? 1));
          }
        }
        const fault = events.find((event) => event.kind === "fault");
        host.onEvents(events);
        if (fault?.kind === "fault") failed(fault.cause);
      },
      (failure) => {
        if (mine === client) failed(failure);
      },
    );
    client = mine;
  };

  /** A worker that fails while it is started ends that try: what it was asked is answered never. */
  const failed = (cause: string) => {
    if (isRecovering) client.terminate(cause);
    else void recover(cause);
  };

  const sleep = (seconds: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, 1000 * seconds);
      cancelWait = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  /** One try: a new worker, at the same place. */
  const restart = async (experiment: OpenOptions["experiment"]) => {
    begin();
    const { probes } = known;
    if (probes !== null) void client.call.setProbes(...probes).catch(() => undefined);
    const engine = known.engine ?? known.open?.engine ?? "auto";
    const resume = known.runId !== null && known.savedStep !== null ? known.runId : undefined;
    await client.call.open({ engine, experiment, resume, exactly: known.engine !== null });
    watched.started();
    // What was asked for meanwhile.
    if (known.probes !== null && known.probes !== probes) void client.call.setProbes(...known.probes).catch(() => undefined);
    // Settings that were changed after the checkpoint.
    if (JSON.stringify(known.experiment) !== JSON.stringify(experiment)) await client.call.configure(experiment);
  };

  const recover = async (cause: string) => {
    if (isRecovering) return;
    [isRecovering, isGivenUp] = [true, false];
    atWork = waiting();
    const { step, isTraining } = known;
    const experiment = known.experiment ?? known.open?.experiment;
    client.terminate(LOST_CALL);
    // A new trouble: of another run, further on, or after a while in which all was well.
    const isNew = known.runId !== trouble.runId || step > trouble.step || now() - trouble.mended > WELL_FOR;
    if (isNew) tries = 0;
    trouble = { runId: known.runId, step: isNew ? step : trouble.step, mended: Number.POSITIVE_INFINITY };
    for (; tries < RETRY_SECONDS.length && experiment !== undefined; tries++) {
      const seconds = RETRY_SECONDS[tries];
      if (seconds > 0) {
        host.onRecovery({ phase: "waiting", cause, seconds });
        await sleep(seconds);
      }
      host.onRecovery({ phase: "restarting", cause });
      try {
        await restart(experiment);
        tries += 1;
        isRecovering = false;
        trouble = { ...trouble, runId: known.runId, mended: now() };
        host.onRecovery({ phase: "recovered", cause, lost: Math.max(0, step - known.step), step: known.step, goesOn: isTraining });
        return atWork.resolve();
      } catch (error) {
        client.terminate(error instanceof Error ? error.message : String(error));
      }
    }
    [isRecovering, isGivenUp] = [false, true];
    known.isTraining = false;
    host.onRecovery({ phase: "givenUp", cause, engine: known.engine ?? "webgl" });
    atWork.reject(new Error(`the worker has failed (${cause}) and starting another did not help`));
  };

  const timer = setInterval(() => {
    if (known.open === null || isGivenUp) return;
    const found = watched.tick(known.engine ?? "webgl");
    if (found === "gone") failed("it gave no sign of life");
    if (found === "ask") client.call.beat().then(watched.heard, (error: Error) => void (isLost(error) || recover(error.message)));
  }, TICK);

  /** Trains as asked also where the worker changes meanwhile: what is left of the budget counts on. */
  const train = async (budget: TrainBudget = {}): Promise<TrainResult> => {
    const [firstStep, started] = [known.step, now()];
    for (let left = budget; ; ) {
      await atWork.promise;
      const asked = client;
      try {
        const result = await asked.call.train(left);
        const seconds = (now() - started) / 1000;
        return asked === client && left === budget ? result : { ...result, seconds, stepsPerSecond: (result.step - firstStep) / seconds };
      } catch (error) {
        // Only what was under way when its worker failed is asked of the next.
        if (!isLost(error)) throw error;
        await atWork.promise;
        left = budgetLeft(budget, known.step - firstStep, now() - started, known.stepsPerEpoch);
      }
    }
  };

  const calls = startCalls(
    () => client,
    () => atWork.promise,
    watched.during,
  );
  begin();
  return {
    call: {
      ...calls,
      train,
      async open(options) {
        known.open = options;
        known.experiment = options.experiment;
        try {
          await client.call.open(options);
          watched.started();
        } catch (error) {
          if (!isLost(error)) throw error;
          await atWork.promise;
        }
      },
      async setProbes(...args) {
        known.probes = args;
        if (!isRecovering) await client.call.setProbes(...args);
      },
    },
    retry(engine) {
      tries = 0;
      known.engine = engine;
      cancelWait();
      void recover("another engine was chosen");
    },
    terminate() {
      clearInterval(timer);
      client.terminate("the page has ended the worker");
    },
  };
}

/** Calls that wait for a worker to be at work. */
function startCalls(client: () => Client, atWork: () => Promise<void>, during: <T>(answer: Promise<T>) => Promise<T>): SessionCalls {
  const call =
    (name: CallName) =>
    async (...args: unknown[]) => {
      await atWork();
      return during((client().call[name] as (...values: unknown[]) => Promise<unknown>)(...args));
    };
  return Object.fromEntries(CALL_NAMES.map((name) => [name, call(name)])) as unknown as SessionCalls;
}
