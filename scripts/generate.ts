import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { buildFont } from "./buildFont";
import { buildFormulas } from "./buildFormulas";
import { prepareMnist } from "./prepareMnist";

/** Everything that the page needs and git does not hold: MNIST's shards, the CPU kernels, the formulas, the font. Quick when up to date. */

process.stdout.write(`${await prepareMnist()}\n`);
buildFormulas();
await buildFont();
const kernels = spawnSync(process.execPath, ["--import", "tsx", fileURLToPath(new URL("buildKernels.ts", import.meta.url))], {
  stdio: "inherit",
});
process.exitCode = kernels.status ?? 1;
