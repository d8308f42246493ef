// npm run test:faults: builds, brings about every fault many times, and prints what was measured. --short brings about each once.
import { build } from "./build.mjs";
import { checkNode, inOrder, installMissing, runScript } from "./setUp.mjs";

checkNode();
process.exitCode = inOrder(
  () => (installMissing() ? 0 : 1),
  build,
  () => runScript("testFaults.ts", process.argv.slice(2)),
);
