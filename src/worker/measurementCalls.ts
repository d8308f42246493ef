import { createDiagnostics } from "./diagnostics";
import { createFrozenModels } from "./frozenModels";
import { createGradientSignal } from "./gradientSignal";
import { createMeasurements } from "./measurements";
import type { SessionCalls } from "./protocol";
import type { SessionCore } from "./sessionCore";
import { createSlowPictures, type SlowPictures } from "./slowPictures";

type MeasurementCalls = Pick<SessionCalls, "gradientSignal" | "stopGradientSignal" | "diagnose" | "stopDiagnosis" | "logLikelihood">;

/** Everything that is measured beside training. */
export interface MeasurementRoom {
  calls: MeasurementCalls;
  slowPictures: SlowPictures;
  /** Ends all that is under way and lets go of its weights: the run or the engine is about to change. */
  clear(): Promise<void>;
}

export function createMeasurementRoom(
  core: SessionCore,
  /** Resolves when no change of the run is under way. */
  afterChanges: () => Promise<void>,
): MeasurementRoom {
  const measurements = createMeasurements(core);
  const models = createFrozenModels();
  const signal = createGradientSignal(core, measurements);
  const diagnostics = createDiagnostics(core, measurements, models);
  return {
    calls: {
      async gradientSignal(options = {}) {
        await afterChanges();
        return signal.measure(options);
      },
      stopGradientSignal: () => signal.stop(),
      async diagnose(name, options = {}) {
        await afterChanges();
        return diagnostics.diagnose(name, options);
      },
      stopDiagnosis: (name) => diagnostics.stop(name),
      async logLikelihood(pixels) {
        await afterChanges();
        return diagnostics.logLikelihood(pixels);
      },
    },
    slowPictures: createSlowPictures(core, measurements, models),
    async clear() {
      diagnostics.emptyQueue();
      await measurements.stop();
      models.drop();
    },
  };
}
