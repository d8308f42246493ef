/** What a numeric setting may be, both ends included. */
export interface Range {
  min: number;
  max: number;
  integer: boolean;
  /** Also null ("none"). */
  nullable?: boolean;
}

const real = (min: number, max: number): Range => ({ min, max, integer: false });
const whole = (min: number, max: number): Range => ({ min, max, integer: true });

/** The longest a hidden stack may be, in layers. */
export const MAX_HIDDEN_LAYERS = 5;

/** Ranges by dotted path in the experiment; a list's entries go by the list's path. */
export const RANGES = {
  seed: whole(0, 4294967295),
  "data.trainSize": whole(1, 60000),
  "data.digits": whole(0, 9),
  "network.encoder": whole(1, 1024),
  "network.decoder": whole(1, 1024),
  "latent.dim": whole(1, 64),
  "objective.samples": whole(1, 64),
  "objective.beta.value": real(0, 1000),
  "objective.beta.from": real(0, 1000),
  "objective.beta.to": real(0, 1000),
  "objective.beta.steps": whole(1, 10_000_000),
  "objective.beta.period": whole(1, 10_000_000),
  "objective.beta.ramp": real(0.001, 1),
  "objective.freeBits.nats": real(0, 10),
  "optimizer.learningRate": real(1e-8, 10),
  "optimizer.beta1": real(0, 0.999999),
  "optimizer.beta2": real(0, 0.9999999),
  "optimizer.epsilon": real(1e-16, 1),
  "optimizer.clipNorm": { min: 1e-6, max: 1e6, integer: false, nullable: true },
  batchSize: whole(1, 2048),
  stopAfterEpochs: { min: 1, max: 100_000, integer: true, nullable: true },
} as const satisfies Record<string, Range>;

export type RangedField = keyof typeof RANGES;

/** "a whole number from 1 to 64", "a number from 0 to 10 or none". */
export function describeRange(range: Range): string {
  const number = `${range.integer ? "a whole number" : "a number"} from ${range.min} to ${range.max}`;
  return range.nullable ? `${number}, or none` : number;
}
