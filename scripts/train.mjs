// npm run train -- --link '#latent=2&beta=4' --epochs 5 --out run: sets everything up and trains, in this process, so that Ctrl-C reaches it.
import { join } from "node:path";
import { checkNode, inOrder, installMissing, root, runScript } from "./setUp.mjs";

checkNode();
process.exitCode = inOrder(
  () => (installMissing() ? 0 : 1),
  () => runScript("generate.ts"),
);
if (process.exitCode === 0) {
  const { runInNode } = await import("./runInNode.mjs");
  await runInNode(join(root, "scripts/train.ts"), process.argv.slice(2));
}
