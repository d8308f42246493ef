import { formatNats, latentName } from "../charts/numberFormat";
import type { LatentView } from "./latentView";

/** "0.31, −1.20": z of the dimensions shown. */
export function shownCoordinates(z: ArrayLike<number>, { across, up }: LatentView): string {
  return up === null ? formatNats(z[across], 2) : `${formatNats(z[across], 2)}, ${formatNats(z[up], 2)}`;
}

/** "z₁ 0.31, z₂ −1.20" */
export function describePoint(z: ArrayLike<number>, { across, up }: LatentView): string {
  const word = (dimension: number): string => `${latentName(dimension)} ${formatNats(z[dimension], 2)}`;
  return up === null ? word(across) : `${word(across)}, ${word(up)}`;
}

type Layers = { latentGrid: boolean; testImages: boolean; posterior?: boolean };

/** A sheet of draws has no axes, so that the layers asked for that need them are left out. */
function describeSheet({ testImages, posterior }: Layers): string {
  const left = [...(testImages ? ["test images"] : []), ...(posterior ? ["q(z|x)"] : [])].join(" and ");
  return `Independent draws z ~ N(0, I), decoded: where each stands has no meaning${left === "" ? "" : `, so ${left} cannot be drawn`}.`;
}

/** What the picture is beyond its axes, as a sentence for the caption; empty where the axes say all. */
export function describeSlice({ dim, pin, sheet, up }: LatentView, layers: Layers): string {
  if (sheet) return describeSheet(layers);
  if (up === null)
    return `One latent dimension: only the horizontal position is z. ${layers.testImages ? "Test images are sorted by digit." : ""}`.trim();
  if (dim === 2) return "";
  const others = dim === 3 ? "the third dimension" : `the other ${dim - 2} dimensions`;
  const grid = layers.latentGrid ? `The grid is a slice: ${others} at ${pin === null ? "0" : "the pin"}. ` : "";
  return `${grid}${layers.testImages ? "The images are a projection." : ""}`.trim();
}
