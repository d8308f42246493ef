import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * The files that take longest, the longest first. Where nothing has been run before, Vitest goes by the size of a file, which says
 * little: the presets, which train for minutes, would come last, one of them alone beside an idle core.
 */
const LONGEST = [
  "presets/inference",
  "presets/collapse",
  "presets/dimensions",
  "worker/everyModel",
  "presets/convolutions",
  "worker/gradientSignal",
  "training/fileMutations",
  "probes/gradientSignal",
  "worker/extremes",
  "probes/diagnostics/gap",
  "worker/longRun",
];

/** The longest files first, then the others as Vitest has them. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const place = LONGEST.findIndex((name) => moduleId.includes(`/tests/${name}.`));
      return place < 0 ? LONGEST.length : place;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}
