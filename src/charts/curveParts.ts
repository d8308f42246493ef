import type { HistoryPoint } from "../worker/protocol";
import { latentName } from "./numberFormat";

/** What the KL of a point is known by: latent dimensions, layers of a hierarchical prior, or nothing but the total. */
export type KlPartKind = "dimension" | "layer" | "total";

/** The KL of a point in parts that sum to it, in nats. */
export interface KlParts {
  kind: KlPartKind;
  values: readonly number[];
}

/** The KL of a point in the finest parts that it has. */
export function klPartsOf({ klPerDimension, klPerLayer, kl }: HistoryPoint): KlParts {
  if (klPerDimension) return { kind: "dimension", values: klPerDimension };
  if (klPerLayer) return { kind: "layer", values: klPerLayer };
  return { kind: "total", values: [kl] };
}

/** Whether a point tells more of its KL than the total. */
export function hasKlParts(point: HistoryPoint | undefined): boolean {
  return point !== undefined && klPartsOf(point).kind !== "total";
}

const LAYERS = ["layer z", "layer u"];

/** What one part is called: "z₁"; with full covariance, after the `latentDim` marginals, what the dimensions share; "layer u". */
export function klPartName(kind: KlPartKind, index: number, latentDim: number): string {
  switch (kind) {
    case "dimension":
      return index < latentDim ? latentName(index) : "shared";
    case "layer":
      return LAYERS[index] ?? `layer ${index + 1}`;
    case "total":
      return "KL";
    default:
      throw new Error(`unknown parts ${kind satisfies never}`);
  }
}

/** How the KL of a point was had: only the closed form gives it by dimension. */
export function klKindOf({ klPerDimension }: HistoryPoint): "analytic" | "Monte Carlo" {
  return klPerDimension ? "analytic" : "Monte Carlo";
}
