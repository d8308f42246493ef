import { reshape, type Tensor3D, transpose } from "@tensorflow/tfjs-core";

/** [K, B, n] → [B, K, n], or back: what is computed image by image goes over the images first. One of either is moved without a copy. */
export function swapDrawsAndImages(x: Tensor3D): Tensor3D {
  const [first, second, n] = x.shape;
  return first === 1 || second === 1 ? reshape(x, [second, first, n]) : transpose(x, [1, 0, 2]);
}
