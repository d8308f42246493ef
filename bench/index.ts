import { startNodeSession } from "../scripts/nodeSession";
import { DEFAULT_EXPERIMENT } from "../src/experiment/experiment";
import { mergeExperiment } from "../src/experiment/resolve";
import "./matmul";
import { stockStep } from "./stockStep";

/** `npm run bench`: how fast, against a peer in the same run, on this machine, in Node, one thread. */

const EXPERIMENT = mergeExperiment(DEFAULT_EXPERIMENT, {
  network: { encoder: [400], decoder: [400], initializer: "fanIn" },
  latent: { dim: 20 },
});

async function ourMilliseconds(engine: "simd" | "cpu", steps: number): Promise<number> {
  const session = startNodeSession();
  await session.open({ engine, experiment: EXPERIMENT });
  await session.images("train", [59_999]);
  await session.images("test", [9999]);
  await session.train({ steps: 13 });
  // Between evaluations (every 50 steps), so that only steps are timed.
  const { seconds } = await session.train({ steps });
  return (1000 * seconds) / steps;
}

function stockMilliseconds(step: () => void, steps: number): number {
  step();
  const start = performance.now();
  for (let i = 0; i < steps; i++) step();
  return (performance.now() - start) / steps;
}

const stock = stockMilliseconds(await stockStep(), 4);
const rows = [
  ["stock tfjs, cpu backend", stock],
  ["this project, cpu", await ourMilliseconds("cpu", 11)],
  ["this project, simd", await ourMilliseconds("simd", 36)],
] as const;

process.stdout.write("\nOne training step of 784-400-20-400-784, batch 128, Adam, in Node (reports included, no pictures)\n");
for (const [name, milliseconds] of rows) {
  process.stdout.write(
    `${name.padEnd(26)}${milliseconds.toFixed(1).padStart(9)} ms${(stock / milliseconds).toFixed(1).padStart(8)} × stock\n`,
  );
}
process.exit(0);
