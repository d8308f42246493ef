import { webgl_util } from "@tensorflow/tfjs-backend-webgl";
import { util } from "@tensorflow/tfjs-core";

/** How a tensor lies in its texture: `batch` matrices of `rows` × `columns` below one another, each from an even row on. Sizes in texels. */
export interface Layout {
  batch: number;
  rows: number;
  columns: number;
  width: number;
  height: number;
  /** Texel rows of one matrix. */
  texelRows: number;
}

const half = (size: number): number => Math.ceil(size / 2);

export function layoutOf(shape: readonly number[]): Layout {
  const columns = shape.at(-1) ?? 1;
  const rows = shape.at(-2) ?? 1;
  const batch = shape.slice(0, -2).reduce((product, n) => product * n, 1);
  return { batch, rows, columns, width: half(columns), texelRows: half(rows), height: batch * half(rows) };
}

/** [rows, columns] that tfjs gives a texture of this shape, as `texShape`. */
export function packedTextureShape(shape: readonly number[]): [number, number] {
  return webgl_util.getTextureShapeFromLogicalShape([...shape], true);
}

/** The same of one that leaves room for so many texel rows below the tensor. */
export function stackedTextureShape(shape: readonly number[], rowsBelow: number): [number, number] {
  const { width, height } = layoutOf(shape);
  return [2 * (height + rowsBelow), 2 * width];
}

/**
 * True where the matrices lie below one another, whatever lies below the last; what is too long for that tfjs wraps in ways of its own, of
 * another width.
 */
export function isPlain({ width, height }: Layout, [rows, columns]: readonly [number, number]): boolean {
  return half(columns) === width && half(rows) >= height;
}

/** True where both shapes have the same numbers in the same texels. */
export function isSameInTexels(one: readonly number[], other: readonly number[]): boolean {
  if (one === other || util.arraysEqual(one as number[], other as number[])) return true;
  const [a, b] = [layoutOf(one), layoutOf(other)];
  const isEqual = a.rows === b.rows && a.columns === b.columns && a.batch === b.batch;
  const isStacked = a.columns === b.columns && a.rows % 2 === 0 && b.rows % 2 === 0 && a.batch * a.rows === b.batch * b.rows;
  return isEqual || isStacked;
}
