import adapterUrl from "./adapter.ts?worker&url";
import type { CallName, FromWorker, SessionCalls, SessionEvent, ToWorker } from "./protocol";
import { workerMaker } from "./trustedWorker";

/** The page's end of the worker: the session's calls as promises, its events as a stream. */
export interface Client {
  call: SessionCalls;
  terminate(): void;
}

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
};

interface Pending {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** Starts the worker; `onEvents` gets every event in order, several at a time, `onFailure` what ends the worker. */
export function startClient(onEvents: (events: SessionEvent[]) => void, onFailure: (message: string) => void): Client {
  const worker = workerMaker(adapterUrl)();
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
  const fail = (message: string) => {
    failure = `the worker has failed (${message}); reload the page`;
    for (const call of pending.values()) call.reject(new Error(failure));
    pending.clear();
    onFailure(failure);
  };
  worker.onerror = (event) => fail(event.message || "its script could not be loaded");
  worker.onmessageerror = () => fail("a message of it could not be read");

  const invoke = (name: CallName, args: unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (failure !== null) throw new Error(failure);
      lastId += 1;
      // Throws for arguments that cannot cross to a worker, a function say; then nothing is pending.
      worker.postMessage({ id: lastId, call: name, arguments: args } as ToWorker);
      pending.set(lastId, { resolve, reject });
    });

  const names = Object.keys(CALLS) as CallName[];
  const call = Object.fromEntries(names.map((name) => [name, (...args: unknown[]) => invoke(name, args)]));
  return { call: call as unknown as SessionCalls, terminate: () => worker.terminate() };
}
