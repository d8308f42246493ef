import { dispose } from "@tensorflow/tfjs-core";
import { type ProbeCadence, probeCadence } from "../probes/cadence";
import { encodings } from "../probes/encodings";
import { latentGrid } from "../probes/latentGrid";
import { type KnownImage, type OneImageSettings, oneImage } from "../probes/oneImage";
import type { ProbeSettings } from "../probes/settings";
import type { LiveRun } from "../training/liveRun";
import { holdParameters, vaeOf } from "../training/runState";
import { makeVae } from "../vae/vae";
import type { SessionEvent } from "./protocol";
import { type SessionCore, splitIfReady } from "./sessionCore";

/** The share of the time that all pictures together may take while training. */
const SHARE = 0.2;

type ProbeName = keyof ProbeSettings;
const PROBE_NAMES: readonly ProbeName[] = ["latentGrid", "encodings", "oneImage"];

/** Keeps the pictures on screen up to date. */
export interface Pictures {
  /** Those whose turn it is, while training. */
  runDue(): Promise<void>;
  /** All of them now: after a pause, a step, a new run or new settings. */
  runAll(only?: readonly ProbeName[]): Promise<void>;
}

/** The image if it has arrived, else null. */
function imageIfReady(core: SessionCore, { source }: OneImageSettings): KnownImage | null {
  if (source.kind === "drawn") {
    return { split: "drawn", bytes: Uint8Array.from(source.pixels, (value) => Math.round(value * 255)), index: 0, label: null };
  }
  const { split, index } = source;
  if (core.labels === null || !core.source.isReady(split, index)) return null;
  return { split, bytes: core.source.pixels(split), index, label: core.labels[split][index] };
}

async function compute(core: SessionCore, run: LiveRun, name: ProbeName): Promise<SessionEvent | null> {
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
      const known = image === null ? null : imageIfReady(core, image);
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

export function createPictures(core: SessionCore): Pictures {
  const cadences: Record<ProbeName, ProbeCadence> = {
    latentGrid: probeCadence(SHARE / 3),
    encodings: probeCadence(SHARE / 3),
    oneImage: probeCadence(SHARE / 3),
  };

  const runOne = async (name: ProbeName) => {
    const run = core.run;
    if (run === null) return;
    const started = core.now();
    const event = await compute(core, run, name);
    cadences[name].ran(started, core.now());
    if (event !== null && core.run === run) core.emit(event);
  };

  return {
    async runDue() {
      for (const name of PROBE_NAMES) if (cadences[name].isDue(core.now())) await runOne(name);
    },
    async runAll(only = PROBE_NAMES) {
      for (const name of only) await runOne(name);
    },
  };
}
