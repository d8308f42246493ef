import type { Experiment } from "../experiment/experiment";
import type { ImageSource, KnownImage } from "../probes/oneImage";
import { seenPixels } from "../probes/seenPixels";
import type { SessionCore } from "./sessionCore";

/** The image if it has arrived, else null. */
export function imageIfReady(core: SessionCore, source: ImageSource): KnownImage | null {
  if (source.kind === "drawn") {
    return { split: "drawn", bytes: Uint8Array.from(source.pixels, (value) => Math.round(value * 255)), index: 0, label: null };
  }
  const { split, index } = source;
  if (core.labels === null || !core.source.isReady(split, index)) return null;
  return { split, bytes: core.source.pixels(split), index, label: core.labels[split][index] };
}

/** What the encoder sees of it in every picture, [784]. */
export function seenOf(experiment: Experiment, { split, bytes, index }: KnownImage): Float32Array {
  return seenPixels(experiment, split, bytes, [index]);
}
