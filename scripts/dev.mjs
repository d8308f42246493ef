// npm run dev [-- vite's own options]: the page from its sources, reloaded as they change.
import { checkNode, inOrder, installMissing, runProgram, runScript } from "./setUp.mjs";

checkNode();
process.exitCode = inOrder(
  () => (installMissing() ? 0 : 1),
  () => runScript("generate.ts"),
  () => runProgram("vite/bin/vite.js", process.argv.slice(2)),
);
