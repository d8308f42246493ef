import { ticks } from "d3";
import { normalCdf, normalQuantile } from "../numeric/normal";
import { latentName } from "./numberFormat";

/** How z maps to the side of the latent square. */
export type LatentSquareScale = "quantile" | "linear";

/** The linear scale shows z from −LINEAR_LIMIT to LINEAR_LIMIT; beyond it the quantile scale has less than 0.2 % of its length. */
export const LINEAR_LIMIT = 3;

/** Positions nearer to an end than this have no useful z under the quantile scale: Φ⁻¹ runs to ±∞. */
const QUANTILE_MARGIN = 0.001;

export interface LatentSquareTick {
  z: number;
  /** Position along the side, 0 … 1. */
  unit: number;
  /** Text of a labelled tick, null for one between them. */
  label: string | null;
}

/** One map between a latent coordinate and a side of the square (0 at the left or the bottom, 1 at the right or the top). */
export interface LatentSquareTransform {
  scale: LatentSquareScale;
  /** Outside [0, 1] where the linear scale does not reach. */
  toUnit(z: number): number;
  /** Finite for every position; positions outside the square count as its edge. */
  toZ(unit: number): number;
  ticks: LatentSquareTick[];
}

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

function axisTicks(limit: number, toUnit: (z: number) => number): LatentSquareTick[] {
  return ticks(-limit, limit, 4 * limit).map((z) => ({
    z,
    unit: toUnit(z),
    label: Number.isInteger(z) ? String(z).replace("-", "−") : null,
  }));
}

/** `quantile`: u = Φ(z), so that equal areas hold equal mass of the prior. `linear`: z from −3 to 3. */
export function latentSquareTransform(scale: LatentSquareScale): LatentSquareTransform {
  switch (scale) {
    case "quantile":
      return {
        scale,
        toUnit: normalCdf,
        toZ: (unit) => normalQuantile(clamp(unit, QUANTILE_MARGIN, 1 - QUANTILE_MARGIN)),
        ticks: axisTicks(2, normalCdf),
      };
    case "linear": {
      const toUnit = (z: number): number => (z + LINEAR_LIMIT) / (2 * LINEAR_LIMIT);
      return { scale, toUnit, toZ: (unit) => (clamp(unit, 0, 1) * 2 - 1) * LINEAR_LIMIT, ticks: axisTicks(LINEAR_LIMIT, toUnit) };
    }
    default:
      throw new Error(`unknown scale ${scale satisfies never}`);
  }
}

/** What each side of the square is called: "z₁, spaced by quantiles of N(0, 1)". */
export function axisTitle(dimension: number, scale: LatentSquareScale, variable: "z" | "u" = "z"): string {
  const name = latentName(dimension, variable);
  return scale === "quantile" ? `${name}, spaced by quantiles of N(0, 1)` : name;
}
