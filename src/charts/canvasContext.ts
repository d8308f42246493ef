/**
 * The canvas's 2D context, painted by the processor. A canvas on the graphics device shares it with the training there, and where
 * a program stands in for the device, the page's thread waits for it: seconds, for a thousand small pictures.
 */
export function canvasContext(canvas: HTMLCanvasElement): CanvasRenderingContext2D | null {
  return canvas.getContext("2d", { willReadFrequently: true });
}
