import type { PosteriorKind, PosteriorSpec } from "../../experiment/posteriors";
import type { PosteriorFamily } from "./family";
import { meanField } from "./meanField";

const FAMILIES = { meanField } as unknown as { [K in PosteriorKind]: PosteriorFamily<Extract<PosteriorSpec, { kind: K }>> };

/** The code of a family. */
export function familyOf(spec: PosteriorSpec): PosteriorFamily<PosteriorSpec> {
  return FAMILIES[spec.kind] as PosteriorFamily<PosteriorSpec>;
}
