// npm run build: the static folder dist/, which works from any path.
import { fileURLToPath } from "node:url";
import { checkNode, inOrder, installMissing, runProgram, runScript } from "./setUp.mjs";

/** Prepares what is generated and builds; the exit code. */
export function build() {
  return inOrder(
    () => runScript("generate.ts"),
    () => runProgram("vite/bin/vite.js", ["build"]),
    () => runProgram("vite/bin/vite.js", ["build", "--mode", "embed"]),
    () => runProgram("vite/bin/vite.js", ["build", "--mode", "offline"]),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  checkNode();
  process.exitCode = inOrder(() => (installMissing() ? 0 : 1), build);
}
