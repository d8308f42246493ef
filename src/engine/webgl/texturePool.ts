import type { GPGPUContext } from "@tensorflow/tfjs-backend-webgl";
import { env } from "@tensorflow/tfjs-core";

/** tfjs's flag: bytes from which a texture is deleted when it is released. */
const DELETES_ABOVE = "WEBGL_DELETE_TEXTURE_THRESHOLD";

/** tfjs's record of a texture. */
export interface PooledTexture {
  texture: WebGLTexture;
  texShape: [number, number];
}

/** What tfjs marks private of its pool of textures: acquired by shape, kept for reuse when released, never deleted. */
interface TextureManager {
  gpgpu: GPGPUContext;
  freeTextures: Record<string, PooledTexture[]>;
  numFreeTextures: number;
  _numBytesAllocated: number;
  _numBytesFree: number;
  releaseTexture(...release: Release): void;
}

export type Release = [texture: PooledTexture, shape: [number, number], usage: number, isPacked: boolean];

/** tfjs's pool with what a record of a step needs of it. */
export interface TexturePool {
  /** Deletes what is kept for reuse. */
  empty(): void;
  /** Until `end`, every texture that is acquired is a new one, and none that is released comes back; `end` gives the releases, unmade. */
  separate(): { end(): Release[] };
  release(...release: Release): void;
  /** Releases and deletes. */
  drop(...release: Release): void;
  /** What is released in the task is deleted. */
  deleting(task: () => void): void;
}

export function texturePool(textureManager: unknown): TexturePool {
  const manager = textureManager as TextureManager;
  const deleting = (task: () => void) => {
    const threshold = env().getNumber(DELETES_ABOVE);
    env().set(DELETES_ABOVE, 0);
    task();
    env().set(DELETES_ABOVE, threshold);
  };
  return {
    empty() {
      for (const kept of Object.values(manager.freeTextures)) for (const { texture } of kept) manager.gpgpu.deleteMatrixTexture(texture);
      manager.freeTextures = {};
      manager.numFreeTextures = 0;
      manager._numBytesAllocated -= manager._numBytesFree;
      manager._numBytesFree = 0;
    },
    separate() {
      const { freeTextures } = manager;
      const releases: Release[] = [];
      manager.freeTextures = {};
      // The instance's own for the time being, over the class's.
      manager.releaseTexture = (...release) => void releases.push(release);
      return {
        end() {
          Reflect.deleteProperty(manager, "releaseTexture");
          manager.freeTextures = freeTextures;
          return releases;
        },
      };
    },
    release: (...release) => manager.releaseTexture(...release),
    drop: (...release) => deleting(() => manager.releaseTexture(...release)),
    deleting,
  };
}
