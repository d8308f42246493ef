/** Convolution and its transpose in float64, as sums over pixels and channels: 3 × 3, stride 2, one pixel of zeros around. */

export interface Maps {
  side: number;
  channels: number;
  /** [n, side, side, channels]. */
  values: number[];
}

/** Calls `visit` for each pair of a pixel of the large maps and one of the small maps that a kernel's weight joins. */
function joined(
  large: number,
  small: number,
  visit: (row: number, column: number, y: number, x: number, i: number, j: number) => void,
): void {
  for (let y = 0; y < small; y++) {
    for (let x = 0; x < small; x++) {
      for (let i = 0; i < 3; i++) {
        for (let j = 0; j < 3; j++) {
          const [row, column] = [2 * y - 1 + i, 2 * x - 1 + j];
          if (row >= 0 && column >= 0 && row < large && column < large) visit(row, column, y, x, i, j);
        }
      }
    }
  }
}

/** kernel [3, 3, in, out]. */
export function convolve({ side, channels, values }: Maps, kernel: ArrayLike<number>, bias: ArrayLike<number>): Maps {
  const [small, out, images] = [Math.ceil(side / 2), bias.length, values.length / (side * side * channels)];
  const result = Array.from({ length: images * small * small * out }, (_, at) => bias[at % out]);
  for (let n = 0; n < images; n++) {
    joined(side, small, (row, column, y, x, i, j) => {
      for (let a = 0; a < channels; a++) {
        const value = values[((n * side + row) * side + column) * channels + a];
        for (let b = 0; b < out; b++) {
          result[((n * small + y) * small + x) * out + b] += value * kernel[((i * 3 + j) * channels + a) * out + b];
        }
      }
    });
  }
  return { side: small, channels: out, values: result };
}

/** kernel [3, 3, out, in], to maps of the given side. */
export function convolveTransposed(maps: Maps, kernel: ArrayLike<number>, bias: ArrayLike<number>, side: number): Maps {
  const { side: small, channels, values } = maps;
  const [out, images] = [bias.length, values.length / (small * small * channels)];
  const result = Array.from({ length: images * side * side * out }, (_, at) => bias[at % out]);
  for (let n = 0; n < images; n++) {
    joined(side, small, (row, column, y, x, i, j) => {
      for (let b = 0; b < channels; b++) {
        const value = values[((n * small + y) * small + x) * channels + b];
        for (let a = 0; a < out; a++) {
          result[((n * side + row) * side + column) * out + a] += value * kernel[((i * 3 + j) * out + a) * channels + b];
        }
      }
    });
  }
  return { side, channels: out, values: result };
}
