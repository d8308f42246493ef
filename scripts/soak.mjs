// npm run soak [-- MINUTES | --architectures N]: builds, trains for long, and says what grows.
import { build } from "./build.mjs";
import { checkNode, inOrder, installMissing, runScript } from "./setUp.mjs";

checkNode();
process.exitCode = inOrder(
  () => (installMissing() ? 0 : 1),
  build,
  () => runScript("soak.ts", process.argv.slice(2)),
);
