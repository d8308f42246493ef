import { latentName } from "../../charts/numberFormat";
import { useLatentView } from "../latentView";
import type { ShownModel } from "./useWorksheetModel";

/** A latent that has a column: its place in a row's z, and its name. */
export interface ShownCode {
  latent: number;
  name: string;
}

/** The latents on the axes of the square, which rows are points of: of z, or with a hierarchical prior of u. */
export function useShownCodes({ latents }: ShownModel): ShownCode[] {
  const { across, up, dim, variable } = useLatentView();
  return (up === null ? [across] : [across, up]).map((axis) => ({ latent: latents - dim + axis, name: latentName(axis, variable) }));
}
