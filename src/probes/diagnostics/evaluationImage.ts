import { IMAGE_PIXELS } from "../../data/manifest";
import type { Experiment } from "../../experiment/experiment";
import { binarizeInto } from "../../numeric/binarization";
import { evaluationDraw, type SplitData } from "../../training/evaluation";

/** What an evaluation of this seed shows of a test image, [784]. */
export function evaluationImage(experiment: Experiment, test: SplitData, index: number, seed: number): Float32Array {
  const seen = new Float32Array(IMAGE_PIXELS);
  binarizeInto(seen, test.bytes, [index], evaluationDraw(experiment, "test", seed));
  return seen;
}
