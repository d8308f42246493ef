import type { Locator } from "playwright-core";

/** What a canvas shows, as numbers. */

/** The grey levels of a 28 × 28 digit, [784] in [0, 1]: where each pixel lies between the theme's paper and ink. */
export function digitLevels(canvas: Locator): Promise<number[]> {
  return canvas.evaluate((element) => {
    const pixels = (element as HTMLCanvasElement).getContext("2d")?.getImageData(0, 0, 28, 28).data;
    if (pixels === undefined) throw new Error("the canvas has no picture");
    const probe = document.createElement("canvas").getContext("2d");
    const style = getComputedStyle(document.documentElement);
    const green = (variable: string) => {
      if (probe === null) throw new Error("no canvas to read a colour with");
      probe.fillStyle = style.getPropertyValue(variable).trim();
      probe.fillRect(0, 0, 1, 1);
      return probe.getImageData(0, 0, 1, 1).data[1];
    };
    const [paper, ink] = [green("--digit-paper"), green("--digit-ink")];
    return Array.from({ length: 784 }, (_, i) => (pixels[4 * i + 1] - paper) / (ink - paper));
  });
}
