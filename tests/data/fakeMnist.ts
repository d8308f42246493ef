import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { type DataFile, IMAGE_PIXELS, type Manifest, type SplitFiles } from "../../src/data/manifest";

/** A small data set in the format of the real one: 10 training images in shards of 4, 5 test images in shards of 3. */
export interface FakeMnist {
  manifest: Manifest;
  /** What the server holds, by name; tests damage it. */
  files: Map<string, Uint8Array>;
}

/** The grey level of every pixel of image `index`. */
export function fakeLevel(index: number): number {
  return (index * 37 + 11) % 256;
}

export function fakeMnist(): FakeMnist {
  const files = new Map<string, Uint8Array>();
  const splits = { train: fakeSplit(files, "train", 10, 4), test: fakeSplit(files, "test", 5, 3) };
  const manifest = { format: 1, splits };
  files.set("manifest.json", new TextEncoder().encode(JSON.stringify(manifest)));
  return { manifest, files };
}

function fakeSplit(files: Map<string, Uint8Array>, split: string, total: number, size: number): SplitFiles {
  const shards = Array.from({ length: Math.ceil(total / size) }, (_, shard) => {
    const images = Math.min(size, total - shard * size);
    const pixels = Uint8Array.from({ length: images * IMAGE_PIXELS }, (_, i) => fakeLevel(shard * size + Math.floor(i / IMAGE_PIXELS)));
    return { ...addFile(files, `${split}-${shard}`, pixels), images };
  });
  const labels = addFile(
    files,
    `${split}-labels`,
    Uint8Array.from({ length: total }, (_, index) => index % 10),
  );
  return { total, labels, shards };
}

function addFile(files: Map<string, Uint8Array>, name: string, values: Uint8Array): DataFile {
  const bytes = new Uint8Array(gzipSync(values));
  const file = `shards/${name}.bin`;
  files.set(file, bytes);
  return { file, bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
}
