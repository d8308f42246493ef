import { dispose, type Tensor2D, tensor2d, tidy } from "@tensorflow/tfjs-core";
import { cellCentres, coarseCells } from "../../numeric/latticeCells";
import type { VariationalAutoencoder } from "../../vae/vae";

/** log p(x|z) of one image at many codes, in pieces so small that the worker answers the page in between. */

/** Codes decoded at a time. */
const PIECE = 512;

type Decoding = Pick<VariationalAutoencoder, "decoder" | "likelihood">;

/** Awaited between pieces; throws to end the measurement. */
export type Between = () => Promise<void>;

/** log p(x|z) at codes [n, dim] of one image, x [1, 784]; → [n], in nats. */
export async function logLikelihoodsAt(
  { decoder, likelihood }: Decoding,
  x: Tensor2D,
  codes: Float32Array,
  dim: number,
  between: Between,
): Promise<Float32Array> {
  const count = codes.length / dim;
  const values = new Float32Array(count);
  for (let from = 0; from < count; from += PIECE) {
    const rows = Math.min(PIECE, count - from);
    const piece = codes.subarray(from * dim, (from + rows) * dim);
    const logLikelihoods = tidy(() => likelihood.logProb(decoder(tensor2d(piece, [rows, dim])), x));
    values.set(await logLikelihoods.data(), from);
    logLikelihoods.dispose();
    await between();
  }
  return values;
}

/** The coarsest lattice decoded once, for the log-likelihood of any image there. The owner disposes of it. */
export interface CoarseCodes {
  /** log p(x|z) at the cells of `coarseCells(dim, limit)`, [n], of x [1, 784]. */
  logLikelihoods(x: Tensor2D, limit: number, between: Between): Promise<Float32Array>;
  dispose(): void;
}

/** Decodes as far as it is asked for. `vae` must stay as it is: hold its parameters. */
export function coarseCodes({ decoder, likelihood }: Decoding, dim: 1 | 2): CoarseCodes {
  const logits = new Map<number, Tensor2D[]>();

  /** Of two measurements that have decoded the same at the same time, the first one's. */
  const keep = (limit: number, pieces: Tensor2D[]): Tensor2D[] => {
    const first = logits.get(limit);
    if (first !== undefined) dispose(pieces);
    else logits.set(limit, pieces);
    return first ?? pieces;
  };

  const decoded = async (limit: number, between: Between): Promise<Tensor2D[]> => {
    const known = logits.get(limit);
    if (known !== undefined) return known;
    const codes = cellCentres(coarseCells(dim, limit));
    const pieces: Tensor2D[] = [];
    try {
      for (let from = 0; from < codes.length; from += PIECE * dim) {
        const piece = codes.subarray(from, from + PIECE * dim);
        pieces.push(tidy(() => decoder(tensor2d(piece, [piece.length / dim, dim]))));
        await between();
      }
    } catch (error) {
      dispose(pieces);
      throw error;
    }
    return keep(limit, pieces);
  };

  return {
    async logLikelihoods(x, limit, between) {
      const pieces = await decoded(limit, between);
      const values: number[] = [];
      for (const piece of pieces) {
        const logLikelihoods = tidy(() => likelihood.logProb(piece, x));
        for (const value of await logLikelihoods.data()) values.push(value);
        logLikelihoods.dispose();
        await between();
      }
      return Float32Array.from(values);
    },
    dispose() {
      for (const pieces of logits.values()) dispose(pieces);
      logits.clear();
    },
  };
}
