import { IMAGE_PIXELS, MANIFEST_FILE, parseManifest } from "../../src/data/manifest";
import type { Model } from "../protocol";

/** One minibatch: x [batch, 784] and standard normal noise [batch, latent]. */
export interface Batch {
  x: Float32Array<ArrayBuffer>;
  noise: Float32Array<ArrayBuffer>;
}

async function fetchOk(file: string): Promise<Response> {
  const response = await fetch(`/data/mnist/${file}`);
  if (!response.ok || response.body === null) throw new Error(`${file} did not arrive (HTTP ${response.status})`);
  return response;
}

/** The 60 000 training images as bytes. */
export async function fetchMnist(): Promise<Uint8Array> {
  const { shards, total } = parseManifest(await (await fetchOk(MANIFEST_FILE)).text()).splits.train;
  const bytes = new Uint8Array(total * IMAGE_PIXELS);
  let end = 0;
  for (const { file } of shards) {
    const { body } = await fetchOk(file);
    const shard = await new Response(body?.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
    bytes.set(new Uint8Array(shard), end);
    end += shard.byteLength;
  }
  return bytes;
}

/** Batches in a random order that repeats. The loops are plain so that they weigh little beside any peer's step. */
export function batchesOf(images: Uint8Array, { batch, latent, binarized }: Model): () => Batch {
  const order = shuffled(images.length / IMAGE_PIXELS);
  let next = 0;
  return () => {
    const [x, noise] = [new Float32Array(batch * IMAGE_PIXELS), new Float32Array(batch * latent)];
    if (next + batch > order.length) next = 0;
    for (let row = 0; row < batch; row++) {
      const from = order[next++] * IMAGE_PIXELS;
      for (let i = 0; i < IMAGE_PIXELS; i++) {
        const byte = images[from + i];
        x[row * IMAGE_PIXELS + i] = binarized ? Number(Math.random() * 255 < byte) : byte / 255;
      }
    }
    for (let i = 0; i < noise.length; i++) noise[i] = normal();
    return { x, noise };
  };
}

/** Box and Muller's. */
function normal(): number {
  return Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
}

function shuffled(count: number): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const other = Math.floor(Math.random() * (i + 1));
    [order[i], order[other]] = [order[other], order[i]];
  }
  return order;
}

/** [inputs, outputs] of every linear layer: hidden layers, mean, log-variance, hidden layers, logits. */
export function layerSizes({ widths, latent }: Model): [number, number][] {
  const encoder = [IMAGE_PIXELS, ...widths];
  const decoder = [latent, ...[...widths].reverse(), IMAGE_PIXELS];
  const pairs = (sizes: number[]) => sizes.slice(1).map((size, i): [number, number] => [sizes[i], size]);
  const heads: [number, number] = [encoder[encoder.length - 1], latent];
  return [...pairs(encoder), heads, heads, ...pairs(decoder)];
}

/** Uniform on ±1/√inputs, PyTorch's start. */
export function firstWeights([inputs, outputs]: [number, number]): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: inputs * outputs }, () => (2 * Math.random() - 1) / Math.sqrt(inputs));
}
