import { dispose } from "@tensorflow/tfjs-core";
import { type ProbeCadence, probeCadence } from "../probes/cadence";
import { encodings } from "../probes/encodings";
import { latentGrid } from "../probes/latentGrid";
import { oneImage } from "../probes/oneImage";
import type { ProbeSettings } from "../probes/settings";
import type { LiveRun } from "../training/liveRun";
import { holdParameters, vaeOf } from "../training/runState";
import { makeVae } from "../vae/vae";
import { imageIfReady } from "./knownImage";
import type { SessionEvent } from "./protocol";
import { type SessionCore, splitIfReady } from "./sessionCore";
import type { SlowPictures } from "./slowPictures";

/** The share of the time that all quick pictures together may take while training. */
const SHARE = 0.2;

/** The pictures that are made at once; the others are measured beside training. */
const QUICK_PICTURES = ["latentGrid", "encodings", "oneImage"] as const satisfies readonly (keyof ProbeSettings)[];
type QuickPicture = (typeof QUICK_PICTURES)[number];

/** Every picture that can be asked for. */
export type PictureName = keyof ProbeSettings;

/** Keeps the pictures on screen up to date. */
export interface Pictures {
  /** Those whose turn it is, while training. */
  runDue(): Promise<void>;
  /** All of them now: after a pause, a step, a new run or new settings. */
  runAll(only?: readonly PictureName[]): Promise<void>;
}

async function compute(core: SessionCore, run: LiveRun, name: QuickPicture): Promise<SessionEvent | null> {
  const { runId, experiment, state } = run;
  const { latentGrid: grid, encodings: points, oneImage: image } = core.probes;
  const head = { runId, step: state.step };
  switch (name) {
    case "latentGrid": {
      if (grid === null) return null;
      const value = await latentGrid(vaeOf(experiment, state), grid, experiment);
      return { kind: "latentGrid", ...head, latentGrid: value };
    }
    case "encodings": {
      const test = splitIfReady(core, "test");
      if (points === null || test === null) return null;
      return { kind: "encodings", ...head, encodings: await encodings(vaeOf(experiment, state), points, experiment, test) };
    }
    case "oneImage": {
      const known = image === null ? null : imageIfReady(core, image.source);
      if (image === null || known === null) return null;
      const { parameters, held } = holdParameters(state);
      try {
        return { kind: "oneImage", ...head, oneImage: await oneImage(makeVae(experiment, parameters), image, experiment, known) };
      } finally {
        dispose(held);
      }
    }
    default:
      throw new Error(`unknown probe ${name satisfies never}`);
  }
}

export function createPictures(core: SessionCore, slow: SlowPictures): Pictures {
  const cadences: Record<QuickPicture, ProbeCadence> = {
    latentGrid: probeCadence(SHARE / 3),
    encodings: probeCadence(SHARE / 3),
    oneImage: probeCadence(SHARE / 3),
  };

  const runOne = async (name: QuickPicture) => {
    const run = core.run;
    if (run === null) return;
    const started = core.now();
    const event = await compute(core, run, name);
    cadences[name].ran(started, core.now());
    if (event !== null && core.run === run) core.emit(event);
  };

  return {
    async runDue() {
      for (const name of QUICK_PICTURES) if (cadences[name].isDue(core.now())) await runOne(name);
      slow.beginDue();
    },
    async runAll(only) {
      for (const name of QUICK_PICTURES) if (only === undefined || only.includes(name)) await runOne(name);
      await slow.beginAgain(only);
    },
  };
}
