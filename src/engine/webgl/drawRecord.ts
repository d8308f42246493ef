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
   * more, for example because the images have moved: then the inputs are what they were.
   */
  play(inputs: readonly Tensor[], values: RecordedValues, images: StepImages): Tensor[] | null;
  dispose(): void;
}

/** Of which of these each is the vector that lies below it; null of those that have a texture of their own. */
function matricesOf(backend: WebglBackend, tensors: readonly Tensor[]): (number | null)[] {
  return tensors.map((tensor) => {
    const at = tensors.findIndex((other) => backend.stacks.isBelow(tensor, other));
    return at < 0 ? null : at;
  });
}

/** Makes the step and notes its draws. See `recordStep`. The record is null where an output is not drawn by the step, packed and plain. */
export function recordDraws(
  backend: WebglBackend,
  inputs: readonly Tensor[],
  values: RecordedValues,
  compute: () => Tensor[],
): { outputs: Tensor[]; record: StepRecord | null } {
  const matrices = matricesOf(backend, inputs);
  dropCopies(backend, inputs, matrices);
  const inputTextures = inputs.map((input, i) => (matrices[i] === null ? backend.plainTexture(input) : null));
  const { outputs, matrices: outputMatrices, captured, releases } = captureSeparately(backend, compute);
  const outputTextures = outputs.map((output, i) => (outputMatrices[i] === null ? backend.plainTexture(output) : null));
  const own = ownTextures(backend, captured, inputTextures, outputTextures, releases);
  const isAlike = outputs.every((_, i) => outputMatrices[i] === (matrices[i] ?? null));
  const areTextures = [inputTextures, outputTextures].every((textures) =>
    textures.every((one, i) => one !== null || isVector(matrices, i)),
  );
  const isWhole = isAlike && areTextures && !backend.isSpoiled && areWritten(captured, outputTextures) && holds(captured, values);
  if (own === null || !isWhole) {
    for (const release of releases) backend.pool.drop(...release);
    backend.programs.forgetTargets();
    return { outputs, record: null };
  }
  return { outputs, record: makeRecord(backend, captured, { matrices, inputTextures, outputTextures, outputs, own, releases }) };
}

const isVector = (matrices: readonly (number | null)[], i: number): boolean => (matrices[i] ?? null) !== null;

/** From now on vectors that lie below matrices are read from there. */
function dropCopies(backend: WebglBackend, inputs: readonly Tensor[], matrices: readonly (number | null)[]): void {
  matrices.forEach((matrix, i) => {
    if (matrix !== null) backend.stacks.dropCopy(inputs[i], inputs[matrix]);
  });
}

const tracked = (info: TensorInfo): Tensor => engine().makeTensorFromTensorInfo(info);

interface Separately {
  outputs: Tensor[];
  matrices: (number | null)[];
  captured: Captured;
  releases: Release[];
}

/** Makes the step over textures that nothing else uses, so that each has one meaning in it. */
function captureSeparately(backend: WebglBackend, compute: () => Tensor[]): Separately {
  const separated = backend.pool.separate();
  backend.isSpoiled = false;
  try {
    const made = capture(backend.context, backend.programs, () => {
      const outputs = compute();
      const matrices = matricesOf(backend, outputs);
      backend.settleAll(outputs.filter((_, i) => matrices[i] === null));
      return { outputs, matrices };
    });
    return { ...made.result, captured: made.captured, releases: separated.end() };
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

/** True where each output that has a texture is drawn by the step itself, to one of its own. */
function areWritten({ draws }: Captured, outputTextures: readonly (WebGLTexture | null)[]): boolean {
  const written = new Set(draws.flatMap(({ targets }) => targets));
  const outputs = outputTextures.filter((texture) => texture !== null);
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
  outputs: readonly (WebGLTexture | null)[],
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
  /** Of each input, and of the output in its place: the number of the matrix that it lies below, where it does. */
  matrices: readonly (number | null)[];
  inputTextures: readonly (WebGLTexture | null)[];
  outputTextures: readonly (WebGLTexture | null)[];
  outputs: readonly Tensor[];
  own: Release[];
  releases: readonly Release[];
}

/** The draws over the textures that they will be made on; `kept` are those that the record holds. */
function planDraws(
  backend: WebglBackend,
  { draws, uploads }: Captured,
  parts: Parts,
): { play: ReturnType<typeof playDraws>; kept: Release[] } {
  const { inputTextures, outputTextures, own, releases } = parts;
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
  return { play: playDraws(backend.context, backend.programs, draws, placeOf), kept };
}

function makeRecord(backend: WebglBackend, captured: Captured, parts: Parts): StepRecord {
  const { matrices, inputTextures, outputs } = parts;
  const { play, kept } = planDraws(backend, captured, parts);
  const resident = captured.draws.flatMap(({ textures }) => textures).filter((texture) => backend.images.owns(texture));
  const infos: TensorInfo[] = outputs.map(({ dataId, shape, dtype }) => ({ dataId, shape: [...shape], dtype }));
  const vectorOf = infos.map((_, i) => matrices.indexOf(i));
  const make = (i: number) => backend.allocate(infos[i].shape, vectorOf[i] < 0 ? 0 : 1);
  /** What the outputs are drawn to: where an input was, as long as nobody else holds it. */
  const spares: (TensorInfo | undefined)[] = infos.map(() => undefined);

  /** Where the minibatch begins in the order of images; null where the record does not hold for these inputs and images. */
  const offsetFor = (inputs: readonly Tensor[], { bytes, images, pixels }: StepImages): number | null => {
    const located = backend.images.locate(bytes, pixels, images);
    const isThere = located !== null && resident.every((texture) => texture === located.pixels || texture === located.order);
    const areBelow = matrices.every((matrix, i) => matrix === null || backend.stacks.isBelow(inputs[i], inputs[matrix]));
    return isThere && areBelow ? located.offset : null;
  };

  /** The tensors that an output is to be: itself and, where there is one, the vector below it. */
  const handOver = (target: TensorInfo, i: number, inputs: readonly Tensor[]): [Tensor, Tensor | undefined] => {
    const [input, below] = [i, vectorOf[i]].map((at) => (at < 0 ? undefined : inputs.at(at)));
    const isReplaced = input !== undefined && backend.exchange(input, target, below);
    spares[i] = isReplaced ? target : undefined;
    if (isReplaced) return [input, below];
    const made: [Tensor, Tensor | undefined] = [tracked(target), below && tracked(backend.stacks.below(target))];
    for (const replaced of [input, below]) replaced?.dispose();
    return made;
  };

  return {
    play(inputs, values, images) {
      const offset = offsetFor(inputs, images);
      if (offset === null) return null;
      dropCopies(backend, inputs, matrices);
      const textures = inputs.map((input, i) => (isVector(matrices, i) ? null : backend.plainTexture(input)));
      if (textures.some((texture, i) => texture === null && !isVector(matrices, i))) return null;
      const targets = infos.map((_, i) => (isVector(matrices, i) ? null : (spares[i] ?? make(i))));
      const outputTextures = targets.map((target) => target && backend.textureIn(target));
      play(textures, outputTextures, { ...values, offset });
      const results = new Array<Tensor>(infos.length);
      targets.forEach((target, i) => {
        if (target === null) return;
        const [output, below] = handOver(target, i, inputs);
        results[i] = output;
        if (below !== undefined) results[vectorOf[i]] = below;
      });
      return results;
    },
    dispose() {
      for (const spare of spares) if (spare !== undefined) backend.disposeData(spare.dataId);
      spares.fill(undefined);
      // For each output that replaces no input the record has brought a texture into the pool.
      for (let i = inputTextures.length; i < infos.length; i++) {
        const { dataId } = make(i);
        backend.pool.deleting(() => backend.disposeData(dataId));
      }
      // Into the pool they would come back for nobody: the next record makes its own.
      for (const release of kept) backend.pool.drop(...release);
      backend.programs.forgetTargets();
    },
  };
}
