// AssemblyScript. Runs of numbers between the rows of an image and its patches.

import { IN_WIDTH, CHANNELS, OUT_WIDTH, FILTER_WIDTH, STRIDE_WIDTH, DILATION_WIDTH, LEFT } from "./convolutionArguments";
import { divideUp, integer } from "./jobs";

/** Moves one filter row of a line of patches, `patch` floats apart from `patches` on, from a row of an image, or adds it to that. */
export function moveRuns(imageRow: usize, patches: usize, patch: i32, adding: bool): void {
  const isDense = integer(DILATION_WIDTH) == 1;
  const taps = isDense ? integer(FILTER_WIDTH) : 1;
  const runs = isDense ? 1 : integer(FILTER_WIDTH);
  for (let i = 0; i < runs; i++) {
    const from = patches + (<usize>(i * integer(CHANNELS)) << 2);
    moveTaps(imageRow, from, patch, i * integer(DILATION_WIDTH) - integer(LEFT), taps, adding);
  }
}

/** One run of `taps` in each patch of a line; the first patch has it at column `origin` of the image, which may be outside. */
function moveTaps(imageRow: usize, patches: usize, patch: i32, origin: i32, taps: i32, adding: bool): void {
  const outWidth = integer(OUT_WIDTH);
  const stride = integer(STRIDE_WIDTH);
  const channels = integer(CHANNELS);
  const room = integer(IN_WIDTH) - taps - origin;
  const first = min(outWidth, origin < 0 ? divideUp(-origin, stride) : 0);
  const end = max(first, room < 0 ? 0 : min(outWidth, room / stride + 1));
  for (let i = 0; i < first; i++) moveClipped(imageRow, patches + (<usize>(i * patch) << 2), origin + i * stride, taps, adding);
  const inside = imageRow + (<usize>((origin + first * stride) * channels) << 2);
  moveInside(inside, patches + (<usize>(first * patch) << 2), end - first, stride * channels, patch, taps * channels, adding);
  for (let i = end; i < outWidth; i++) moveClipped(imageRow, patches + (<usize>(i * patch) << 2), origin + i * stride, taps, adding);
}

/** `count` runs that lie in the image whole; `step` floats apart there and `patch` floats apart in the patches. */
function moveInside(image: usize, patches: usize, count: i32, step: i32, patch: i32, floats: i32, adding: bool): void {
  const imageStep = <usize>step << 2;
  const patchStep = <usize>patch << 2;
  if (adding) {
    for (let i = 0; i < count; i++) {
      add(patches, image, floats);
      image += imageStep;
      patches += patchStep;
    }
  } else if (floats == 4) {
    for (let i = 0; i < count; i++) {
      v128.store(patches, v128.load(image));
      image += imageStep;
      patches += patchStep;
    }
  } else {
    for (let i = 0; i < count; i++) {
      copy(image, patches, floats);
      image += imageStep;
      patches += patchStep;
    }
  }
}

/** One run of which the image has only a part, or nothing. */
function moveClipped(imageRow: usize, patch: usize, column: i32, taps: i32, adding: bool): void {
  const channels = integer(CHANNELS);
  const first = min(taps, max(0, -column));
  const end = max(first, min(taps, integer(IN_WIDTH) - column));
  const image = imageRow + (<usize>((column + first) * channels) << 2);
  const inside = patch + (<usize>(first * channels) << 2);
  if (adding) {
    add(inside, image, (end - first) * channels);
  } else {
    clear(patch, first * channels);
    copy(image, inside, (end - first) * channels);
    clear(patch + (<usize>(end * channels) << 2), (taps - end) * channels);
  }
}

export function clearRuns(target: usize, patch: i32, floats: i32): void {
  for (let i = 0; i < integer(OUT_WIDTH); i++) clear(target + (<usize>(i * patch) << 2), floats);
}

@inline
export function clear(target: usize, floats: i32): void {
  let i = 0;
  for (; i + 4 <= floats; i += 4, target += 16) v128.store(target, i32x4.splat(0));
  for (; i < floats; i++, target += 4) store<f32>(target, 0);
}

@inline
function copy(source: usize, target: usize, floats: i32): void {
  let i = 0;
  for (; i + 4 <= floats; i += 4, source += 16, target += 16) v128.store(target, v128.load(source));
  for (; i < floats; i++, source += 4, target += 4) store<f32>(target, load<f32>(source));
}

/** target += source. */
@inline
export function add(source: usize, target: usize, floats: i32): void {
  let i = 0;
  for (; i + 4 <= floats; i += 4, source += 16, target += 16) v128.store(target, f32x4.add(v128.load(target), v128.load(source)));
  for (; i < floats; i++, source += 4, target += 4) store<f32>(target, load<f32>(target) + load<f32>(source));
}
