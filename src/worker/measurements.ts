import type { SessionCore } from "./sessionCore";

/** Long questions to the model, beside training: each lets messages in between slices, and can be ended. */
export interface Measurements {
  /** Runs a task under a name that nothing runs under, in slices of so many milliseconds. */
  begin<T>(name: string, task: (control: MeasurementControl) => Promise<T>, slice?: number): Promise<T>;
  isUnderWay(name: string): boolean;
  /** Ends what runs under the name, or everything, at its next look; resolves when it is over. */
  stop(name?: string): Promise<void>;
}

export interface MeasurementControl {
  isStopped(): boolean;
  /** To be awaited often: lets messages in when a slice is over. @throws MeasurementStopped once it is to end. */
  between(): Promise<void>;
}

/** What `between` throws. */
export class MeasurementStopped extends Error {
  constructor() {
    super("the measurement was stopped");
  }
}

/**
 * Longest stretch without letting messages and training in, in milliseconds: thrice training's own, and still too short to be felt in what the
 * page asks meanwhile.
 */
const SLICE = 30;

export function createMeasurements({ now, pause }: Pick<SessionCore, "now" | "pause">): Measurements {
  const underWay = new Map<string, { stopped: boolean; finished: Promise<unknown> }>();

  const controlOf = (measurement: { stopped: boolean }, slice: number): MeasurementControl => {
    let sliceEnd = now() + slice;
    const check = () => {
      if (measurement.stopped) throw new MeasurementStopped();
    };
    return {
      isStopped: () => measurement.stopped,
      async between() {
        check();
        if (now() < sliceEnd) return;
        await pause();
        sliceEnd = now() + slice;
        check();
      },
    };
  };

  return {
    isUnderWay: (name) => underWay.has(name),
    async begin(name, task, slice = SLICE) {
      if (underWay.has(name)) throw new Error(`${name} is being measured already; stop that first`);
      const measurement = { stopped: false, finished: Promise.resolve() as Promise<unknown> };
      underWay.set(name, measurement);
      const finished = task(controlOf(measurement, slice));
      measurement.finished = finished;
      try {
        return await finished;
      } finally {
        underWay.delete(name);
      }
    },
    async stop(name) {
      const ending = [...underWay].filter(([other]) => name === undefined || other === name).map(([, measurement]) => measurement);
      for (const measurement of ending) measurement.stopped = true;
      // A failure is reported by the call that began the measurement.
      await Promise.allSettled(ending.map(({ finished }) => finished));
    },
  };
}
