import type { DeepPartial, Experiment } from "../experiment/experiment";
import type { Actions } from "../store/actions";
import type { AppStore } from "../store/store";
import type { EngineChoice, EngineMemory, HistoryPoint, SessionCalls } from "../worker/protocol";

export type Phase = "loading" | "idle" | "training" | "recovering" | "failed";

export interface PlaygroundStatus {
  phase: Phase;
  engine: string;
  engineReason: string;
  step: number;
  epoch: number;
  imagesPerSecond: number;
  runId: string;
  /** As of the last progress; null before the model is built. */
  memory: EngineMemory | null;
  notices: string[];
}

type Passed =
  | "train"
  | "images"
  | "binarize"
  | "evaluate"
  | "gradientSignal"
  | "stopGradientSignal"
  | "diagnose"
  | "stopDiagnosis"
  | "logLikelihood"
  | "encode"
  | "decode"
  | "worksheet"
  | "exportWeights"
  | "importWeights"
  | "exportRun"
  | "keepRun";

/** `window.playground`: the same run as on screen, for the console and for scripts. Documented in the README. */
export interface Playground extends Pick<SessionCalls, Passed> {
  version: string;
  /** First shard loaded, engine chosen, model built. */
  ready: Promise<void>;
  experiment(): Experiment;
  status(): PlaygroundStatus;
  configure(patch: DeepPartial<Experiment>): Promise<Experiment>;
  pause(): Promise<void>;
  reset(): Promise<void>;
  history(): HistoryPoint[];
  shareLink(): string;
  engine(name: EngineChoice): Promise<void>;
}

export interface PlaygroundHost {
  version: string;
  ready: Promise<void>;
  store: AppStore;
  call: SessionCalls;
  actions: Actions;
}

function statusOf(store: AppStore): PlaygroundStatus {
  const { run, runId, engine, data, failure, notices, recovery } = store.getState();
  const phase: Phase =
    recovery !== null
      ? "recovering"
      : failure !== null
        ? "failed"
        : run?.phase === "training"
          ? "training"
          : data.ready && run !== null
            ? "idle"
            : "loading";
  return {
    phase,
    engine: engine?.name ?? "",
    engineReason: engine === null ? "" : `${engine.label}: ${engine.reason}`,
    step: run?.step ?? 0,
    epoch: run?.epoch ?? 0,
    imagesPerSecond: run?.imagesPerSecond ?? 0,
    runId: runId ?? "",
    memory: run?.memory ?? null,
    notices: notices.map(({ text }) => text),
  };
}

const ENGINES: readonly EngineChoice[] = ["auto", "webgl", "simd", "cpu"];

/** The calls whose answers are passed on as these arguments, often without having been waited for. */
const SOURCES: Readonly<Record<string, string>> = {
  pixels: "playground.binarize(…) or playground.images(…)",
  z: "playground.encode(…)",
  bytes: "playground.exportWeights()",
};

/** @throws Error that names an argument that is a promise: it cannot cross to the worker, and the browser's own words for that name none. */
function refusePromises(given: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(given)) {
    if (value instanceof Promise) throw new Error(`${name} was a Promise; await ${SOURCES[name] ?? "it"} first`);
  }
}

/** The console API over one page's store and session. Every promise rejects with an Error that says what was wrong and what is allowed. */
export function createPlayground({ version, ready, store, call, actions }: PlaygroundHost): Playground {
  return {
    version,
    ready,
    experiment: () => structuredClone(store.getState().experiment),
    status: () => statusOf(store),
    configure: async (patch) => {
      refusePromises({ patch });
      return call.configure(patch);
    },
    train: async (budget) => {
      refusePromises({ budget });
      return call.train(budget);
    },
    pause: () => call.pause(),
    reset: () => call.reset(),
    history: () => structuredClone(store.getState().history),
    images: async (split, indices) => {
      refusePromises({ split, indices });
      return call.images(split, indices);
    },
    binarize: async (pixels, seed) => {
      refusePromises({ pixels, seed });
      return call.binarize(pixels, seed);
    },
    evaluate: async (options) => {
      refusePromises({ options });
      return call.evaluate(options);
    },
    gradientSignal: async (options) => {
      refusePromises({ options });
      return call.gradientSignal(options);
    },
    stopGradientSignal: () => call.stopGradientSignal(),
    encode: async (pixels) => {
      refusePromises({ pixels });
      return call.encode(pixels);
    },
    decode: async (z) => {
      refusePromises({ z });
      return call.decode(z);
    },
    worksheet: async (pixels, options) => {
      refusePromises({ pixels, options });
      return call.worksheet(pixels, options);
    },
    logLikelihood: async (pixels) => {
      refusePromises({ pixels });
      return call.logLikelihood(pixels);
    },
    diagnose: async (name, options) => {
      refusePromises({ options });
      return call.diagnose(name, options);
    },
    stopDiagnosis: (name) => call.stopDiagnosis(name),
    exportWeights: () => call.exportWeights(),
    exportRun: (runId) => call.exportRun(runId),
    keepRun: () => call.keepRun(),
    importWeights: async (bytes) => {
      refusePromises({ bytes });
      return call.importWeights(bytes);
    },
    shareLink: () => actions.shareLink(),
    engine: async (name) => {
      if (!ENGINES.includes(name)) throw new Error(`engine was ${JSON.stringify(name)}; allowed: ${ENGINES.join(", ")}`);
      await call.engine(name);
    },
  };
}
