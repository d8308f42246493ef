import type { StoreApi } from "zustand/vanilla";
import type { Experiment } from "../experiment/experiment";
import { familyFacts, familyParameter } from "../experiment/posteriors";
import { normals, stream } from "../numeric/random";
import type { Worksheet } from "../worker/protocol";

/**
 * The worksheet of one image: draws from q(z|x) and points set by hand, a row each, with their log-densities in nats. A draw is named by
 * its place in one stream of noise, so that ten draws and ten more are twenty, and the same ε can be scored again under other weights.
 */

/** The most rows that are held. */
export const MOST_ROWS = 5000;

/** What of an experiment decides the rows. */
export interface WorksheetModel {
  seed: number;
  /** z, and with a hierarchical prior u after it. */
  latents: number;
  /** Numbers of z alone. */
  dim: number;
  /** Rows that a sample has: the components of a mixture, else one. */
  strata: number;
}

/** Where a row's z comes from: from the ε of a sample (and one of its strata), both counted from 0, or from a hand. */
export type RowDraft = { id: number } & ({ kind: "draw"; sample: number; stratum: number } | { kind: "hand"; z: Float32Array });

/** A row with its log-densities. With a hierarchical prior those of z and u together. */
export type WorksheetRow = RowDraft & {
  /** [latents]. */
  z: Float32Array;
  /** log π of a mixture's stratum, 0 of another family's draw; NaN where a hand has set z. */
  logShare: number;
  logLikelihood: number;
  logPrior: number;
  logPosterior: number;
  /** log p(x|z) + log p(z) − log q(z|x). */
  logWeight: number;
};

export interface WorksheetState {
  rows: readonly WorksheetRow[];
  /** Samples taken from the stream so far; clearing the rows does not go back in it. */
  drawn: number;
  /** Rows made so far: the next one's id. */
  made: number;
  /** The step of the weights that the rows are scored under. */
  step: number;
  /** What is under way, in words, or null. */
  busy: string | null;
  /** The row that is pointed at, there or by its point in the square. */
  highlighted: { id: number; from: "table" | "square" } | null;
}

/** The worksheet while the page is open: its state, apart from the page's, and all that can be done to it. Nothing rejects. */
export interface OpenWorksheet {
  store: StoreApi<WorksheetState>;
  add(samples: number): Promise<void>;
  /** A row at that z, [latents]. */
  addPoint(z: readonly number[]): Promise<void>;
  /** Sets one latent of a row by hand. */
  setCode(id: number, latent: number, value: number): Promise<void>;
  /** Scores every row again, under the weights of now. */
  recompute(): Promise<void>;
  /** Takes the rows of a CSV file in place of those there are, or says why not. */
  load(text: string, name: string): Promise<void>;
  clear(): void;
  highlight(highlighted: WorksheetState["highlighted"]): void;
}

export function worksheetModel({ seed, latent }: Pick<Experiment, "seed" | "latent">): WorksheetModel {
  const { dim, prior, posterior } = latent;
  return {
    seed,
    dim,
    latents: dim + (prior.kind === "hierarchical" ? prior.upper : 0),
    strata: familyFacts(posterior).stratified ? familyParameter(posterior, "components") : 1,
  };
}

/** Drafts of a run of samples, every stratum of each. */
export function draftsOfSamples(first: number, count: number, strata: number, firstId: number): RowDraft[] {
  return Array.from({ length: count * strata }, (_, i) => {
    return { id: firstId + i, kind: "draw", sample: first + Math.floor(i / strata), stratum: i % strata };
  });
}

/** The samples that rows are drawn from, each once, in the order of the rows. */
export function samplesOf(drafts: readonly RowDraft[]): number[] {
  return [...new Set(drafts.flatMap((draft) => (draft.kind === "draw" ? [draft.sample] : [])))];
}

/** ε of these samples, in the guide's shape for one image: [samples, 1, latents], of a mixture [samples, 1, strata, latents]. */
export function noiseOfSamples({ seed, latents, strata }: WorksheetModel, samples: readonly number[]): Float32Array {
  const size = strata * latents;
  const noise = new Float32Array(samples.length * size);
  const id = stream(seed, "worksheet");
  samples.forEach((sample, i) => {
    noise.set(normals(size, 0, id, sample * size), i * size);
  });
  return noise;
}

/** The codes that hands have set, [rows, latents]. */
export function codesByHand(drafts: readonly RowDraft[], latents: number): Float32Array {
  const codes = drafts.flatMap((draft) => (draft.kind === "hand" ? [draft.z] : []));
  const all = new Float32Array(codes.length * latents);
  codes.forEach((code, i) => {
    all.set(code, i * latents);
  });
  return all;
}

/** What the model answered of `samplesOf(drafts)` and of `codesByHand(drafts)`; null where there was nothing to ask. */
export interface ScoredSheets {
  drawn: Worksheet | null;
  byHand: Worksheet | null;
}

/** The drafts as rows. */
export function scoredRows(
  drafts: readonly RowDraft[],
  { latents, strata }: WorksheetModel,
  { drawn, byHand }: ScoredSheets,
): WorksheetRow[] {
  const places = new Map(samplesOf(drafts).map((sample, place) => [sample, place]));
  let handsSeen = 0;
  return drafts.map((draft) => {
    const isDraw = draft.kind === "draw";
    const at = isDraw ? (places.get(draft.sample) ?? 0) * strata + draft.stratum : handsSeen++;
    const sheet = isDraw ? drawn : byHand;
    if (sheet === null) throw new Error("a row of the worksheet was not scored");
    const logShare = isDraw ? (sheet.logShare?.[at] ?? 0) : Number.NaN;
    return { ...withoutScore(draft), ...rowOfSheet(sheet, at, latents), logShare };
  });
}

/** The row as it was before it was scored. */
export function withoutScore(draft: RowDraft): RowDraft {
  if (draft.kind === "hand") return { id: draft.id, kind: "hand", z: draft.z };
  return { id: draft.id, kind: "draw", sample: draft.sample, stratum: draft.stratum };
}

function rowOfSheet(sheet: Worksheet, at: number, latents: number) {
  return {
    z: sheet.z.slice(at * latents, (at + 1) * latents),
    logLikelihood: sheet.logLikelihood[at],
    logPrior: sheet.logPrior[at],
    logPosterior: sheet.logPosterior[at],
    logWeight: sheet.logWeight[at],
  };
}
