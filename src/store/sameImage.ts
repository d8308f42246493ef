import type { ImageSource } from "../worker/protocol";

/** Whether both are the same image. */
export function isSameImage(a: ImageSource, b: ImageSource): boolean {
  if (a.kind === "drawn") return b.kind === "drawn" && a.pixels.every((level, i) => level === b.pixels[i]);
  return b.kind === "dataset" && a.split === b.split && a.index === b.index;
}
