import adapterUrl from "./adapter.ts?worker&url";
import type { CallName, FromWorker, SessionCalls, SessionEvent, ToWorker } from "./protocol";
import { workerMaker } from "./trustedWorker";

/** The page's end of the worker: the session's calls as promises, its events as a stream. */
export interface Client {
  call: SessionCalls;
  /** Ends the worker; calls that wait for it, and later ones, are refused with the reason. */
  terminate(reason: string): void;
}

/** The name of a worker that saves nothing. */
const UNSAVED_WORKER = "unsaved";

const CALLS: Record<CallName, true> = {
  open: true,
  configure: true,
  replace: true,
  train: true,
  pause: true,
  reset: true,
  restorePrevious: true,
  engine: true,
  setProbes: true,
  images: true,
  binarize: true,
  evaluate: true,
  gradientSignal: true,
  stopGradientSignal: true,
  diagnose: true,
  stopDiagnosis: true,
  logLikelihood: true,
  encode: true,
  decode: true,
  decodeBase: true,
  worksheet: true,
  exportWeights: true,
  importWeights: true,
  openRun: true,
  renameRun: true,
  duplicateRun: true,
  deleteRun: true,
  undeleteRun: true,
  runCurve: true,
  exportRun: true,
  importRun: true,
  keepRun: true,
  beat: true,
};

/** Everything that can be asked of the session. */
export const CALL_NAMES = Object.keys(CALLS) as CallName[];

interface Pending {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** Makes workers of the page's script; their name is the page's, under which they save. To be had once a page. */
export function pageWorkers(saves: boolean): () => Worker {
  const page = crypto.getRandomValues(new Uint32Array(2)).join("-");
  return workerMaker(adapterUrl, saves ? page : UNSAVED_WORKER);
}

/** Starts a worker; `onEvents` gets every event in order, several at a time, `onFailure` what ends the worker. */
export function startClient(
  makeWorker: () => Worker,
  onEvents: (events: SessionEvent[]) => void,
  onFailure: (message: string) => void,
): Client {
  const worker = makeWorker();
  const pending = new Map<number, Pending>();
  let lastId = 0;
  let failure: string | null = null;

  const settle = (id: number, use: (call: Pending) => void) => {
    const call = pending.get(id);
    pending.delete(id);
    if (call !== undefined) use(call);
  };

  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
    if (data.kind === "answer") settle(data.id, (call) => call.resolve(data.value));
    else if (data.kind === "refusal") settle(data.id, (call) => call.reject(new Error(data.message)));
    else onEvents(data.events);
  };
  const end = (reason: string) => {
    failure ??= reason;
    worker.terminate();
    for (const call of pending.values()) call.reject(new Error(reason));
    pending.clear();
  };
  worker.onerror = (event) => {
    event.preventDefault();
    onFailure(event.message || "its script could not be loaded");
  };
  worker.onmessageerror = () => onFailure("a message of it could not be read");

  const invoke = (name: CallName, args: unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (failure !== null) throw new Error(failure);
      lastId += 1;
      // Throws for arguments that cannot cross to a worker, a function say; then nothing is pending.
      worker.postMessage({ id: lastId, call: name, arguments: args } as ToWorker);
      pending.set(lastId, { resolve, reject });
    });

  const call = Object.fromEntries(CALL_NAMES.map((name) => [name, (...args: unknown[]) => invoke(name, args)]));
  return { call: call as unknown as SessionCalls, terminate: end };
}
