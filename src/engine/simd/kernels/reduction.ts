import { backend_util, Max, Mean, Min, Sum, util } from "@tensorflow/tfjs-core";
import type { Kernel } from "../../cpu/arrayKernel";
import { COLUMN_SUMS } from "../../operations/columnSums";
import { GLOBAL_NORM } from "../../operations/globalNorm";
import { type FloatTensor, floatKernel, type KernelScope } from "../floatKernel";
import { withScratch } from "../machine";
import { type AxisRun, axisRuns } from "./axisRuns";

/** In the order of assembly/reductionOfRows.ts. */
type Reduction = 0 | 1 | 2;
const SUM: Reduction = 0;
const LARGEST: Reduction = 1;
const SMALLEST: Reduction = 2;

interface ReductionAttributes {
  /** Max calls its axes reductionIndices. */
  axis?: number | number[];
  reductionIndices?: number | number[];
  keepDims: boolean;
}

/** tfjs's reductions over any axes. Sums are kept in float64 and rounded once for each run of neighbouring axes. */
export const REDUCTION_KERNELS: readonly Kernel[] = [
  reductionKernel(Sum, SUM, () => 1),
  reductionKernel(Mean, SUM, ({ n }) => n),
  reductionKernel(Max, LARGEST, () => 1),
  reductionKernel(Min, SMALLEST, () => 1),
];

/** Σ over rows, as `columnSums` in the cpu engine. */
export const columnSumsKernel = floatKernel<{ x: FloatTensor }>(COLUMN_SUMS, ({ machine, output }, { x }) => {
  const [n, inner] = x.shape;
  const out = output([inner]);
  reduce({ machine }, SUM, x.address, out.address, { outer: 1, n, inner }, 1);
  return out;
});

export const globalNormKernel = floatKernel<Record<string, FloatTensor>>(GLOBAL_NORM, ({ machine, output }, gradients) => {
  const { kernels } = machine;
  let squares = 0;
  for (const { address, size } of Object.values(gradients)) {
    if (size === 0) continue;
    squares += withScratch(machine, kernels.reductionBytes(1, size, 1) >>> 0, (scratch) => kernels.sumOfSquares(address, scratch, size));
  }
  const out = output([]);
  machine.floats()[out.address / 4] = Math.sqrt(squares);
  return out;
});

function reductionKernel(name: string, reduction: Reduction, divisorOf: (run: AxisRun) => number): Kernel {
  return floatKernel<{ x: FloatTensor }, ReductionAttributes>(name, (scope, { x }, { axis, reductionIndices, keepDims }) => {
    const axes = util.parseAxisParam(axis ?? reductionIndices ?? x.shape.map((_, i) => i), x.shape);
    const [shape] = backend_util.computeOutAndReduceShapes(x.shape, axes);
    const out = scope.output(keepDims ? backend_util.expandShapeToKeepDim(shape, axes) : shape);
    reduceRuns(scope, reduction, x.address, out.address, axisRuns(x.shape, axes), divisorOf);
    return out;
  });
}

/** The last run first, each into scratch memory of its own; the first one into `out`. */
function reduceRuns(
  scope: Pick<KernelScope, "machine">,
  reduction: Reduction,
  x: number,
  out: number,
  runs: AxisRun[],
  divisorOf: (run: AxisRun) => number,
): void {
  const last = runs[runs.length - 1];
  if (runs.length === 1) {
    reduce(scope, reduction, x, out, last, divisorOf(last));
    return;
  }
  withScratch(scope.machine, 4 * last.outer * last.inner, (reduced) => {
    reduce(scope, reduction, x, reduced, last, divisorOf(last));
    reduceRuns(scope, reduction, reduced, out, runs.slice(0, -1), divisorOf);
  });
}

function reduce(
  { machine }: Pick<KernelScope, "machine">,
  reduction: Reduction,
  x: number,
  out: number,
  run: AxisRun,
  divisor: number,
): void {
  const { outer, n, inner } = run;
  if (n === 0) machine.floats().fill(reduction === SUM ? 0 : Number.NaN, out / 4, out / 4 + outer * inner);
  if (outer * n * inner === 0) return;
  const { kernels } = machine;
  withScratch(machine, kernels.reductionBytes(outer, n, inner) >>> 0, (scratch) => {
    kernels.reduce(reduction, x, out, scratch, outer, n, inner, divisor);
  });
}
