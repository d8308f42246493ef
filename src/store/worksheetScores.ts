import type { SessionCalls } from "../worker/protocol";
import { isSameImage } from "./sameImage";
import type { AppState } from "./state";
import type { AppStore } from "./store";
import { codesByHand, noiseOfSamples, type RowDraft, samplesOf, scoredRows, type WorksheetRow, worksheetModel } from "./worksheet";

/** The selected image as the encoder sees it, [784]; null until the model has been shown it. */
function seenImage({ oneImage, view }: Pick<AppState, "oneImage" | "view">): Float32Array | null {
  return oneImage !== null && isSameImage(oneImage.value.settings.source, view.selected) ? oneImage.value.seen : null;
}

function imageToScore(page: AppStore): Float32Array {
  const seen = seenImage(page.getState());
  if (seen === null) throw new Error("The image has not been through the model yet, so there is no q(z|x) to draw from; wait a moment.");
  return seen;
}

/** Draws z of these samples from q(z|x) of the selected image, and scores them; null of none. */
export async function drawSamples(page: AppStore, call: SessionCalls["worksheet"], samples: readonly number[]) {
  if (samples.length === 0) return null;
  const noise = noiseOfSamples(worksheetModel(page.getState().experiment), samples);
  return call(imageToScore(page), { samples: samples.length, noise });
}

/** The drafts as rows of the selected image, under the weights of now. */
export async function scoreDrafts(page: AppStore, call: SessionCalls["worksheet"], drafts: readonly RowDraft[]): Promise<WorksheetRow[]> {
  const model = worksheetModel(page.getState().experiment);
  const z = codesByHand(drafts, model.latents);
  const [drawn, byHand] = await Promise.all([
    drawSamples(page, call, samplesOf(drafts)),
    z.length === 0 ? null : call(imageToScore(page), { z }),
  ]);
  return scoredRows(drafts, model, { drawn, byHand });
}
