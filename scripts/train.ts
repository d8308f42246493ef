import { train } from "./training/command";
import { readOptions } from "./training/options.mjs";

/** What `npm run train` runs once everything is set up. */

try {
  process.exitCode = await train(readOptions(process.argv.slice(2)), process.stdout, process.stderr);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
