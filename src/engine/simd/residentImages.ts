import { util } from "@tensorflow/tfjs-core";
import type { Heap } from "./heap";

/** Byte images kept in a machine's memory, each from its first use on. */
export interface ResidentImages {
  /**
   * The address of `bytes` [n, pixels], at which those rows stand that `images` or an earlier call named. A row is copied once, so it
   * must not change after its first use, and `pixels` must stay the same. The two arrays used last are kept, a dataset's halves; the
   * place of an older one is freed.
   */
  locate(bytes: Uint8Array, pixels: number, images: Uint32Array): number;
}

interface Region {
  address: number;
  pixels: number;
  /** 1 for a row that is there. */
  isThere: Uint8Array;
}

const MOST_REGIONS = 2;
/** Kernels read up to this many bytes past an image. */
const OVERREAD = 16;

/** `memory` gives the whole memory as bytes, anew at each use. */
export function residentImages(heap: Heap, memory: () => Uint8Array): ResidentImages {
  /** The least recently used first. */
  const regions = new Map<Uint8Array, Region>();

  const regionOf = (bytes: Uint8Array, pixels: number): Region => {
    const found = regions.get(bytes);
    util.assert(found === undefined || found.pixels === pixels, () => `these images have ${found?.pixels} pixels each, not ${pixels}`);
    regions.delete(bytes);
    if (found === undefined) makeRoom();
    const region = found ?? { address: heap.allocate(bytes.length + OVERREAD), pixels, isThere: new Uint8Array(bytes.length / pixels) };
    regions.set(bytes, region);
    return region;
  };

  const makeRoom = () => {
    const [oldest] = regions;
    if (regions.size < MOST_REGIONS) return;
    heap.free(oldest[1].address);
    regions.delete(oldest[0]);
  };

  return {
    locate(bytes, pixels, images) {
      const { address, isThere } = regionOf(bytes, pixels);
      for (const image of images) {
        if (isThere[image] === 1) continue;
        memory().set(bytes.subarray(image * pixels, (image + 1) * pixels), address + image * pixels);
        isThere[image] = 1;
      }
      return address;
    },
  };
}
