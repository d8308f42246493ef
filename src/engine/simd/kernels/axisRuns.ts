/** Neighbouring axes that are reduced together: `outer` numbers before them, `n` along them, `inner` after them once later runs are gone. */
export interface AxisRun {
  outer: number;
  n: number;
  inner: number;
}

/** The runs of axes in `shape`, from the first to the last, at least one; an axis of size 1 may lie within a run. */
export function axisRuns(shape: readonly number[], axes: readonly number[]): AxisRun[] {
  const runs: AxisRun[] = [];
  let outer = 1;
  let isOpen = false;
  shape.forEach((size, axis) => {
    const isReduced = axes.includes(axis);
    if (size !== 1) {
      if (isReduced && !isOpen) runs.push({ outer, n: 1, inner: 1 });
      isOpen = isReduced;
      if (isReduced) runs[runs.length - 1].n *= size;
      else for (const run of runs) run.inner *= size;
    }
    outer *= size;
  });
  return runs.length > 0 ? runs : [{ outer, n: 1, inner: 1 }];
}
