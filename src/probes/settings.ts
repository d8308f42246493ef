import type { EncodingsSettings } from "./encodings";
import type { LatentGridSettings } from "./latentGrid";
import type { OneImageSettings } from "./oneImage";

/** What the pictures on screen need. A probe that is null is not computed. */
export interface ProbeSettings {
  latentGrid: LatentGridSettings | null;
  encodings: EncodingsSettings | null;
  oneImage: OneImageSettings | null;
}
