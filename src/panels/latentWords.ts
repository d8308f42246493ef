import { sharesHeld } from "../charts/gaussianContours";
import { formatCount, formatNats, latentName } from "../charts/numberFormat";
import type { PosteriorShape } from "../worker/protocol";
import type { LatentView } from "./latentView";

/** "0.31, −1.20": z of the dimensions shown. */
export function shownCoordinates(z: ArrayLike<number>, { across, up }: LatentView): string {
  return up === null ? formatNats(z[across], 2) : `${formatNats(z[across], 2)}, ${formatNats(z[up], 2)}`;
}

/** "z₁ 0.31, z₂ −1.20" */
export function describePoint(z: ArrayLike<number>, { across, up, variable }: LatentView): string {
  const word = (dimension: number): string => `${latentName(dimension, variable)} ${formatNats(z[dimension], 2)}`;
  return up === null ? word(across) : `${word(across)}, ${word(up)}`;
}

type Layers = { latentGrid: boolean; testImages: boolean; posterior?: boolean };

/** A sheet of draws has no axes, so that the layers asked for that need them are left out. */
function describeSheet({ testImages, posterior }: Layers, variable: "z" | "u"): string {
  const prior = variable === "z" ? "z ~ N(0, I)" : "u ~ N(0, I), z ~ p(z|u)";
  const left = [...(testImages ? ["test images"] : []), ...(posterior ? ["q(z|x)"] : [])].join(" and ");
  return `Independent draws ${prior}, decoded: where each stands has no meaning${left === "" ? "" : `, so ${left} cannot be drawn`}.`;
}

/** What the picture is beyond its axes, as a sentence for the caption; empty where the axes say all. */
export function describeSlice({ dim, pin, sheet, up, variable }: LatentView, layers: Layers): string {
  if (sheet) return describeSheet(layers, variable);
  if (up === null)
    return `One latent dimension: only the horizontal position is ${variable}. ${layers.testImages ? "Test images are sorted by digit." : ""}`.trim();
  if (dim === 2) return "";
  const others = dim === 3 ? "the third dimension" : `the other ${dim - 2} dimensions`;
  const grid = layers.latentGrid ? `The grid is a slice: ${others} at ${pin === null ? "0" : "the pin"}. ` : "";
  return `${grid}${layers.testImages ? "The images are a projection." : ""}`.trim();
}

/** How to read q's contours: what they hold, and, where they are estimated, from how many draws. */
export function describeContours(shape: PosteriorShape): string {
  const what = shape.axes.length === 1 ? "lines bound" : "contours hold";
  return `${what} ${sharesHeld(shape)} of q${shape.draws === null ? "" : ` (from ${formatCount(shape.draws)} draws)`}`;
}
