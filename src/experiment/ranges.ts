import { isPlain, valueAt } from "./paths";
import { type FamilyFacts, POSTERIORS } from "./posteriors";

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
  "latent.prior.upper": whole(1, 64),
  "likelihood.sigma": real(0.01, 10),
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

/** K of IWAE's bound. */
const IWAE_SAMPLES: Range = whole(1, 512);

/** K of each kind of objective. */
export const SAMPLE_RANGES = { elbo: RANGES["objective.samples"] as Range, iwae: IWAE_SAMPLES } as const;

/** The range of a field in what may become an experiment: some ranges are those of a kind. Undefined for what is not a number. */
export function rangeOf(root: unknown, field: string): Range | undefined {
  const [, family, parameter] = /^(latent\.posterior)\.(\w+)$/.exec(field) ?? [];
  if (family !== undefined) return familyRange(valueAt(root, family), parameter);
  if (field === "objective.samples" && valueAt(root, "objective.kind") === "iwae") return IWAE_SAMPLES;
  return Object.hasOwn(RANGES, field) ? RANGES[field as RangedField] : undefined;
}

function familyRange(spec: unknown, parameter: string): Range | undefined {
  if (!isPlain(spec) || !Object.hasOwn(POSTERIORS, String(spec.kind))) return undefined;
  const { parameters }: FamilyFacts = POSTERIORS[spec.kind as keyof typeof POSTERIORS];
  const found = parameters.find(({ name }) => name === parameter);
  return found && whole(found.min, found.max);
}

/** "a whole number from 1 to 64", "a number from 0 to 10 or none". */
export function describeRange(range: Range): string {
  const number = `${range.integer ? "a whole number" : "a number"} from ${range.min} to ${range.max}`;
  return range.nullable ? `${number}, or none` : number;
}
