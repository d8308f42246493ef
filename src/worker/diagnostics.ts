import { IMAGE_PIXELS } from "../data/manifest";
import { whyNoQuadrature } from "../experiment/quadrature";
import type { Diagnostic, DiagnosticContext } from "../probes/diagnostics/context";
import { DIAGNOSTICS } from "../probes/diagnostics/diagnostics";
import { evidence } from "../probes/truth/evidence";
import type { LiveRun } from "../training/liveRun";
import { checkBits, checkPixels } from "./callChecks";
import { completeOptions } from "./diagnosticOptions";
import type { FrozenModel, FrozenModels } from "./frozenModels";
import { imageIfReady, seenOf } from "./knownImage";
import { type MeasurementControl, MeasurementStopped, type Measurements } from "./measurements";
import type { DiagnosticName, DiagnosticOptions, DiagnosticProgress, DiagnosticReports, SessionCalls } from "./protocol";
import { runInHand, type SessionCore, splitIfReady } from "./sessionCore";
import { shown } from "./shown";

/** Diagnostics as the page asks for them: one after another, beside training, over the weights of the moment in which each begins. */
export interface DiagnosticCalls {
  diagnose<N extends DiagnosticName>(name: N, options: DiagnosticOptions): Promise<DiagnosticReports[N]>;
  stop(name: DiagnosticName): Promise<void>;
  /** Whatever waits is not begun. */
  emptyQueue(): void;
  logLikelihood: SessionCalls["logLikelihood"];
}

const PROGRESS_INTERVAL = 100;

/** The run in hand. @throws Error when there is nothing to be said of its weights. */
function soundRun(core: SessionCore): LiveRun {
  const run = runInHand(core);
  if (run.diverged) throw new Error("the weights are no longer finite numbers; start again or undo the change before measuring");
  return run;
}

function contextOf(core: SessionCore, model: FrozenModel, { between }: MeasurementControl, progress: DiagnosticContext["progress"]) {
  const { experiment, vae, parameters, coarse } = model;
  const context: DiagnosticContext = {
    experiment,
    vae,
    parameters,
    coarse,
    now: core.now,
    between,
    progress,
    image(source) {
      const known = imageIfReady(core, source);
      if (known === null) throw new Error("the image has not arrived yet; measure again when it is here");
      return { seen: seenOf(experiment, known), label: known.label };
    },
    test() {
      const test = splitIfReady(core, "test");
      if (test === null) throw new Error("the test images have not all arrived yet; measure again when they are here");
      return test;
    },
  };
  return context;
}

export function createDiagnostics(core: SessionCore, measurements: Measurements, models: FrozenModels): DiagnosticCalls {
  const waiting = new Map<DiagnosticName, () => void>();
  let last: Promise<unknown> = Promise.resolve();
  let evidenceCalls = 0;

  const emitter = (runId: string, name: DiagnosticName) => (progress: DiagnosticProgress) =>
    core.emit({ kind: "diagnostic", runId, name, progress });

  /** One report, from the weights as they are now. */
  const measure = async <N extends DiagnosticName>(name: N, options: DiagnosticOptions): Promise<DiagnosticReports[N]> => {
    const run = soundRun(core);
    const emit = emitter(run.runId, name);
    const started = core.now();
    let emittedAt = Number.NEGATIVE_INFINITY;
    const progress = (done: number, total: number) => {
      if (core.now() - emittedAt < PROGRESS_INTERVAL) return;
      emittedAt = core.now();
      emit({ phase: "measuring", done, total });
    };
    progress(0, 1);
    const model = models.take(run);
    try {
      const diagnostic: Diagnostic<N> = DIAGNOSTICS[name];
      const complete = completeOptions(diagnostic.takes, options);
      const made = await measurements.begin(name, (control) => diagnostic.measure(contextOf(core, model, control, progress), complete));
      emit({ phase: "done", made: { name, report: made, step: model.step, seconds: (core.now() - started) / 1000 } });
      return made;
    } finally {
      model.release();
    }
  };

  const sayEnd = (runId: string, name: DiagnosticName, error: unknown) => {
    const isStopped = error instanceof MeasurementStopped;
    const reason = error instanceof Error ? error.message : String(error);
    emitter(runId, name)(isStopped ? { phase: "stopped" } : { phase: "failed", reason });
  };

  const checkName = (name: DiagnosticName) => {
    if (typeof name !== "string" || !Object.hasOwn(DIAGNOSTICS, name)) {
      throw new Error(`the diagnostic was ${shown(name)}; allowed: ${Object.keys(DIAGNOSTICS).join(", ")}`);
    }
  };

  /** Resolves when all that was asked for before has ended; rejects at once when it is taken from the queue. */
  const turnOf = (name: DiagnosticName): Promise<unknown> =>
    new Promise((resolve, reject) => {
      waiting.set(name, () => reject(new MeasurementStopped()));
      void last.then(resolve);
    });

  return {
    async diagnose(name, options) {
      checkName(name);
      completeOptions(DIAGNOSTICS[name].takes, options);
      if (waiting.has(name) || measurements.isUnderWay(name)) throw new Error(`${name} is being measured already; stop that first`);
      const { runId } = soundRun(core);
      emitter(runId, name)({ phase: "waiting" });
      const result = turnOf(name)
        .finally(() => waiting.delete(name))
        .then(() => measure(name, options));
      const ended = result.then(
        () => undefined,
        (error: unknown) => sayEnd(runId, name, error),
      );
      // One that is taken from the queue ends before those that it waited for.
      last = Promise.all([last, ended]);
      return result;
    },

    async stop(name) {
      checkName(name);
      waiting.get(name)?.();
      await measurements.stop(name);
    },

    emptyQueue() {
      for (const cancel of waiting.values()) cancel();
    },

    async logLikelihood(pixels) {
      const run = soundRun(core);
      const count = checkPixels(pixels);
      const whyNot = whyNoQuadrature(run.experiment);
      if (whyNot !== null) throw new Error(whyNot);
      checkBits(pixels, run.experiment);
      const model = models.take(run);
      try {
        // Several calls may be under way; each is ended with the run.
        evidenceCalls += 1;
        return await measurements.begin(`log p(x) ${evidenceCalls}`, (control) => logLikelihoods(model, pixels, count, control));
      } finally {
        model.release();
      }
    },
  };
}

async function logLikelihoods({ vae, coarse, experiment }: FrozenModel, pixels: Float32Array, count: number, control: MeasurementControl) {
  const [value, error] = [new Float32Array(count), new Float32Array(count)];
  if (coarse === null) throw new Error("this model has no lattice of codes");
  for (let image = 0; image < count; image++) {
    const seen = pixels.slice(image * IMAGE_PIXELS, (image + 1) * IMAGE_PIXELS);
    const { between } = control;
    const { quadrature, missed } = await evidence({
      vae,
      coarse,
      seen,
      dim: experiment.latent.dim as 1 | 2,
      seed: experiment.seed,
      between,
    });
    value[image] = missed ? Number.NaN : quadrature.logIntegral;
    error[image] = missed ? Number.NaN : quadrature.error;
  }
  return { value, error };
}
