import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ACTIVATIONS, DEFAULT_EXPERIMENT, type DeepPartial, type Experiment } from "../src/experiment/experiment";
import { mergeExperiment } from "../src/experiment/resolve";
import { normals, stream } from "../src/numeric/random";
import type { Worksheet } from "../src/worker/protocol";
import { startNodeSession } from "./nodeSession";
import { pythonWithTorch } from "./pythonWithTorch";

/**
 * `npm run check:torch`: trains a little, exports the weights, loads them in PyTorch and compares its worksheet with ours, for each
 * activation, kind of network and likelihood. Needs a Python with torch (Debian: python3-torch); `PYTHON` chooses one.
 */

const SAMPLES = 3;
const QUANTITIES = ["logLikelihood", "logPrior", "logPosterior", "logWeight", "kl"] as const;

const GREY = { binarization: "none" } as const;
const CASES: Array<[name: string, patch: DeepPartial<Experiment>]> = [
  ...ACTIVATIONS.map((activation): [string, DeepPartial<Experiment>] => [activation, { network: { activation } }]),
  ["conv", { network: { kind: "conv", encoder: [8, 16], decoder: [16, 8] } }],
  ["conv, 3 layers", { network: { kind: "conv", encoder: [4, 8, 8], decoder: [8, 8, 4], activation: "gelu" } }],
  ["continuous Bernoulli", { data: GREY, likelihood: { kind: "continuousBernoulli" } }],
  ["Gaussian", { data: GREY, likelihood: { kind: "gaussian", sigma: 0.3 } }],
  ["Gaussian, σ learned", { data: GREY, likelihood: { kind: "gaussian", sigma: "learned" } }],
];

const python = pythonWithTorch();
const session = startNodeSession();
await session.open({ engine: "simd", experiment: DEFAULT_EXPERIMENT });
const { pixels } = await session.images("test", [0, 1, 2, 3, 4, 5, 6, 7]);
const bits = await session.binarize(pixels);
let worst = 0;

for (const [name, patch] of CASES) {
  await session.replace(mergeExperiment(DEFAULT_EXPERIMENT, { ...patch, latent: { dim: 3 } }));
  const shown = patch.data === GREY ? pixels : bits;
  await session.train({ steps: 60 });
  const noise = normals(SAMPLES * 8 * 3, 0, stream(1, "torch"));
  const sheet: Worksheet = await session.worksheet(shown, { samples: SAMPLES, noise });
  const folder = mkdtempSync(join(tmpdir(), "vae-worksheet-"));
  writeFileSync(join(folder, "weights.safetensors"), await session.exportWeights());
  writeFileSync(join(folder, "inputs.json"), JSON.stringify({ pixels: [...shown], noise: [...noise], samples: SAMPLES }));
  const script = fileURLToPath(new URL("torchWorksheet.py", import.meta.url));
  const torch = JSON.parse(execFileSync(python, [script, folder], { encoding: "utf8" })) as Record<(typeof QUANTITIES)[number], number[]>;
  for (const quantity of QUANTITIES) {
    const ours = sheet[quantity] ?? new Float32Array();
    const error = torch[quantity].reduce((most, value, i) => Math.max(most, Math.abs(value - ours[i])), 0);
    worst = Math.max(worst, error);
    process.stdout.write(`${name.padEnd(20)} ${quantity.padEnd(14)} largest difference ${error.toExponential(1)} nats\n`);
  }
}

const passed = worst < 1e-3;
process.stdout.write(`${passed ? "agree" : "DISAGREE"}: largest difference ${worst.toExponential(1)} nats; allowed 1e-3\n`);
process.exit(passed ? 0 : 1);
