import { formatCount } from "../../charts/numberFormat";
import type { ImageSource } from "../../worker/protocol";

/** "test image 7": an image as the page calls it. */
export function nameImage(source: ImageSource): string {
  if (source.kind === "drawn") return "the drawn digit";
  return `${source.split === "test" ? "test" : "training"} image ${formatCount(source.index)}`;
}

/** "test image 7, a 4": with its label where it has one. */
export function describeImage(source: ImageSource, label: number | null): string {
  return label === null ? nameImage(source) : `${nameImage(source)}, ${label === 8 ? "an" : "a"} ${label}`;
}
