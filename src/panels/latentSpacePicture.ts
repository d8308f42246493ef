import type { DigitColors } from "../charts/digitImageColors";
import { encodingColor, encodingsPainter } from "../charts/encodingsDrawing";
import { type PlacedEncodings, placeEncodings } from "../charts/encodingsPlacement";
import { AXIS_MARGIN } from "../charts/LatentSquareAxes";
import { paintLatentGrid } from "../charts/latentGridDrawing";
import { axisTitle } from "../charts/latentSquareTransform";
import { formatCount } from "../charts/numberFormat";
import { posteriorPaths } from "../charts/posteriorContours";
import { isSameImage } from "../store/sameImage";
import type { AppState } from "../store/state";
import type { ExactPosterior } from "../worker/protocol";
import { rowsOnSquare } from "./LatentGridLayer";
import { shownPosterior } from "./LatentPosteriorLayer";
import type { LatentView } from "./latentView";
import { describeContours, describeSlice } from "./latentWords";

/** Side of the square in the saved picture, in units; two pixels to the unit. */
const SIDE = 560;
const DENSITY = 2;
const HEADER = 30;
const FOOTER = 40;
/** Opacity of the grid under the test images, as on the page. */
const UNDER_IMAGES = 0.72;
const FONT = '"Inter Variable", Inter, system-ui, sans-serif';

type Context = CanvasRenderingContext2D;

/** The square as it is on screen, with its axes and legend, on a canvas of its own. */
export function latentSpacePicture(state: AppState, view: LatentView, colors: DigitColors): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = (AXIS_MARGIN.left + SIDE + 20) * DENSITY;
  canvas.height = (HEADER + SIDE + AXIS_MARGIN.bottom + FOOTER) * DENSITY;
  const context = canvas.getContext("2d");
  if (context === null) return canvas;
  context.scale(DENSITY, DENSITY);
  context.fillStyle = colors.paper;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.translate(AXIS_MARGIN.left, HEADER);
  const images = state.view.layers.testImages && !view.sheet && state.encodings !== null ? state.encodings.value : null;
  const placed = images && placeEncodings(images, [view.across, view.up ?? view.across], view.transform);
  drawLayers(context, state, view, colors, placed);
  if (!view.sheet) drawAxes(context, view, colors);
  drawWords(context, state, view, colors, placed);
  return canvas;
}

function drawLayers(context: Context, state: AppState, view: LatentView, colors: DigitColors, placed: PlacedEncodings | null): void {
  const { layers } = state.view;
  const grid = layers.latentGrid ? state.latentGrid?.value : undefined;
  context.save();
  context.beginPath();
  context.rect(0, 0, SIDE, SIDE);
  context.clip();
  context.globalAlpha = placed === null || view.up === null ? 1 : UNDER_IMAGES;
  if (grid)
    paintLatentGrid(
      { pixels: grid.pixels, side: grid.settings.side, rows: rowsOnSquare(grid.settings.side, view, placed !== null) },
      colors,
    )(context, SIDE);
  context.globalAlpha = 1;
  if (placed) encodingsPainter(colors)(placed)(context, SIDE);
  const exact = shownExact(state, view);
  if (exact?.shape) drawContours(context, posteriorPaths(exact.shape, view.transform, SIDE), colors.truth, colors);
  const image = layers.posterior && !view.sheet ? state.oneImage?.value : undefined;
  const shown = image && shownPosterior(image, view);
  if (shown) drawContours(context, posteriorPaths(shown.shape, view.transform, SIDE), colors.accent, colors);
  context.restore();
  context.strokeStyle = colors.line;
  context.lineWidth = 1;
  context.strokeRect(0, 0, SIDE, SIDE);
}

function drawContours(context: Context, contours: readonly string[], color: string, { paper }: DigitColors): void {
  for (const [i, contour] of contours.entries()) {
    const path = new Path2D(contour);
    context.strokeStyle = paper;
    context.lineWidth = 5;
    context.stroke(path);
    context.strokeStyle = color;
    context.lineWidth = i === 0 ? 2 : 1.25;
    context.stroke(path);
  }
}

/** The exact posterior of the selected image where its layer is on. */
function shownExact({ view, exactPosterior }: AppState, { sheet }: LatentView): ExactPosterior | null {
  if (!view.layers.exact || sheet || exactPosterior === null) return null;
  return isSameImage(exactPosterior.value.settings.source, view.selected) ? exactPosterior.value : null;
}

function drawAxes(context: Context, { transform, across, up, variable }: LatentView, colors: DigitColors): void {
  context.font = `11px ${FONT}`;
  context.fillStyle = colors.text;
  const middle = (text: string, x: number, y: number): void => {
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(text, x, y);
  };
  for (const { unit, label } of transform.ticks) {
    const length = label === null ? 3 : 5;
    context.fillRect(unit * SIDE - 0.5, SIDE, 1, length);
    if (up !== null) context.fillRect(-length, (1 - unit) * SIDE - 0.5, length, 1);
    middle(label ?? "", unit * SIDE, SIDE + 13);
    if (up !== null) middle(label ?? "", -14, (1 - unit) * SIDE);
  }
  middle(axisTitle(across, transform.scale, variable), SIDE / 2, SIDE + 28);
  if (up === null) return;
  context.save();
  context.translate(-31, SIDE / 2);
  context.rotate(-Math.PI / 2);
  middle(axisTitle(up, transform.scale, variable), 0, 0);
  context.restore();
}

function drawWords(context: Context, state: AppState, view: LatentView, colors: DigitColors, placed: PlacedEncodings | null): void {
  const { latentGrid, encodings, view: asked } = state;
  const step = latentGrid?.step ?? encodings?.step;
  context.textAlign = "left";
  context.textBaseline = "alphabetic";
  context.fillStyle = colors.ink;
  context.font = `600 13px ${FONT}`;
  context.fillText("Latent space", 0, -10);
  context.font = `11px ${FONT}`;
  context.fillStyle = colors.text;
  context.fillText(step === undefined ? "" : `step ${formatCount(step)}`, 92, -10);
  const image = asked.layers.posterior && !view.sheet ? state.oneImage?.value : undefined;
  const shown = image && shownPosterior(image, view);
  const q = shown ? `q(${view.variable}|x): ${describeContours(shown.shape)}. ` : "";
  const exact = shownExact(state, view) === null ? "" : "p(z|x) likewise. ";
  context.fillText(`${q}${exact}${describeSlice(view, asked.layers)}`, placed === null ? 0 : 130, SIDE + AXIS_MARGIN.bottom + 20);
  if (placed === null) return;
  context.font = `650 11px ${FONT}`;
  for (let digit = 0; digit < 10; digit++) {
    context.fillStyle = encodingColor(digit, colors);
    context.fillText(String(digit), 12 * digit, SIDE + AXIS_MARGIN.bottom + 20);
  }
}
