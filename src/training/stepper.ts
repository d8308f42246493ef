import { clone, dispose, type Scalar, type Tensor, tidy } from "@tensorflow/tfjs-core";
import { IMAGE_PIXELS } from "../data/manifest";
import { adamAttributes } from "../engine/operations/adamStep";
import { keepsRecords, prepareStep, type RecordedValues, recordStep, type StepRecord } from "../engine/stepRecord";
import type { Experiment } from "../experiment/experiment";
import { baselineCorrection } from "../inference/scoreBaseline";
import { isMoving } from "./baseline";
import { makeMinibatch } from "./minibatches";
import type { RunState } from "./runState";
import { type StepMetrics, type StepOptions, trainStep } from "./trainStep";

/** One step of training: which images of which bytes, the β in force, whether the gradient's norm is wanted, what to add the metrics to. */
export interface StepRequest extends StepOptions {
  experiment: Experiment;
  bytes: Uint8Array;
  images: Uint32Array;
}

/** Makes a run's steps, where the engine keeps records from the record of an earlier one: the same numbers, sooner. */
export interface Stepper {
  /** Consumes the earlier metrics. */
  step(run: RunState, request: StepRequest): StepMetrics;
  /** Makes ready what the engine needs for such a step; the run stays as it is. Done once, and again after it has failed. */
  prepare(run: RunState, request: StepRequest): Promise<void>;
  /** Lets go of the records. */
  dispose(): void;
}

interface Kept extends Pick<StepMetrics, "layout" | "isSameLayout"> {
  record: StepRecord;
}

/** Steps that are made before one is recorded: the first send the weights and make programs. */
const WARM_UP = 3;

function plainStep(run: RunState, request: StepRequest): StepMetrics {
  const { experiment, bytes, images } = request;
  const batch = makeMinibatch(experiment, bytes, images, run.step);
  try {
    return trainStep(experiment, run, batch, request);
  } finally {
    dispose([batch.x, batch.noise]);
  }
}

function operationsStep(run: RunState, request: StepRequest): StepMetrics {
  const metrics = plainStep(run, request);
  request.earlier?.sums.dispose();
  return metrics;
}

/** What a step replaces: what it has changed of the run, and the metrics. */
const stateOf = ({ parameters, first, second, baseline }: RunState, { objective }: Experiment, metrics: Tensor | undefined): Tensor[] => [
  ...parameters,
  ...first,
  ...second,
  ...(baseline !== null && isMoving(objective) ? [baseline.average] : []),
  ...(metrics === undefined ? [] : [metrics]),
];

const before = (run: RunState, { experiment, earlier }: StepRequest): Tensor[] => stateOf(run, experiment, earlier?.sums);

function valuesOf({ step, updates, baseline }: RunState, { experiment, beta, earlier }: StepRequest): RecordedValues {
  const { stepSize, secondCorrection } = adamAttributes({ ...experiment.optimizer, step: updates + 1 });
  const correction = baseline === null ? 0 : baselineCorrection(baseline.updates);
  const carry = earlier?.isCarried ? 1 : 0;
  return { step, stepSize, inverseSecondCorrection: 1 / secondCorrection, beta, baselineCorrection: correction, carry };
}

function record(run: RunState, request: StepRequest): { metrics: StepMetrics; kept: Kept | null } {
  let made: StepMetrics | undefined;
  const compute = () => {
    made = plainStep(run, request);
    return [...stateOf(run, request.experiment, made.values), ...(made.gradientNorm === undefined ? [] : [made.gradientNorm])];
  };
  const { record: noted } = recordStep(before(run, request), valuesOf(run, request), compute);
  if (made === undefined) throw new Error("the step was not made");
  request.earlier?.sums.dispose();
  const { layout, isSameLayout } = made;
  return { metrics: made, kept: noted && { record: noted, layout, isSameLayout } };
}

/** The step from its record; null where that does not hold any more. */
function play(run: RunState, request: StepRequest, { record: noted, layout, isSameLayout }: Kept): StepMetrics | null {
  const { bytes, images, experiment } = request;
  const outputs = noted.play(before(run, request), valuesOf(run, request), { bytes, images, pixels: IMAGE_PIXELS });
  if (outputs === null) return null;
  const count = run.parameters.length;
  const [parameters, first, second] = [0, 1, 2].map((which) => outputs.slice(which * count, (which + 1) * count));
  const others = outputs.slice(3 * count);
  Object.assign(run, { parameters, first, second });
  const { baseline } = run;
  if (baseline !== null && isMoving(experiment.objective)) {
    run.baseline = { average: others.shift() as Scalar, updates: baseline.updates + 1 };
  }
  run.step += 1;
  run.updates += 1;
  const [values, gradientNorm] = others;
  return { layout, values, isSameLayout, gradientNorm: gradientNorm as StepMetrics["gradientNorm"] };
}

/** Two steps of copies, which come to nothing: the first as a run begins, the second as it goes on. */
function rehearse(run: RunState, request: StepRequest): void {
  tidy(() => {
    const copy = (tensors: Tensor[]) => tensors.map((tensor) => clone(tensor));
    const baseline = run.baseline && { ...run.baseline, average: clone(run.baseline.average) };
    const copied = { ...run, parameters: copy(run.parameters), first: copy(run.first), second: copy(run.second), baseline };
    const { layout, values } = plainStep(copied, request);
    plainStep(copied, { ...request, earlier: { layout, sums: values, isCarried: true } });
  });
}

export function createStepper(): Stepper {
  /** By what is wanted beside the update; null where the step cannot be recorded. */
  const records = new Map<string, Kept | null>();
  let of: Pick<StepRequest, "experiment" | "bytes"> & { count: number } = {
    experiment: {} as Experiment,
    bytes: new Uint8Array(),
    count: 0,
  };
  let made = 0;

  const forget = () => {
    for (const kept of records.values()) kept?.record.dispose();
    records.clear();
    made = 0;
  };

  const begin = ({ experiment, bytes, images }: StepRequest) => {
    if (experiment === of.experiment && bytes === of.bytes && images.length === of.count) return;
    forget();
    of = { experiment, bytes, count: images.length };
  };

  let preparing: Promise<void> | null = null;

  return {
    prepare(run, request) {
      preparing ??= prepareStep(before(run, request), () => rehearse(run, request)).catch((error: unknown) => {
        preparing = null;
        throw error;
      });
      return preparing;
    },
    step(run, request) {
      if (!keepsRecords()) return operationsStep(run, request);
      begin(request);
      const key = `${request.wantNorm} ${request.earlier !== undefined}`;
      const kept = records.get(key);
      const played = kept ? play(run, request, kept) : null;
      if (played !== null) return played;
      if (kept) forget();
      made += 1;
      // A moving average begins with the first step, which is therefore unlike the others.
      const isOdd = isMoving(request.experiment.objective) && run.baseline === null;
      if (kept === null || made <= WARM_UP || isOdd) return operationsStep(run, request);
      const recorded = record(run, request);
      records.set(key, recorded.kept);
      return recorded.metrics;
    },
    dispose: forget,
  };
}
