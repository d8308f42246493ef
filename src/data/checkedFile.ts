import type { DataFile } from "./manifest";

/** Opens a file by its name in the manifest. `fresh`: not from a cache, since what the cache gave was wrong. */
export type ReadFile = (file: string, options: { fresh: boolean }) => Promise<ReadableStream<Uint8Array> | Uint8Array>;

/** A file that sends nothing for so long is given up, in milliseconds. */
const STALL_LIMIT = 30_000;

/**
 * The whole file, compressed. `onBytes` is told the length of each piece as it arrives.
 * Rejects when reading fails, when nothing arrives for 30 s, and as soon as more than `limit` bytes have arrived. Every
 * rejection of this module is an Error whose message goes after the file's name ("is truncated: …").
 */
export async function readWhole(
  read: ReadFile,
  file: string,
  fresh: boolean,
  limit: number,
  onBytes: (bytes: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const source = await withoutStall(read(file, { fresh }));
  const stream = source instanceof Uint8Array ? new Blob([new Uint8Array(source)]).stream() : source;
  const reader = stream.getReader();
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    for (let piece = await withoutStall(reader.read()); !piece.done; piece = await withoutStall(reader.read())) {
      pieces.push(piece.value);
      length += piece.value.length;
      onBytes(piece.value.length);
      if (length > limit) throw new Error(`is longer than its ${limit} bytes`);
    }
  } catch (error) {
    reader.cancel().catch(() => undefined); // what matters is why reading stopped, not how the server takes it
    throw error;
  }
  return joined(pieces, length);
}

/** Throws unless the bytes are those that the manifest lists. Without `crypto.subtle` (an insecure context) gzip's CRC must do. */
export async function checkFile(bytes: Uint8Array<ArrayBuffer>, expected: DataFile): Promise<void> {
  if (bytes.length !== expected.bytes) throw new Error(`is truncated: ${bytes.length} of ${expected.bytes} bytes`);
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined;
  if (subtle === undefined) return;
  const digest = new Uint8Array(await subtle.digest("SHA-256", bytes));
  const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  if (sha256 !== expected.sha256) throw new Error("was altered: its SHA-256 is not the manifest's");
}

/** Gunzips to exactly `length` bytes; throws when the file is damaged or holds another number, of more than that as soon as they come. */
export async function decompress(bytes: Uint8Array<ArrayBuffer>, length: number): Promise<Uint8Array> {
  const values = new Uint8Array(length);
  let filled = 0;
  const keep = new WritableStream<Uint8Array>({
    write(piece) {
      if (filled + piece.length > length) throw new Error(`was altered: it holds more than ${length} bytes`);
      values.set(piece, filled);
      filled += piece.length;
    },
  });
  try {
    await new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")).pipeTo(keep);
  } catch (error) {
    throw error instanceof Error && error.message.startsWith("was altered") ? error : new Error("was altered: damaged gzip");
  }
  if (filled !== length) throw new Error(`was altered: it holds ${filled} bytes instead of ${length}`);
  return values;
}

function joined(pieces: Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.length;
  }
  return whole;
}

function withoutStall<T>(promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`sent nothing for ${STALL_LIMIT / 1000} s`)), STALL_LIMIT);
    const fail = (error: unknown) => reject(new Error(`could not be loaded (${error instanceof Error ? error.message : String(error)})`));
    promise.then(resolve, fail).finally(() => clearTimeout(timer));
  });
}
