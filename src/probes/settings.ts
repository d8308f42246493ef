import type { EncodingsSettings } from "./encodings";
import type { ExactPosteriorSettings } from "./exactPosterior";
import type { LatentGridSettings } from "./latentGrid";
import type { OneImageSettings } from "./oneImage";
import type { TruthPointSettings } from "./truthPoint";

/** What the pictures on screen need. A probe that is null is not computed. */
export interface ProbeSettings {
  latentGrid: LatentGridSettings | null;
  encodings: EncodingsSettings | null;
  oneImage: OneImageSettings | null;
  exactPosterior: ExactPosteriorSettings | null;
  truthPoint: TruthPointSettings | null;
}
