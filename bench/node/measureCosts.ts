import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { nodePlatform } from "../../scripts/nodePlatform";
import { openMnist } from "../../src/data/mnistSource";
import { threadsWorthUsing } from "../../src/engine/simd/threads";
import { startEngine } from "../../src/engine/start";
import type { DeepPartial, Experiment } from "../../src/experiment/experiment";
import { familyDefault, POSTERIORS, type PosteriorKind } from "../../src/experiment/posteriors";
import type { ModelCosts } from "./costs";
import { decoderPart, encoderPart, type Repeated, wholeStep } from "./stepCosts";

/**
 * `node scripts/runInNode.mjs bench/node/measureCosts.ts [rounds] [block in ms]`: training steps of several models on the SIMD engine, in
 * turn, so that a slow moment hits all; prints a `ModelCosts` as JSON.
 */

const DATA = new URL("../../public/data/mnist/", import.meta.url);
const SAMPLES = [1, 2, 5, 10, 20];

const [rounds = 7, block = 400] = process.argv.slice(2).map(Number);

async function trainingImages(): Promise<Uint8Array> {
  const source = openMnist(
    (file) => readFile(new URL(file, DATA)),
    () => undefined,
  );
  const labels = await source.labels("train");
  await source.require("train", labels.length);
  return source.pixels("train");
}

interface Lane {
  name: string;
  repeated: Repeated;
  /** Milliseconds of one repetition, one figure per block. */
  samples: number[];
}

function runBlock({ repeated, samples }: Lane, milliseconds: number): void {
  const start = performance.now();
  let count = 0;
  do {
    repeated.once();
    count += 1;
  } while (performance.now() - start < milliseconds);
  samples.push((performance.now() - start) / count);
}

const report = await startEngine("simd", nodePlatform(threadsWorthUsing(availableParallelism())), (text) =>
  process.stderr.write(`${text}\n`),
);
const bytes = await trainingImages();
const lane = (name: string, repeated: Repeated): Lane => ({ name, repeated, samples: [] });
const model = (name: string, patch: DeepPartial<Experiment>) => lane(name, wholeStep(patch, bytes));

const families = [
  ...(Object.keys(POSTERIORS) as PosteriorKind[]).map((kind) => model(kind, { latent: { posterior: familyDefault(kind) } })),
  model("hierarchical prior", { latent: { prior: { kind: "hierarchical", upper: 2 } } }),
  model("convolutional", { network: { kind: "conv", encoder: [32, 64], decoder: [64, 32] } }),
];
const bySamples = SAMPLES.map((samples) => ({ samples, lane: model(`K = ${samples}`, { objective: { kind: "elbo", samples } }) }));
const [encoder, decoder] = [lane("encoder", encoderPart(bytes)), lane("decoder", decoderPart(bytes))];
const lanes = [...families, ...bySamples.map((each) => each.lane), encoder, decoder];
for (const each of lanes) {
  runBlock(each, block);
  each.samples = [];
}
for (let round = 0; round < rounds; round++) for (const each of lanes) runBlock(each, block);

const costs: ModelCosts = {
  engine: report.label,
  families: families.map(({ name, samples }) => ({ name, samples })),
  bySamples: bySamples.map(({ samples, lane: { samples: step } }) => ({ samples, step })),
  encoderPart: encoder.samples,
  decoderPart: decoder.samples,
};
process.stdout.write(`${JSON.stringify(costs)}\n`);
process.exit(0);
