import type { Plugin } from "vite";

/**
 * Kernels of tfjs that nothing here dispatches, by their names: pooling, depthwise and three-dimensional convolutions, strings, sparse and
 * ragged tensors, Fourier transforms, images, and what only those need. Left out, they are a fifth of the worker's scripts.
 */
export const UNUSED_KERNELS =
  /^(AvgPool|MaxPool|BatchNorm|BatchToSpaceND|SpaceToBatchND|Bincount|DenseBincount|BitwiseAnd|Complex|Conv3D|CropAndResize|Cum|DepthToSpace|DepthwiseConv|Diag|Dilation|Draw|Einsum|FFT|IFFT|Imag|FlipLeftRight|FromPixels|Fused(Conv|Depthwise)|GatherNd|LRN|LinSpace|MirrorPad|Mod$|Multinomial|NonMaxSuppression|Prelu|Ragged|Resize|RotateWithOffset|ScatterNd|SearchSorted|Sparse|StaticRegex|StridedSlice|String|TensorScatter|TopK|Transform$|Unique|UnsortedSegment)/;

/** The lines of a `register_all_kernels.js` without those of the unused kernels. */
export function withoutUnusedKernels(code: string): string {
  const configs = [...code.matchAll(/^import \{ (\w+) \} from '\.\/kernels\/(\w+)';$/gm)]
    .filter(([, , kernel]) => UNUSED_KERNELS.test(kernel))
    .map(([, config]) => config);
  return code
    .split("\n")
    .filter((line) => !configs.some((config) => line.trim() === `${config},` || line.startsWith(`import { ${config} }`)))
    .join("\n");
}

/** Builds without the unused kernels. */
export function trimmedKernels(): Plugin {
  return {
    name: "trimmed-kernels",
    transform: {
      filter: { id: /tfjs-backend-(cpu|webgl)\/dist\/register_all_kernels\.js$/ },
      handler: (code) => ({ code: withoutUnusedKernels(code), map: null }),
    },
  };
}
