// node scripts/runInNode.mjs SCRIPT.ts [arguments]: runs a script that trains, in Node. Vite loads it, because tfjs's modules are laid
// out for bundlers and not for Node's own loader.

import { createRequire } from "node:module";
import { runnerImport } from "vite";

// tfjs's module for Node calls require.
globalThis.require = createRequire(import.meta.url);

const [script, ...rest] = process.argv.slice(2);
process.argv = [process.argv[0], script, ...rest];
await runnerImport(new URL(script, `file://${process.cwd()}/`).pathname, {
  configFile: false,
  logLevel: "error",
  environments: { inline: { resolve: { mainFields: ["module", "main"], noExternal: [/@tensorflow/] } } },
});
