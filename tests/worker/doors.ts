import type { SessionCalls } from "../../src/worker/protocol";

/** Every call that takes something, with what it must refuse. */

const cycle: Record<string, unknown> = {};
cycle.network = cycle;

let deep: unknown = 1;
for (let i = 0; i < 20_000; i++) deep = { network: deep };

/** Neither has a text of its own: `String(…)` throws a TypeError for both. */
const mute = { toString: 1, valueOf: 1 };
const bare = Object.create(null) as object;

/** What is no number at all, and numbers that no count, seed or index can be. */
const STRANGE: readonly unknown[] = ["5", null, {}, [], [5], mute, bare, cycle, true, 10n, Number.NaN];
const NO_COUNT: readonly unknown[] = [...STRANGE, Number.POSITIVE_INFINITY, -1, 0.5, 1e9];
const NO_OPTIONS: readonly unknown[] = [null, 5, "count", true, [], [1], new Float32Array(2), { count2: 1 }];
const NO_BYTES: readonly unknown[] = [undefined, ...STRANGE, new ArrayBuffer(8), new Float32Array(8), "PK", new Uint8Array(0)];
const NO_ROWS: readonly unknown[] = [undefined, ...STRANGE, new Float32Array(0), new Float32Array(785), new Uint8Array(784)];
const NO_RUN: readonly unknown[] = [null, 5, {}, [], mute, "", "r".repeat(1e6)];

const pixels = () => new Float32Array(784);
const shared = () => new Uint8Array(new SharedArrayBuffer(64));
const field = (name: string) => (value: unknown) => ({ [name]: value });

export interface Door {
  name: string;
  call: (call: SessionCalls, given: never) => Promise<unknown>;
  bad: readonly unknown[];
  /** Names what was wrong. */
  says: RegExp;
}

export const DOORS: readonly Door[] = [
  { name: "train", call: (c, g) => c.train(g), bad: NO_OPTIONS, says: /^the budget (was|has) .+; allowed: .*steps, epochs, seconds/ },
  ...["steps", "epochs", "seconds"].map((name) => ({
    name: `train's ${name}`,
    call: (c: SessionCalls, g: never) => c.train(g),
    bad: [...STRANGE, Number.POSITIVE_INFINITY, -1, 0].map(field(name)),
    says: new RegExp(`^the budget's ${name} was .+; allowed: a number above 0`),
  })),
  {
    name: "images' split",
    call: (c, g) => c.images(g, [0]),
    bad: [undefined, ...STRANGE, "Test", "__proto__"],
    says: /^split was .+; allowed: "train" or "test"/,
  },
  {
    name: "images",
    call: (c, g) => c.images("test", g),
    bad: [undefined, null, "0", {}, new Float32Array(3), { length: 3 }],
    says: /^indices must be an array of whole numbers/,
  },
  {
    name: "images' many",
    call: (c, g) => c.images("test", g),
    bad: [new Array(20_001).fill(0), new Array(4e9)],
    says: /^there were \d+ indices; allowed: at most 20000/,
  },
  {
    name: "images' index",
    call: (c, g) => c.images("test", g),
    bad: [...NO_COUNT, 10_000].map((value) => [0, value]),
    says: /^an index was .+; allowed: a whole number from 0 to 9999/,
  },
  { name: "binarize", call: (c, g) => c.binarize(g), bad: NO_ROWS, says: /^pixels (must be|has)/ },
  {
    name: "binarize's seed",
    call: (c, g) => c.binarize(pixels(), g),
    bad: [...STRANGE, -1, 0.5, 2 ** 32],
    says: /^seed was .+; allowed: a whole number from 0/,
  },
  { name: "evaluate", call: (c, g) => c.evaluate(g), bad: NO_OPTIONS, says: /^the options (were|have) .+; allowed: .*split, count/ },
  {
    name: "evaluate's count",
    call: (c, g) => c.evaluate(g),
    bad: NO_COUNT.map(field("count")),
    says: /^count was .+; allowed: a whole number from 1 to 10000/,
  },
  {
    name: "evaluate's samples",
    call: (c, g) => c.evaluate(g),
    bad: NO_COUNT.map(field("importanceSamples")),
    says: /^importanceSamples was .+; allowed: a whole number from 1/,
  },
  {
    name: "gradientSignal",
    call: (c, g) => c.gradientSignal(g),
    bad: NO_OPTIONS,
    says: /^the options (were|have) .+; allowed: .*repeats, seed/,
  },
  {
    name: "gradientSignal's repeats",
    call: (c, g) => c.gradientSignal(g),
    bad: NO_COUNT.map(field("repeats")),
    says: /^repeats was .+; allowed: a whole number from 1000/,
  },
  {
    name: "diagnose",
    call: (c, g) => c.diagnose(g),
    bad: [undefined, ...STRANGE, "__proto__", "constructor"],
    says: /^the diagnostic was .+; allowed: evidence/,
  },
  { name: "diagnose's options", call: (c, g) => c.diagnose("tails", g), bad: NO_OPTIONS, says: /^the options (were|have) .+; allowed: / },
  {
    name: "diagnose's seed",
    call: (c, g) => c.diagnose("tails", g),
    bad: [...STRANGE, -1, 0.5, 2 ** 32].map(field("seed")),
    says: /^seed was .+; allowed: /,
  },
  {
    name: "stopDiagnosis",
    call: (c, g) => c.stopDiagnosis(g),
    bad: [undefined, ...STRANGE, "toString"],
    says: /^the diagnostic was .+; allowed: evidence/,
  },
  { name: "logLikelihood", call: (c, g) => c.logLikelihood(g), bad: NO_ROWS, says: /^pixels (must be|has)/ },
  { name: "encode", call: (c, g) => c.encode(g), bad: NO_ROWS, says: /^pixels (must be|has)/ },
  {
    name: "encode's many",
    call: (c, g) => c.encode(g),
    bad: [new Float32Array(784 * 20_001)],
    says: /^the number of images was 20001; allowed: a whole number from 1 to 20000/,
  },
  {
    name: "decode",
    call: (c, g) => c.decode(g),
    bad: [undefined, ...STRANGE, new Float32Array(0), new Float32Array(3), new Float32Array([0, Number.NaN])],
    says: /^z(\[1\])? (must be|has|was)/,
  },
  {
    name: "decodeBase",
    call: (c, g) => c.decodeBase(g),
    bad: [undefined, ...STRANGE, new Float32Array(1), new Float32Array(40_002)],
    says: /^(z (must be|has)|the number of codes was 20001)/,
  },
  { name: "worksheet", call: (c, g) => c.worksheet(g), bad: NO_ROWS, says: /^pixels (must be|has)/ },
  {
    name: "worksheet's options",
    call: (c, g) => c.worksheet(pixels(), g),
    bad: NO_OPTIONS,
    says: /^the options (were|have) .+; allowed: .*samples, noise/,
  },
  {
    name: "worksheet's samples",
    call: (c, g) => c.worksheet(pixels(), g),
    bad: NO_COUNT.map(field("samples")),
    says: /^samples was .+; allowed: a whole number from 1/,
  },
  {
    name: "worksheet's noise",
    call: (c, g) => c.worksheet(pixels(), g),
    bad: [...STRANGE, new Float32Array(3), new Float32Array([0, Number.POSITIVE_INFINITY])].map(field("noise")),
    says: /^noise(\[1\])? (has|is|was) .+; allowed: /,
  },
  {
    name: "worksheet's z",
    call: (c, g) => c.worksheet(pixels(), g),
    bad: [...STRANGE, new Float32Array(3), new Float32Array([0, Number.NaN])].map(field("z")),
    says: /^z(\[1\])? (must be|has|was)/,
  },
  { name: "importWeights", call: (c, g) => c.importWeights(g), bad: [...NO_BYTES, shared()], says: /^the weights file was refused: / },
  { name: "importRun", call: (c, g) => c.importRun(g), bad: [...NO_BYTES, shared()], says: /^the run file was refused: / },
  {
    name: "configure",
    call: (c, g) => c.configure(g),
    bad: [
      undefined,
      null,
      5,
      "x",
      [],
      cycle,
      deep,
      { batchSize: 10n },
      { seed: new Date() },
      { network: { encoder: new Uint8Array(1e6) } },
      { data: { digits: new Array(1e6).fill(1) } },
      { network: { kind: "x".repeat(1e6) } },
      JSON.parse('{"__proto__": {"batchSize": 1}}'),
    ],
    says: /^[\w. ]+ (was|is|has) /,
  },
  { name: "replace", call: (c, g) => c.replace(g), bad: [undefined, null, cycle, deep, new Map()], says: /^[\w. ]+ (was|is|has) / },
  {
    name: "engine",
    call: (c, g) => c.engine(g),
    bad: [undefined, ...STRANGE, "webgpu", "__proto__"],
    says: /^engine was .+; allowed: auto, webgl, simd, cpu/,
  },
  {
    name: "open",
    call: (c, g) => c.open(g),
    bad: [
      ...NO_OPTIONS,
      undefined,
      {},
      { engine: "webgpu" },
      { engine: "cpu", experiment: deep },
      { engine: "cpu", experiment: {}, resume: 5 },
    ],
    says: / (was|were|have|is) /,
  },
  ...(["openRun", "deleteRun", "undeleteRun", "duplicateRun", "runCurve", "exportRun"] as const).map((name) => ({
    name,
    call: (c: SessionCalls, g: never) => c[name](g) as Promise<unknown>,
    bad: NO_RUN,
    says: /^the run was .+; allowed: the name of a run/,
  })),
  {
    name: "openRun's options",
    call: (c, g) => c.openRun("run-9", g),
    bad: NO_OPTIONS,
    says: /^the options (were|have) .+; allowed: .*takeOver/,
  },
  {
    name: "setProbes",
    call: (c, g) => c.setProbes(g),
    bad: [undefined, ...NO_OPTIONS, {}],
    says: /^(what the pictures need|latentGrid) (was|is|has) /,
  },
  ...[
    { latentGrid: { side: 1e9 } },
    { latentGrid: { side: 3, source: "slice", axes: [0, Number.NaN], anchor: [], scale: "linear", show: "mean" } },
    { latentGrid: { side: 3, source: "slice", axes: [0, 1], anchor: new Array(1e6), scale: "linear", show: "mean" } },
    { encodings: { count: Number.POSITIVE_INFINITY, show: "mean" } },
    { encodings: { count: 5, show: "constructor" } },
    { oneImage: { source: { kind: "drawn", pixels: new Float32Array(784 * 2) }, draw: 0, axes: null } },
    { oneImage: { source: { kind: "dataset", split: "test", index: 10_000 }, draw: 0, axes: null } },
    { oneImage: { source: { kind: "dataset", split: "test", index: 0 }, draw: -1, axes: null } },
    { exactPosterior: {} },
    { exactPosterior: { source: null } },
    { truthPoint: { images: 3, samples: 1e9 } },
  ].map((given) => ({
    name: `setProbes ${JSON.stringify(given).slice(0, 60)}`,
    call: (c: SessionCalls, g: never) => c.setProbes(g),
    bad: [{ latentGrid: null, encodings: null, oneImage: null, exactPosterior: null, truthPoint: null, ...given }],
    says: /(was|has) .+; allowed: /,
  })),
];
