import { helpText, readOptions } from "./training/options";

/** `npm run train -- --link '#latent=2&beta=4' --epochs 5 --out run`: the page's run without the page. `--help` lists the options. */

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) process.stdout.write(`${helpText()}\n`);
  else {
    // The engine takes a second to load: only when the options are right.
    const { train } = await import("./training/command");
    process.exitCode = await train(options, process.stdout, process.stderr);
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
