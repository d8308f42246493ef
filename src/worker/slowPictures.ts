import { type ProbeCadence, probeCadence } from "../probes/cadence";
import { exactPosteriorOf } from "../probes/exactPosterior";
import type { ProbeSettings } from "../probes/settings";
import { evidence, SHAPE_RESOLUTION } from "../probes/truth/evidence";
import { truthPoint } from "../probes/truthPoint";
import type { LiveRun } from "../training/liveRun";
import type { FrozenModel, FrozenModels } from "./frozenModels";
import { imageIfReady, seenOf } from "./knownImage";
import { type MeasurementControl, MeasurementStopped, type Measurements } from "./measurements";
import type { SessionEvent } from "./protocol";
import { notify, type SessionCore, splitIfReady } from "./sessionCore";

/** Pictures that take so long that training goes on beside them: the exact posterior of an image, and a point of log p(x) on the curves. */
const SLOW_PICTURES = ["exactPosterior", "truthPoint"] as const satisfies readonly (keyof ProbeSettings)[];
type SlowPicture = (typeof SLOW_PICTURES)[number];

/** The share of the time that each may be under way while training. */
const SHARES: Record<SlowPicture, number> = { exactPosterior: 0.15, truthPoint: 0.4 };

/** Milliseconds at a stretch: someone waits for the posterior of an image, and nobody for a point of the curves. */
const SLICES: Record<SlowPicture, number> = { exactPosterior: 60, truthPoint: 30 };

/** The seed of the test curve's images and noise, which points of log p(x) are compared with. */
const EVALUATION_SEED = 0;

/** Before this step the ELBO is hundreds of nats from where the curves will be looked at. */
const FIRST_TRUTH_STEP = 50;

export interface SlowPictures {
  /** Begins those whose turn it is and that are not under way. */
  beginDue(): void;
  /** Ends what is under way and begins anew: the weights, the run or the settings have changed. Does not wait for the pictures. */
  beginAgain(only?: readonly (keyof ProbeSettings)[]): Promise<void>;
}

/** A point of the curves lets the posterior go first. */
async function afterThePosterior(
  measurements: Measurements,
  { pause }: SessionCore,
  { between, isStopped }: MeasurementControl,
): Promise<void> {
  await between();
  while (measurements.isUnderWay("exactPosterior") && !isStopped()) await pause();
}

/** What a measurement came to; null where what it needs has not arrived. */
async function measure(
  core: SessionCore,
  run: LiveRun,
  model: FrozenModel,
  name: SlowPicture,
  control: MeasurementControl,
): Promise<SessionEvent | null> {
  const { now } = core;
  const { between } = control;
  const { experiment, vae, parameters, coarse, step } = model;
  const { exactPosterior: posterior, truthPoint: truth } = core.probes;
  const { runId } = run;
  switch (name) {
    case "exactPosterior": {
      const image = posterior && imageIfReady(core, posterior.source);
      if (posterior === null || image === null || coarse === null) return null;
      const [started, seen, dim] = [now(), seenOf(experiment, image), experiment.latent.dim as 1 | 2];
      const found = await evidence({ vae, coarse, seen, dim, seed: experiment.seed, resolution: SHAPE_RESOLUTION, between });
      return { kind: "exactPosterior", runId, step, exactPosterior: exactPosteriorOf(found, posterior, (now() - started) / 1000) };
    }
    case "truthPoint": {
      const test = splitIfReady(core, "test");
      if (truth === null || test === null) return null;
      const request = { settings: truth, step, experiment, vae, parameters, coarse, test, seed: EVALUATION_SEED, now, between };
      return { kind: "truthPoint", runId, truthPoint: await truthPoint(request) };
    }
    default:
      throw new Error(`unknown picture ${name satisfies never}`);
  }
}

export function createSlowPictures(core: SessionCore, measurements: Measurements, models: FrozenModels): SlowPictures {
  const cadences: Record<SlowPicture, ProbeCadence> = {
    exactPosterior: probeCadence(SHARES.exactPosterior),
    truthPoint: probeCadence(SHARES.truthPoint),
  };

  const controlOf = (name: SlowPicture, control: MeasurementControl): MeasurementControl =>
    name === "truthPoint" ? { ...control, between: () => afterThePosterior(measurements, core, control) } : control;

  const begin = async (name: SlowPicture) => {
    const run = core.run;
    if (run === null || run.diverged || core.probes[name] === null) return;
    if (name === "truthPoint" && run.state.step < FIRST_TRUTH_STEP) return;
    const started = core.now();
    let model: FrozenModel | null = null;
    try {
      const frozen = models.take(run);
      model = frozen;
      const event = await measurements.begin(name, (control) => measure(core, run, frozen, name, controlOf(name, control)), SLICES[name]);
      cadences[name].ran(started, core.now());
      if (event !== null && core.run === run) core.emit(event);
    } catch (error) {
      cadences[name].ran(started, core.now());
      if (!(error instanceof MeasurementStopped)) notify(core, "error", error instanceof Error ? error.message : String(error));
    } finally {
      model?.release();
    }
  };

  return {
    beginDue() {
      for (const name of SLOW_PICTURES) if (cadences[name].isDue(core.now()) && !measurements.isUnderWay(name)) void begin(name);
    },
    async beginAgain(only) {
      for (const name of SLOW_PICTURES) {
        if (only !== undefined && !only.includes(name)) continue;
        await measurements.stop(name);
        if (!measurements.isUnderWay(name)) void begin(name);
      }
    },
  };
}
