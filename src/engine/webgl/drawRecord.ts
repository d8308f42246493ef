import { engine, type Tensor, type TensorInfo } from "@tensorflow/tfjs-core";
import type { GatherAttributes } from "../operations/gatherImages";
import type { StepValues } from "../operations/stepScalar";
import { type Captured, capture } from "./drawCapture";
import { sharedTextures } from "./lifetimes";
import { type Place, playDraws } from "./playDraws";
import type { Release } from "./texturePool";
import type { WebglBackend } from "./webglBackend";

/** What differs between steps; where a minibatch begins, the engine knows itself. */
export type RecordedValues = Omit<StepValues, "offset">;

/** The images of a step. */
export type StepImages = Pick<GatherAttributes, "bytes" | "images" | "pixels">;

/** A step as an engine noted it, to be made again without the operations that it came from. */
export interface StepRecord {
  /**
   * The outputs for these inputs, of the recorded step's shapes. An output takes the place of the input of its number, whose tensor it then
   * is, unless clones of that hold on to what it was; further outputs are new. All are the caller's. Null where the record does not hold any
   * more, for example because the images have moved: then nothing was done.
   */
  play(inputs: readonly Tensor[], values: RecordedValues, images: StepImages): Tensor[] | null;
  dispose(): void;
}

/** Makes the step and notes its draws. See `recordStep`. The record is null where an output is not drawn by the step, packed and plain. */
export function recordDraws(
  backend: WebglBackend,
  inputs: readonly Tensor[],
  values: RecordedValues,
  compute: () => Tensor[],
): { outputs: Tensor[]; record: StepRecord | null } {
  const inputTextures = inputs.map((input) => backend.plainTexture(input));
  const { result: outputs, captured, releases } = captureSeparately(backend, compute);
  const outputTextures = outputs.flatMap((output) => backend.plainTexture(output) ?? []);
  const own = ownTextures(backend, captured, inputTextures, outputTextures, releases);
  const isWhole = outputTextures.length === outputs.length && !inputTextures.includes(null) && !backend.isSpoiled;
  if (own === null || !isWhole || !areWritten(captured, outputTextures) || !holds(captured, values)) {
    for (const release of releases) backend.pool.drop(...release);
    backend.programs.forgetTargets();
    return { outputs, record: null };
  }
  return { outputs, record: makeRecord(backend, captured, { inputTextures, outputTextures, outputs, own, releases }) };
}

/** Makes the step over textures that nothing else uses, so that each has one meaning in it. */
function captureSeparately(backend: WebglBackend, compute: () => Tensor[]): { result: Tensor[]; captured: Captured; releases: Release[] } {
  const separated = backend.pool.separate();
  backend.isSpoiled = false;
  try {
    const made = capture(backend.context, backend.programs, () => {
      const outputs = compute();
      for (const { dataId } of outputs) backend.settle(dataId);
      return outputs;
    });
    return { ...made, releases: separated.end() };
  } catch (error) {
    for (const release of separated.end()) backend.pool.release(...release);
    throw error;
  }
}

/** True where every number that is said to vary is the one it was at this step. */
function holds({ draws }: Captured, values: RecordedValues): boolean {
  const known = values as Partial<StepValues>;
  return draws.every(({ uniforms }) =>
    uniforms.every(({ values: numbers, varying }) =>
      varying.every(({ index, name }) => name === "offset" || Object.is(known[name], numbers[index])),
    ),
  );
}

/** True where each output is drawn by the step itself, to a texture of its own. */
function areWritten({ draws }: Captured, outputs: readonly WebGLTexture[]): boolean {
  const written = new Set(draws.flatMap(({ targets }) => targets));
  return new Set(outputs).size === outputs.length && outputs.every((texture) => written.has(texture));
}

/**
 * The textures that only this step uses: written or sent within it and released by its end. Null where a draw reads something else that is
 * neither input nor resident, or where what was sent is written over: a second time it would not be there.
 */
function ownTextures(
  backend: WebglBackend,
  { draws, uploads }: Captured,
  inputs: readonly (WebGLTexture | null)[],
  outputs: readonly WebGLTexture[],
  releases: readonly Release[],
): Release[] | null {
  const released = new Map(releases.map((release) => [release[0].texture, release]));
  const written = new Set(draws.flatMap(({ targets }) => targets));
  const isKnown = (texture: WebGLTexture) =>
    inputs.includes(texture) || outputs.includes(texture) || backend.images.owns(texture) || released.has(texture);
  const used = new Set(draws.flatMap(({ textures, targets }) => [...textures, ...targets]));
  const sent = uploads.filter((texture) => !backend.images.owns(texture));
  if (![...used].every(isKnown) || sent.some((texture) => written.has(texture)) || new Set(sent).size < sent.length) return null;
  const isOwn = (texture: WebGLTexture) => !inputs.includes(texture) && !outputs.includes(texture);
  return [...used].filter(isOwn).flatMap((texture): Release[] => {
    const release = released.get(texture);
    return release === undefined ? [] : [release];
  });
}

interface Parts {
  inputTextures: readonly (WebGLTexture | null)[];
  outputTextures: readonly WebGLTexture[];
  outputs: readonly Tensor[];
  own: Release[];
  releases: readonly Release[];
}

function makeRecord(backend: WebglBackend, { draws, uploads }: Captured, parts: Parts): StepRecord {
  const { inputTextures, outputTextures, outputs, own, releases } = parts;
  // What the step has given up, the inputs above all, has been replaced by new textures.
  for (const release of releases) if (!own.includes(release)) backend.pool.drop(...release);
  const constant = new Set(uploads);
  const isIntermediate = ([{ texture }]: Release) => !constant.has(texture);
  const shared = sharedTextures(
    draws,
    own.filter(isIntermediate).map(([{ texture }, shape, usage, isPacked]) => ({ texture, kind: `${shape} ${usage} ${isPacked}` })),
  );
  const kept = own.filter(([{ texture }]) => (shared.get(texture) ?? texture) === texture);
  for (const release of own) if (!kept.includes(release)) backend.pool.drop(...release);
  // A framebuffer would keep what it is of.
  backend.programs.forgetTargets();
  const placeOf = (texture: WebGLTexture): Place => {
    const [input, output] = [inputTextures.indexOf(texture), outputTextures.indexOf(texture)];
    if (input >= 0) return { input };
    return output >= 0 ? { output } : { texture: shared.get(texture) ?? texture };
  };
  const resident = draws.flatMap(({ textures }) => textures).filter((texture) => backend.images.owns(texture));
  const play = playDraws(backend.context, backend.programs, draws, placeOf);
  const infos: TensorInfo[] = outputs.map(({ dataId, shape, dtype }) => ({ dataId, shape: [...shape], dtype }));
  /** What the outputs are drawn to: where an input was, as long as nobody else holds it. */
  const spares: (TensorInfo | undefined)[] = infos.map(() => undefined);
  return {
    play(inputs, values, { bytes, images, pixels }) {
      const located = backend.images.locate(bytes, pixels, images);
      const textures = inputs.map((input) => backend.plainTexture(input));
      const isSame = located !== null && resident.every((texture) => texture === located.pixels || texture === located.order);
      if (located === null || !isSame || !textures.every((texture) => texture !== null)) return null;
      const targets = spares.map((spare, i) => spare ?? backend.allocate(infos[i].shape));
      play(
        textures,
        targets.map((target) => backend.textureIn(target)),
        { ...values, offset: located.offset },
      );
      return targets.map((target, i) => {
        const isReplaced = i < inputs.length && backend.exchange(inputs[i], target);
        spares[i] = isReplaced ? target : undefined;
        if (isReplaced) return inputs[i];
        if (i < inputs.length) inputs[i].dispose();
        return engine().makeTensorFromTensorInfo(target);
      });
    },
    dispose() {
      for (const spare of spares) if (spare !== undefined) backend.disposeData(spare.dataId);
      spares.fill(undefined);
      // For each output that replaces no input the record has brought a texture into the pool.
      for (const { shape } of infos.slice(inputTextures.length)) {
        const { dataId } = backend.allocate(shape);
        backend.pool.deleting(() => backend.disposeData(dataId));
      }
      // Into the pool they would come back for nobody: the next record makes its own.
      for (const release of kept) backend.pool.drop(...release);
      backend.programs.forgetTargets();
    },
  };
}
