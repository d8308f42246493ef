import type { PosteriorKind, PosteriorSpec } from "../../experiment/posteriors";
import { coupling } from "./coupling";
import type { PosteriorFamily } from "./family";
import { fullCovariance } from "./fullCovariance";
import { iaf } from "./iaf";
import { meanField } from "./meanField";
import { mixture } from "./mixture";
import { planar } from "./planar";

const FAMILIES: { [K in PosteriorKind]: PosteriorFamily<Extract<PosteriorSpec, { kind: K }>> } = {
  meanField,
  fullCovariance,
  planar,
  iaf,
  coupling,
  mixture,
};

/** The code of a family. */
export function familyOf(spec: PosteriorSpec): PosteriorFamily<PosteriorSpec> {
  return FAMILIES[spec.kind] as PosteriorFamily<PosteriorSpec>;
}
