// npm test: sets everything up and runs every check. npm run check: the same without a browser.
import { checkNode, installMissing, runScript } from "./setUp.mjs";

checkNode();
if (installMissing()) {
  process.exitCode = runScript("runTests.ts", process.argv.slice(2));
} else {
  process.stdout.write("npm ci failed: nothing could be tested\n0 passed, 1 failed\n");
  process.exitCode = 1;
}
