// npm run train -- --link '#latent=2&beta=4' --epochs 5 --out run: sets everything up and trains, in this process, so that Ctrl-C reaches it.
import { join } from "node:path";
import { checkNode, inOrder, installMissing, root, runScript } from "./setUp.mjs";

checkNode();
const args = process.argv.slice(2);
// Not imported above: an old Node lacks what it imports.
const { answerAtOnce } = await import("./training/options.mjs");
const answer = answerAtOnce(args, process.env);
if (answer !== null) {
  (answer.code === 0 ? process.stdout : process.stderr).write(`${answer.text}\n`);
  process.exitCode = answer.code;
} else {
  process.exitCode = inOrder(
    () => (installMissing() ? 0 : 1),
    () => runScript("generate.ts", [], !args.includes("--quiet")),
  );
  if (process.exitCode === 0) {
    const { runInNode } = await import("./runInNode.mjs");
    await runInNode(join(root, "scripts/train.ts"), args);
  }
}
