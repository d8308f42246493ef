// node scripts/runInNode.mjs SCRIPT.ts [arguments]: runs a script that trains, in Node. Vite loads it, because tfjs's modules are laid
// out for bundlers and not for Node's own loader.

import { createRequire } from "node:module";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

/** Runs a script as if Node had been called with it and these arguments. */
export async function runInNode(script, args) {
  // tfjs's module for Node calls require.
  globalThis.require = createRequire(import.meta.url);
  process.argv = [process.argv[0], script, ...args];
  await runnerImport(resolve(script), {
    configFile: false,
    logLevel: "error",
    environments: { inline: { resolve: { mainFields: ["module", "main"], noExternal: [/@tensorflow/] } } },
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [script, ...args] = process.argv.slice(2);
  await runInNode(script, args);
}
