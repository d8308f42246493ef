import { SHARD_IMAGES } from "../data/manifest";
import type { MnistSource } from "../data/mnistSource";
import type { Split } from "../data/split";
import type { EngineReport } from "../engine/report";
import type { ProbeSettings } from "../probes/settings";
import type { SplitData } from "../training/evaluation";
import type { LiveRun, StoredRun } from "../training/liveRun";
import type { TrainingJob } from "../training/trainer";
import type { NoticeLevel, SessionEvent } from "./protocol";

/** What the parts of a session share. One object per session; nothing of it at module level. */
export interface SessionCore {
  readonly emit: (event: SessionEvent) => void;
  readonly now: () => number;
  /** A macrotask, so that messages get in. */
  readonly pause: () => Promise<void>;
  readonly source: MnistSource;
  /** Both label files, once they are here. */
  labels: Record<Split, Uint8Array> | null;
  engine: EngineReport | null;
  run: LiveRun | null;
  /** The run that was replaced, and that undo brings back. */
  previous: StoredRun | null;
  job: TrainingJob | null;
  probes: ProbeSettings;
  /** Operations a second of the last training on this engine, as `stepCost` counts them; null before the first. */
  rate: number | null;
  runsOpened: number;
  /** What the names of this session's runs begin with. */
  readonly runPrefix: string;
  /** Another page has taken the run over. */
  lostRun(runId: string): void;
}

/** The core of a session with neither engine nor run. */
export function createCore(
  { emit, now, pause }: Pick<SessionCore, "emit" | "now" | "pause">,
  source: MnistSource,
  runPrefix: string,
  lostRun: SessionCore["lostRun"],
): SessionCore {
  return {
    emit,
    now,
    pause,
    source,
    labels: null,
    engine: null,
    run: null,
    previous: null,
    job: null,
    probes: { latentGrid: null, encodings: null, oneImage: null, exactPosterior: null, truthPoint: null },
    rate: null,
    runsOpened: 0,
    runPrefix,
    lostRun,
  };
}

export function notify(core: SessionCore, level: NoticeLevel, text: string): void {
  core.emit({ kind: "notice", level, text });
}

/** The run in hand. @throws Error before `open`. */
export function runInHand(core: SessionCore): LiveRun {
  if (core.run === null) throw new Error("the model is not built yet; wait for playground.ready");
  return core.run;
}

/** A split if all of it has arrived, else null. */
export function splitIfReady(core: SessionCore, split: Split): SplitData | null {
  if (core.labels === null) return null;
  const labels = core.labels[split];
  for (let image = 0; image < labels.length; image += SHARD_IMAGES[split]) if (!core.source.isReady(split, image)) return null;
  return { bytes: core.source.pixels(split), labels };
}

/** A split once the first `count` of its images (default: all) have arrived. */
export async function splitWhenReady(core: SessionCore, split: Split, count?: number): Promise<SplitData> {
  const labels = await core.source.labels(split);
  await core.source.require(split, count ?? labels.length);
  return { bytes: core.source.pixels(split), labels };
}
