// npm start [-- --port 4173 --host 127.0.0.1]: sets everything up, builds, and serves the page as a host would.

import { build } from "./build.mjs";
import { checkNode, inOrder, installMissing, runScript } from "./setUp.mjs";

checkNode();
process.exitCode = inOrder(
  () => (installMissing() ? 0 : 1),
  build,
  () => runScript("serveCommand.ts", process.argv.slice(2)),
);
