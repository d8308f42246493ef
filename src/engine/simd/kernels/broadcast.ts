/** Some neighbouring axes of a result that two operands go along in the same way: how many numbers, and how far each operand moves. */
export interface BroadcastAxis {
  size: number;
  aStride: number;
  bStride: number;
}

/** The axes of `shape`, to which a and b are broadcast, as few as they can be: neighbours joined, those of size 1 left out. */
export function broadcastAxes(a: readonly number[], b: readonly number[], shape: readonly number[]): BroadcastAxis[] {
  const axes: BroadcastAxis[] = [];
  let [aStride, bStride] = [1, 1];
  for (let fromEnd = 1; fromEnd <= shape.length; fromEnd++) {
    const size = shape[shape.length - fromEnd];
    if (size === 1) continue;
    const aMoves = (a[a.length - fromEnd] ?? 1) !== 1;
    const bMoves = (b[b.length - fromEnd] ?? 1) !== 1;
    const inner = axes[0];
    if (inner && inner.aStride > 0 === aMoves && inner.bStride > 0 === bMoves) inner.size *= size;
    else axes.unshift({ size, aStride: aMoves ? aStride : 0, bStride: bMoves ? bStride : 0 });
    if (aMoves) aStride *= size;
    if (bMoves) bStride *= size;
  }
  return axes;
}
