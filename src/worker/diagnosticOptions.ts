import { IMAGE_PIXELS, SPLIT_IMAGES } from "../data/manifest";
import type { Diagnostic } from "../probes/diagnostics/context";
import type { ImageSource } from "../probes/oneImage";
import { checkCount, checkOptions, checkPixels, checkSeed, checkSplit } from "./callChecks";
import type { DiagnosticName, DiagnosticOptions } from "./protocol";

/** The image of a report that is told none: the one that the page begins with. */
const DEFAULT_SOURCE: ImageSource = { kind: "dataset", split: "test", index: 7 };

/** @throws Error unless an image of the data, or the pixels of one. */
export function checkSource(source: ImageSource): void {
  if (typeof source !== "object" || source === null || (source.kind !== "dataset" && source.kind !== "drawn")) {
    throw new Error('source was not an image; allowed: { kind: "dataset", split, index } or { kind: "drawn", pixels }');
  }
  if (source.kind === "dataset") {
    checkSplit(source.split);
    checkCount("source.index", source.index, 0, SPLIT_IMAGES[source.split] - 1);
  } else if (checkPixels(source.pixels) !== 1) {
    throw new Error(`source.pixels has ${source.pixels.length} values; allowed: those of one image, ${IMAGE_PIXELS}`);
  }
}

/** The options with their defaults. @throws Error for one that the diagnostic does not take, or that is out of range. */
export function completeOptions(
  { source: takesSource, count: takesCount }: Diagnostic<DiagnosticName>["takes"],
  options: DiagnosticOptions,
): Required<DiagnosticOptions> {
  checkOptions(options, ["seed", ...(takesSource ? ["source"] : []), ...(takesCount ? ["count"] : [])]);
  const { source = DEFAULT_SOURCE, count = takesCount?.default ?? 1, seed = 0 } = options;
  checkSource(source);
  checkSeed(seed);
  if (takesCount !== undefined) checkCount("count", count, 1, takesCount.most);
  return { source, count, seed };
}
