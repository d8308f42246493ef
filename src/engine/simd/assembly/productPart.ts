// AssemblyScript. A part of a matrix product that fits in the scratch memory: packs both operands, then computes tiles; each step is cut
// into chunks by size alone.

import { activate, LINEAR } from "./activation";
import { address, divideUp, integer, parallel, setInteger } from "./jobs";
import { holdsNonFinite, packEntriesAcross, packEntriesAlong, packRowsAcross, packRowsAlong } from "./pack";
import { ENTRY_BYTES, halfTile, ROW_BYTES, TILE_COLUMNS, TILE_ROWS, tile, zeroTimesLeftOut } from "./tile";

/** Numbers in a chunk of packing, about. */
const CHUNK_NUMBERS: i32 = 1 << 14;
/** Multiplications in a chunk of tiles, at least, and the number of chunks of a large product. */
const CHUNK_PRODUCTS: i64 = 1 << 18;
const CHUNKS: i64 = 32;
/** Panels of A that a chunk of tiles goes through for each panel of B: they stay in the second-level cache. */
const BLOCK_PANELS: i32 = 40;

/**
 * The arguments of a part. `gemm` sets the first ones: addresses of the operands, of C and of the bias (0: none), bytes from one stored row
 * to the next, the length of a run, whether C holds sums to add to, and whether columns of zeros are packed too.
 */
export const enum Part {
  A,
  stepA,
  transposeA,
  B,
  stepB,
  transposeB,
  C,
  stepC,
  depth,
  bias,
  activation,
  adds,
  keepsZeros,
  // Set by computePart.
  rows,
  columns,
  inner,
  packedB,
  nonFinite,
  packedA,
  ends,
  panelsToPack,
  packGroup,
  blockPanels,
  stripPanels,
}

/** Runs of `depth` in the inner dimension: one at least, which may be empty. */
export function runsOf(inner: i32, depth: i32): i32 {
  return max(1, divideUp(inner, depth));
}

/** Bytes of the packed panels of one run, with two tables: where each panel of A ends, and which of B are not finite. */
export function bytesOfRun(rows: i32, columns: i32, depth: i32): usize {
  const entries = <usize>depth * ENTRY_BYTES + 4;
  const lines = <usize>depth * ROW_BYTES + 4;
  return <usize>divideUp(rows, TILE_ROWS) * entries + <usize>divideUp(columns, TILE_COLUMNS) * lines;
}

/** Computes C [rows, columns]; without `packsB` the panels of B are there from the part before. */
export function computePart(scratch: usize, rows: i32, columns: i32, inner: i32, packsB: bool): void {
  const depth = integer(Part.depth);
  const runs = runsOf(inner, depth);
  const panelsA = divideUp(rows, TILE_ROWS);
  const panelsB = divideUp(columns, TILE_COLUMNS);
  // What is known of B stands before A's share, whose size changes from part to part: it must be found again where B is not packed anew.
  const nonFinite = scratch + <usize>(runs * panelsB * depth) * ROW_BYTES;
  const packedA = nonFinite + (<usize>(runs * panelsB) << 2);
  setInteger(Part.rows, rows);
  setInteger(Part.columns, columns);
  setInteger(Part.inner, inner);
  setInteger(Part.packedB, <i32>scratch);
  setInteger(Part.nonFinite, <i32>nonFinite);
  setInteger(Part.packedA, <i32>packedA);
  setInteger(Part.ends, <i32>(packedA + <usize>(runs * panelsA * depth) * ENTRY_BYTES));
  pack(panelsA + (packsB ? panelsB : 0), inner);
  multiply(panelsA, panelsB, max(1, inner));
}

function pack(panels: i32, inner: i32): void {
  const group = max(1, CHUNK_NUMBERS / max(1, TILE_COLUMNS * inner));
  setInteger(Part.panelsToPack, panels);
  setInteger(Part.packGroup, group);
  parallel(packChunk, divideUp(panels, group));
}

/** A group of panels in all runs: those of A are numbered first, then those of B. */
function packChunk(chunk: i32): void {
  const group = integer(Part.packGroup);
  const panelsA = divideUp(integer(Part.rows), TILE_ROWS);
  const end = min(integer(Part.panelsToPack), (chunk + 1) * group);
  const depth = integer(Part.depth);
  const runs = runsOf(integer(Part.inner), depth);
  for (let run = 0; run < runs; run++) {
    for (let panel = chunk * group; panel < end; panel++) {
      const length = min(depth, integer(Part.inner) - run * depth);
      if (panel < panelsA) packPanelOfA(panel, run, length);
      else packPanelOfB(panel - panelsA, run, length);
    }
  }
}

function packPanelOfA(panel: i32, run: i32, length: i32): void {
  const rows = integer(Part.rows);
  const depth = integer(Part.depth);
  const step = address(Part.stepA);
  const index = run * divideUp(rows, TILE_ROWS) + panel;
  const target = address(Part.packedA) + <usize>(index * depth) * ENTRY_BYTES;
  const keep = integer(Part.keepsZeros);
  const height = min(TILE_ROWS, rows - panel * TILE_ROWS);
  const row = <usize>(panel * TILE_ROWS);
  const p = <usize>(run * depth);
  const end = integer(Part.transposeA)
    ? packEntriesAlong(address(Part.A) + p * step + (row << 2), step, height, length, keep, target)
    : packEntriesAcross(address(Part.A) + row * step + (p << 2), step, height, length, keep, target);
  store<u32>(address(Part.ends) + (<usize>index << 2), <u32>end);
}

function packPanelOfB(panel: i32, run: i32, length: i32): void {
  const columns = integer(Part.columns);
  const depth = integer(Part.depth);
  const step = address(Part.stepB);
  const index = run * divideUp(columns, TILE_COLUMNS) + panel;
  const target = address(Part.packedB) + <usize>(index * depth) * ROW_BYTES;
  const width = min(TILE_COLUMNS, columns - panel * TILE_COLUMNS);
  const column = <usize>(panel * TILE_COLUMNS);
  const p = <usize>(run * depth);
  if (integer(Part.transposeB)) packRowsAcross(address(Part.B) + column * step + (p << 2), step, width, length, target);
  else packRowsAlong(address(Part.B) + p * step + (column << 2), step, width, length, target);
  const isChecked = integer(Part.keepsZeros) == 0;
  store<u32>(address(Part.nonFinite) + (<usize>index << 2), u32(isChecked && holdsNonFinite(target, length)));
}

function multiply(panelsA: i32, panelsB: i32, inner: i32): void {
  const products = <i64>(TILE_ROWS * TILE_COLUMNS) * inner;
  const tiles = <i32>max(1, max(CHUNK_PRODUCTS, (products * panelsA * panelsB) / CHUNKS) / products);
  const most = divideUp(panelsA, divideUp(panelsA, BLOCK_PANELS));
  const strip = min(panelsB, max(1, tiles / most));
  const block = min(most, max(1, tiles / strip));
  setInteger(Part.blockPanels, block);
  setInteger(Part.stripPanels, strip);
  parallel(multiplyChunk, divideUp(panelsA, block) * divideUp(panelsB, strip));
}

/** The tiles of a block of rows and a strip of columns, then their activation. */
function multiplyChunk(chunk: i32): void {
  const panelsA = divideUp(integer(Part.rows), TILE_ROWS);
  const panelsB = divideUp(integer(Part.columns), TILE_COLUMNS);
  const strips = divideUp(panelsB, integer(Part.stripPanels));
  const top = (chunk / strips) * integer(Part.blockPanels);
  const left = (chunk % strips) * integer(Part.stripPanels);
  const bottom = min(panelsA, top + integer(Part.blockPanels));
  const right = min(panelsB, left + integer(Part.stripPanels));
  const depth = integer(Part.depth);
  const runs = runsOf(integer(Part.inner), depth);
  for (let run = 0; run < runs; run++) {
    for (let panel = left; panel < right; panel++) multiplyPanel(panel, run, top, bottom);
  }
  if (integer(Part.activation) != LINEAR) activateBlock(top, bottom, left, right);
}

/** The tiles of one panel of B in one run, for the panels of A from `top` to `bottom`. */
function multiplyPanel(panel: i32, run: i32, top: i32, bottom: i32): void {
  const rows = integer(Part.rows);
  const depth = integer(Part.depth);
  const step = address(Part.stepC);
  const length = min(depth, integer(Part.inner) - run * depth);
  const adds = run > 0 || integer(Part.adds) != 0;
  const index = run * divideUp(integer(Part.columns), TILE_COLUMNS) + panel;
  const b = address(Part.packedB) + <usize>(index * depth) * ROW_BYTES;
  const width = min(TILE_COLUMNS, integer(Part.columns) - panel * TILE_COLUMNS);
  const isFinite = load<u32>(address(Part.nonFinite) + (<usize>index << 2)) == 0;
  const bias = address(Part.bias) + (<usize>(panel * TILE_COLUMNS) << 2);
  const startsAtBias = !adds && address(Part.bias) != 0;
  const left = startsAtBias ? v128.load(bias) : f32x4.splat(0);
  const right = startsAtBias && width > 4 ? v128.load(bias, 16) : f32x4.splat(0);
  const first = run * divideUp(rows, TILE_ROWS);
  let a = address(Part.packedA) + <usize>((first + top) * depth) * ENTRY_BYTES;
  let end = address(Part.ends) + (<usize>(first + top) << 2);
  let c = address(Part.C) + <usize>(top * TILE_ROWS) * step + (<usize>(panel * TILE_COLUMNS) << 2);
  for (let i = top; i < bottom; i++) {
    const height = min(TILE_ROWS, rows - i * TILE_ROWS);
    const last = <usize>load<u32>(end);
    let x = left;
    let y = right;
    if (!isFinite) {
      x = f32x4.add(x, zeroTimesLeftOut(a, last, b, length));
      y = f32x4.add(y, zeroTimesLeftOut(a, last, b + 16, length));
    }
    if (width > 4) tile(a, last, b, c, step, height, width, x, y, adds);
    else halfTile(a, last, b, c, step, height, width, x, adds);
    a += <usize>depth * ENTRY_BYTES;
    end += 4;
    c += <usize>TILE_ROWS * step;
  }
}

function activateBlock(top: i32, bottom: i32, left: i32, right: i32): void {
  const step = address(Part.stepC);
  const last = min(integer(Part.rows), bottom * TILE_ROWS);
  const start = address(Part.C) + (<usize>(left * TILE_COLUMNS) << 2);
  const width = min(integer(Part.columns), right * TILE_COLUMNS) - left * TILE_COLUMNS;
  for (let row = top * TILE_ROWS; row < last; row++) activate(start + <usize>row * step, width, integer(Part.activation));
}
