import { useMemo } from "react";
import { type PlacedEncodings, placeEncodings } from "../charts/encodingsPlacement";
import { type LatentSquareTransform, latentSquareTransform } from "../charts/latentSquareTransform";
import { squareDimensions, squareVariable } from "../experiment/latentSquare";
import { useAppState } from "./app";

/** What the latent square looks at, made consistent with the model in hand. */
export interface LatentView {
  /** Dimensions of the variables that the square shows. */
  dim: number;
  /** What they are called: z, or u with a hierarchical prior. */
  variable: "z" | "u";
  across: number;
  /** Null with one latent dimension: the height of the square then has no meaning. */
  up: number | null;
  transform: LatentSquareTransform;
  /** The pinned point, [dim], or null. */
  pin: number[] | null;
  /** The square is a sheet of independent draws from the prior: positions have no meaning. */
  sheet: boolean;
}

/** The two dimensions to show: those asked for, where the model has them, and never the same twice. */
export function shownAxes(axes: readonly [number, number], dim: number): { across: number; up: number | null } {
  const across = Math.min(axes[0], dim - 1);
  if (dim === 1) return { across, up: null };
  const up = Math.min(axes[1], dim - 1);
  return { across, up: up === across ? (across + 1) % dim : up };
}

/** As much of z as a link carries. */
const rounded = (z: number): number => Math.round(z * 1000) / 1000;

export function roundedPoint(z: ArrayLike<number>): number[] {
  return Array.from(z, rounded);
}

/** z of a point of the square: the given dimensions from its position, the others from the pin (0 without one). */
export function pointOnSquare(view: LatentView, horizontal: number, vertical: number): number[] {
  const z = view.pin === null ? new Array<number>(view.dim).fill(0) : [...view.pin];
  z[view.across] = rounded(view.transform.toZ(horizontal));
  if (view.up !== null) z[view.up] = rounded(view.transform.toZ(vertical));
  return z;
}

export function useLatentView(): LatentView {
  const dim = useAppState((state) => squareDimensions(state.experiment.latent));
  const variable = useAppState((state) => squareVariable(state.experiment.latent));
  const axes = useAppState((state) => state.view.axes);
  const scale = useAppState((state) => state.view.scale);
  const pin = useAppState((state) => state.view.pin);
  const sheet = useAppState((state) => state.view.gridSource === "prior" && state.view.layers.latentGrid);
  return useMemo(
    () => ({
      dim,
      variable,
      ...shownAxes(axes, dim),
      transform: latentSquareTransform(scale),
      pin: pin?.length === dim ? pin : null,
      sheet,
    }),
    [dim, variable, axes, scale, pin, sheet],
  );
}

/** The test images where they stand on the square; null before they have been encoded. */
export function usePlacedEncodings({ dim, across, up, transform }: LatentView): PlacedEncodings | null {
  const encodings = useAppState((state) => state.encodings?.value ?? null);
  return useMemo(
    () => (encodings === null || encodings.dim !== dim ? null : placeEncodings(encodings, [across, up ?? across], transform)),
    [encodings, dim, across, up, transform],
  );
}
