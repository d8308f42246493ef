import { writeFileSync } from "node:fs";
import { startBrowser } from "./browser";
import type { Contestant } from "./contestants";
import { costSection } from "./costSection";
import { describeMachine } from "./machine";
import { type BenchOptions, HELP, parseOptions } from "./options";
import { judgePytorch, type PytorchVerdict, pytorchContestants } from "./pytorch";
import { epochSection, growthSection, productSection, type Stage, stepSection } from "./sections";
import { buildPages, closeSites, serveSites } from "./sites";
import { epochTable, familyTable, growthTable, productTable, sampleTable, stepTable } from "./table";

/** `npm run bench`: the shipped page, its peers in the same browser and PyTorch, in turn, in one run on one machine. */

const print = (text: string) => process.stdout.write(text);
const say = (text: string) => process.stderr.write(`… ${text}\n`);

/** Runs a section, prints its table and hands over what it measured. */
async function runSection(name: BenchOptions["sections"][number], stage: Stage): Promise<unknown> {
  switch (name) {
    case "step": {
      const measured = await stepSection(stage);
      print(measured.map(stepTable).join(""));
      return measured;
    }
    case "epoch": {
      const measured = await epochSection(stage);
      print(epochTable(measured));
      return measured;
    }
    case "product": {
      const measured = await productSection(stage);
      print(productTable(measured));
      return measured;
    }
    case "growth": {
      const measured = await growthSection(stage);
      print(growthTable(measured));
      return measured;
    }
    case "cost": {
      const measured = await costSection(stage);
      print(familyTable(measured) + sampleTable(measured));
      return measured;
    }
    default:
      throw new Error(`unknown section ${name satisfies never}`);
  }
}

/** PyTorch, or contestants that say why it does not count. */
function nativesOf({ failure }: PytorchVerdict): Contestant[] {
  const contestants = pytorchContestants();
  return failure === null ? contestants : contestants.map((native) => ({ ...native, open: () => Promise.reject(new Error(failure)) }));
}

async function bench(options: BenchOptions): Promise<void> {
  say("building");
  await buildPages();
  say("starting");
  const [sites, browser, verdict] = [await serveSites(), await startBrowser(options.all), await judgePytorch()];
  try {
    const machine = describeMachine(browser, verdict);
    print(
      `${Object.entries(machine)
        .map(([name, value]) => `${name.padEnd(10)} ${value}\n`)
        .join("")}`,
    );
    const stage: Stage = { browser, sites, all: options.all, natives: nativesOf(verdict), quick: options.quick, say };
    const measured: Record<string, unknown> = {};
    for (const name of options.sections) {
      measured[name] = await runSection(name, stage);
      // After each section, so that an interrupted run leaves what it has.
      if (options.json !== null)
        writeFileSync(options.json, `${JSON.stringify({ machine, quick: options.quick, ...measured }, null, 2)}\n`);
    }
  } finally {
    await browser.close();
    await closeSites(sites);
  }
}

// Leaving by process.exit ends the browser and the peers too.
process.once("SIGTERM", () => process.exit(143));
try {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) print(HELP);
  else await bench(options);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
