import type { Experiment } from "../experiment/experiment";
import { RANGES } from "../experiment/ranges";
import type { KlColumns } from "../inference/objectiveValue";
import { crc32 } from "../numeric/crc32";
import { parameterSpecs } from "../vae/modelSpec";
import { readCurve } from "./historyReader";
import type { StoredRun } from "./liveRun";
import type { MetricsSnapshot } from "./metrics";
import { packText, unpackText } from "./packedText";
import type { RunSnapshot } from "./runState";
import { type ContainerKind, type NamedArray, quoted, readSafetensors, type SafetensorsFile, writeSafetensors } from "./safetensors";
import { parameterArrays, readCount, readExperiment, takeParameters } from "./weightsFile";

/**
 * A run as one file, and as a checkpoint: the weights file's container and names, with Adam's moments (`adam.m.…`, `adam.v.…`), what has been
 * summed for the next point of the curve (`metrics.sums`), and the curve itself (`curve`, see `packedText.ts`). Going on from it makes the
 * same numbers, to the bit on one engine, as going on without it.
 */

const FORMAT = "vae-playground-run/";
const VERSION = 1;

/** Three times the largest model, and the curve of a long run. */
const RUN_FILE: ContainerKind = { name: "run file", mostMegabytes: 256, mostTensors: 800 };

const ADAM = { first: "adam.m.", second: "adam.v." } as const;

/** What a run file holds. */
export interface RunFile {
  run: Omit<StoredRun, "record"> & { record: Omit<StoredRun["record"], "runId"> };
  /** As its owner calls it; null where it has no name. */
  name: string | null;
}

function refuse(reason: string): never {
  throw new Error(`the run file was refused: ${reason}`);
}

/** Of all arrays in their order, and of the metadata but for the checksum itself; eight hexadecimal digits. */
function checksumOf({ arrays, metadata }: SafetensorsFile): string {
  const { checksum: _own, ...described } = metadata;
  const text = JSON.stringify([
    Object.entries(described).sort(([a], [b]) => (a < b ? -1 : 1)),
    arrays.map(({ name, shape }) => [name, shape]),
  ]);
  const start = crc32(new TextEncoder().encode(text));
  const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array) => new Uint8Array(buffer, byteOffset, byteLength);
  const sum = arrays.reduce((before, { values }) => crc32(bytesOf(values), before), start);
  return sum.toString(16).padStart(8, "0");
}

/** The file's bytes. Weights must be finite. */
export function writeRun({ run, name }: RunFile, app: string): Uint8Array {
  const { record, scheduleStart, snapshot, metrics } = run;
  const specs = parameterSpecs(record.experiment);
  const curve = packText(JSON.stringify({ history: record.history, changes: record.changes }));
  const arrays: NamedArray[] = [
    ...parameterArrays(specs, snapshot.parameters),
    ...parameterArrays(specs, snapshot.first, ADAM.first),
    ...parameterArrays(specs, snapshot.second, ADAM.second),
    ...(metrics === null ? [] : [{ name: "metrics.sums", shape: [metrics.sums.length], values: metrics.sums }]),
    { name: "curve", shape: [curve.length], values: curve },
  ];
  const state = {
    updates: snapshot.updates,
    scheduleStart,
    baseline: snapshot.baseline,
    metrics: metrics && { layout: metrics.layout, count: metrics.count, lastBeta: metrics.lastBeta },
  };
  const metadata: Record<string, string> = {
    format: FORMAT + VERSION,
    app,
    experiment: JSON.stringify(record.experiment),
    step: String(snapshot.step),
    state: JSON.stringify(state),
    ...(name === null ? {} : { name }),
  };
  return writeSafetensors({ arrays, metadata: { ...metadata, checksum: checksumOf({ arrays, metadata }) } });
}

/** True of bytes that say of themselves that they are a run file, whatever else is wrong with them. */
export function isRunFile(bytes: Uint8Array): boolean {
  return new TextDecoder().decode(bytes.subarray(8, 8 + 64 * 1024)).includes(`"format":"${FORMAT}`);
}

function checkFormat(format: string | undefined): void {
  const version = format?.startsWith(FORMAT) ? Number(format.slice(FORMAT.length)) : Number.NaN;
  if (!Number.isInteger(version)) refuse(`its format is "${format?.slice(0, 40) ?? "not named"}"; "${FORMAT}${VERSION}" is read`);
  if (version > VERSION)
    refuse(`it was written by a newer version of the page (format ${version}; this page reads ${VERSION}). It was left as it is`);
  if (version < VERSION) refuse(`its format ${version} has never been written`);
}

/** The part of the run's state that is plain values. */
function readState(text: string | undefined) {
  let state: unknown;
  try {
    state = JSON.parse(text ?? "");
  } catch {
    return refuse("its state is not JSON");
  }
  if (typeof state !== "object" || state === null) return refuse("its state is not an object");
  return state as Record<string, unknown>;
}

const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);

function readBaseline(value: unknown): RunSnapshot["baseline"] {
  if (value === null || value === undefined) return null;
  const { average, updates } = value as Record<string, unknown>;
  // It becomes a float32, in which a larger number is infinite.
  if (!isNumber(average) || !Number.isFinite(Math.fround(average))) return refuse("its moving average is not a number of the engine's");
  return { average, updates: readCount(updates, "number of updates of the moving average", RUN_FILE) };
}

/** Of the columns of the KL, which lengths their sums may have. */
function isColumns(kind: unknown, columns: number, { latent }: Experiment): kind is KlColumns {
  switch (kind) {
    case "dimensions":
      return columns === latent.dim || columns === latent.dim + 1;
    case "layers":
      return columns === 2;
    case "total":
      return columns === 1;
    default:
      return false;
  }
}

/** Sums are [steps, reconstruction, KL, loss, (L_K,) the KL's columns]; the first is read as the sign of an engine at work. */
function readMetrics(value: unknown, sums: Float32Array | undefined, experiment: Experiment): MetricsSnapshot | null {
  if (value === null || value === undefined || sums === undefined) return null;
  const { layout, count, lastBeta } = value as Record<string, unknown>;
  const { samples, klColumns } = (layout ?? {}) as Record<string, unknown>;
  const isBound = isNumber(samples) && Number.isInteger(samples) && samples > 0;
  const isKnown = isColumns(klColumns, sums.length - (isBound ? 5 : 4), experiment);
  if (!isKnown || !(samples === null || isBound) || !isNumber(lastBeta) || lastBeta < 0 || lastBeta > RANGES["objective.beta.value"].max) {
    return refuse("what it had summed for the next point is not described");
  }
  if (!isNumber(count) || count < 1 || sums[0] !== count) return refuse("what it had summed for the next point is not of so many steps");
  return { layout: { samples, klColumns }, sums, count, lastBeta };
}

/** @throws Error for a mean of squares below 0, whose root the next step would take. */
function checkSquares(second: readonly Float32Array[]): Float32Array[] {
  if (!second.every((values) => values.every((value) => value >= 0))) refuse("a second moment of Adam is below 0");
  return [...second];
}

function readCurveOf(array: NamedArray | undefined) {
  if (array === undefined) return refuse('"curve" is missing');
  try {
    return readCurve(unpackText(array.values));
  } catch (error) {
    return refuse(`its curve cannot be read: ${error instanceof Error ? error.message.slice(0, 200) : error}`);
  }
}

/** @throws Error with the reason when it is damaged, of a newer version, or holds anything but one whole run. */
export function readRun(bytes: Uint8Array): RunFile {
  const file = readSafetensors(bytes, RUN_FILE);
  const { arrays, metadata } = file;
  checkFormat(metadata.format);
  if (metadata.checksum !== checksumOf(file)) refuse("it is damaged (its checksum is not that of its contents)");
  const experiment = readExperiment(metadata.experiment, RUN_FILE);
  const specs = parameterSpecs(experiment);
  const byName = new Map(arrays.map((array) => [array.name, array]));
  const known = new Set(["curve", "metrics.sums", ...specs.flatMap(({ name }) => [name, ADAM.first + name, ADAM.second + name])]);
  const extra = arrays.find(({ name }) => !known.has(name));
  if (extra !== undefined) refuse(`${quoted(extra.name)} does not belong to its experiment`);
  const step = readCount(metadata.step, "step", RUN_FILE);
  const state = readState(metadata.state);
  const count = (name: string) => readCount(state[name], name, RUN_FILE);
  const snapshot: RunSnapshot = {
    step,
    updates: count("updates"),
    parameters: takeParameters(specs, byName, RUN_FILE),
    first: takeParameters(specs, byName, RUN_FILE, ADAM.first),
    second: checkSquares(takeParameters(specs, byName, RUN_FILE, ADAM.second)),
    baseline: readBaseline(state.baseline),
  };
  const record = { experiment, step, ...readCurveOf(byName.get("curve")) };
  const metrics = readMetrics(state.metrics, byName.get("metrics.sums")?.values, experiment);
  const scheduleStart = count("scheduleStart");
  if (scheduleStart > step) refuse(`its β schedule begins at step ${scheduleStart}, after its last step, ${step}`);
  return { run: { record, scheduleStart, snapshot, metrics }, name: metadata.name ?? null };
}
