import type { DeepPartial, Experiment } from "./experiment";

/** A named experiment that shows one phenomenon. */
export interface Preset {
  id: string;
  title: string;
  /** One sentence: what to look for. */
  lookFor: string;
  patch: DeepPartial<Experiment>;
}

export const PRESETS: readonly Preset[] = [
  {
    id: "two-dimensions",
    title: "Two dimensions",
    lookFor: "The square fills with digits that melt into one another: every point of a two-dimensional latent space, decoded.",
    patch: {},
  },
];
