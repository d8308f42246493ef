import type { Experiment } from "../experiment/experiment";

/** What the list of saved runs tells of one. */
export interface SavedRun {
  runId: string;
  /** As its owner calls it; null where it has no name. */
  name: string | null;
  experiment: Experiment;
  step: number;
  /** The last point of the test curve, or of the train curve where there is none, in nats per image. */
  elbo: number | null;
  /** Milliseconds since 1970. */
  createdAt: number;
  savedAt: number;
  /** The latent square, THUMBNAIL_SIDE² grey levels, 0 … 255; null where it was never drawn. */
  thumbnail: Uint8Array | null;
  /** It was the run in hand when it was last saved: a page that ends without putting it aside left it so. */
  inHand: boolean;
  /** Deleted, and still to be brought back: it is not listed, and gone for good when the next one is deleted. */
  deleted: boolean;
}

/** The list as the page has it. */
export interface ListedRun extends SavedRun {
  /** A page has it in hand: this one, or another. */
  openIn: "here" | "elsewhere" | null;
}

/** Pixels on a side of a thumbnail. */
export const THUMBNAIL_SIDE = 84;
