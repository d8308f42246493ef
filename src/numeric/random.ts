/**
 * The counter-based generator of the whole project: pcg3d (Jarzynski & Olano, "Hash Functions for GPU Rendering", JCGT 9(3), 2020).
 * A random number is a pure function of (element index, step, stream), so that every engine, every replay and every test draws the same.
 */

/** FNV-1a (32 bit) of the ASCII name "<seed>/<name>": the stream's word. */
export function stream(seed: number, name: string): number {
  let hash = 0x811c9dc5;
  for (const character of `${seed}/${name}`) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  return hash >>> 0;
}

/** The three words of pcg3d at (index, step, streamId), all uint32, written to `out` as int32 bit patterns. */
export function pcg3dInto(out: Int32Array, index: number, step: number, streamId: number): void {
  let x = (Math.imul(index, 1664525) + 1013904223) | 0;
  let y = (Math.imul(step, 1664525) + 1013904223) | 0;
  let z = (Math.imul(streamId, 1664525) + 1013904223) | 0;
  x = (x + Math.imul(y, z)) | 0;
  y = (y + Math.imul(z, x)) | 0;
  z = (z + Math.imul(x, y)) | 0;
  x ^= x >>> 16;
  y ^= y >>> 16;
  z ^= z >>> 16;
  x = (x + Math.imul(y, z)) | 0;
  y = (y + Math.imul(z, x)) | 0;
  z = (z + Math.imul(x, y)) | 0;
  out[0] = x;
  out[1] = y;
  out[2] = z;
}

/** The first word of pcg3d alone, uint32. */
export function wordXAt(index: number, step: number, streamId: number): number {
  let x = (Math.imul(index, 1664525) + 1013904223) | 0;
  let y = (Math.imul(step, 1664525) + 1013904223) | 0;
  let z = (Math.imul(streamId, 1664525) + 1013904223) | 0;
  x = (x + Math.imul(y, z)) | 0;
  y = (y + Math.imul(z, x)) | 0;
  z = (z + Math.imul(x, y)) | 0;
  x ^= x >>> 16;
  y ^= y >>> 16;
  z ^= z >>> 16;
  return (x + Math.imul(y, z)) >>> 0;
}

const TWO_POW_MINUS_24 = 2 ** -24;

/** The top 24 bits of a word as a number in (0, 1): ((w >> 8) + ½)·2⁻²⁴. */
function uniformOfWord(word: number): number {
  return ((word >>> 8) + 0.5) * TWO_POW_MINUS_24;
}

/** Uniform on (0, 1). */
export function uniformAt(index: number, step: number, streamId: number): number {
  return uniformOfWord(wordXAt(index, step, streamId));
}

/** `count` independent N(0, 1) by Box–Muller, cosine branch: √(−2 ln u₁)·cos(2π u₂), for indices `first` … `first + count − 1`. */
export function normals(count: number, step: number, streamId: number, first = 0): Float32Array {
  const out = new Float32Array(count);
  const words = new Int32Array(3);
  for (let i = 0; i < count; i++) {
    pcg3dInto(words, first + i, step, streamId);
    out[i] = Math.sqrt(-2 * Math.log(uniformOfWord(words[0]))) * Math.cos(2 * Math.PI * uniformOfWord(words[1]));
  }
  return out;
}

/** A uniformly random ordering of `values` (Fisher–Yates from the end, j = ⌊u·(i + 1)⌋), in place; the element index is the position. */
export function shuffle(values: Uint32Array, step: number, streamId: number, from = 0, to = values.length): void {
  for (let i = to - 1; i > from; i--) {
    const j = from + Math.floor(uniformAt(i, step, streamId) * (i - from + 1));
    const held = values[i];
    values[i] = values[j];
    values[j] = held;
  }
}
