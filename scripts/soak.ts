import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { chromium, type Page } from "playwright-core";
import { chromiumFlags, findChromium } from "./chromium";
import { attachHeaps, type DataSizes, type Heaps } from "./heaps";
import { serve } from "./serve";

/** Trains the default experiment in the built page for MINUTES, or changes the architecture N times, and prints what is in memory meanwhile. */

const { values, positionals } = parseArgs({ allowPositionals: true, options: { architectures: { type: "string" } } });
const minutes = Number(positionals[0] ?? 60);
const changes = values.architectures === undefined ? 0 : Number(values.architectures);
if (!(minutes > 0) || !Number.isInteger(changes) || changes < 0) {
  throw new Error("npm run soak -- MINUTES, or npm run soak -- --architectures N");
}

/** A line of figures is printed so often, in milliseconds. */
const EVERY = 5 * 60_000;
/** The list of saved runs is full after so many changes of architecture, and all that a change needs has been made once. */
const WARM_UP = 25;

/** Reports are as many steps apart late in a run. */
const WINDOW = 1000;

interface Reading {
  minutes: number;
  steps: number;
  tensors: number;
  /** Of the engine. */
  bytes: number;
  pageHeap: number;
  workerHeap: number;
}

const megabytes = (bytes: number) => (Number.isNaN(bytes) ? "not reachable" : `${(bytes / 1e6).toFixed(2)} MB`);
const sizes = (page: number, worker: number) => `page ${megabytes(page)}, worker ${megabytes(worker)}`;
const growth = (from: number, to: number) => `${((100 * (to - from)) / from).toFixed(1)} %`;

async function read(page: Page, heaps: Heaps, started: number): Promise<Reading> {
  const { step, memory } = await page.evaluate(() => window.playground.status());
  if (memory === null) throw new Error("the page says nothing of its memory");
  const [pageHeap, workerHeap] = [await heaps.page(), await heaps.worker()];
  const reading = { minutes: (Date.now() - started) / 60_000, steps: step, ...memory, pageHeap, workerHeap };
  process.stdout.write(
    `${reading.minutes.toFixed(1)} min, step ${step}: ${memory.tensors} tensors, ${memory.bytes} bytes on the engine; ${sizes(pageHeap, workerHeap)}\n`,
  );
  return reading;
}

function conclude(first: Reading, last: Reading): void {
  const held = `tensors +${last.tensors - first.tensors}, bytes on the engine +${last.bytes - first.bytes}`;
  process.stdout.write(
    `grown: ${held}, page ${growth(first.pageHeap, last.pageHeap)}, worker ${growth(first.workerHeap, last.workerHeap)}\n`,
  );
}

/** Without the machine code that V8 makes of what runs often. */
function concludeData(first: DataSizes, last: DataSizes): void {
  const [from, to] = [sizes(first.page, first.worker), sizes(last.page, last.worker)];
  const grown = `page ${growth(first.page, last.page)}, worker ${growth(first.worker, last.worker)}`;
  process.stdout.write(`without V8's code from ${from} to ${to}: ${grown}\n`);
}

/** Stretches of whole report windows, so that readings are alike; milliseconds a step beside each. The first stretch warms up. */
async function soak(page: Page, heaps: Heaps): Promise<void> {
  const started = Date.now();
  const warm = await page.evaluate(() => window.playground.train({ seconds: 10 }));
  const stretch = Math.min(EVERY, 30_000 * minutes);
  const steps = WINDOW * Math.max(1, Math.round((warm.stepsPerSecond * stretch) / 1000 / WINDOW));
  await page.evaluate((given) => window.playground.train({ steps: given }), steps + WINDOW - (warm.step % WINDOW));
  const first = await read(page, heaps, started);
  const dataFirst = await heaps.data();
  let last = first;
  while (Date.now() - started < 60_000 * minutes) {
    const { stepsPerSecond } = await page.evaluate((given) => window.playground.train({ steps: given }), steps);
    last = await read(page, heaps, started);
    process.stdout.write(`  ${(1000 / stepsPerSecond).toFixed(2)} ms a step\n`);
  }
  conclude(first, last);
  concludeData(dataFirst, await heaps.data());
  await besideFresh(page);
}

/** The run goes on here and, from its checkpoint, in a page just opened, by turns: the machine is the same, so what differs is age. */
async function besideFresh(page: Page): Promise<void> {
  await page.evaluate(() => window.playground.keepRun());
  const fresh = await page.context().newPage();
  await fresh.goto(page.url());
  await opened(fresh);
  await fresh.getByRole("button", { name: "Runs" }).click();
  await fresh.getByRole("button", { name: "Open a copy" }).click();
  await fresh.waitForFunction(() => window.playground.status().step > 0);
  const stepTime = async (of: Page) => 1000 / (await of.evaluate(() => window.playground.train({ seconds: 20 }))).stepsPerSecond;
  for (let round = 0; round < 3; round++) {
    const [old, young] = [await stepTime(page), await stepTime(fresh)];
    process.stdout.write(`${old.toFixed(2)} ms a step here, ${young.toFixed(2)} in a fresh page: ${growth(young, old)}\n`);
  }
}

async function opened(page: Page): Promise<void> {
  await page.evaluate(() => window.playground.ready.then(() => window.playground.images("test", [9999])));
}

/** Other widths each time, a few steps with each; every reading is of the same architecture, with all runs on the disk. */
async function changeArchitectures(page: Page, heaps: Heaps): Promise<void> {
  const started = Date.now();
  const take = async (width: number) => {
    await page.evaluate((wide) => window.playground.configure({ network: { encoder: [wide], decoder: [wide] } }), width);
    await page.evaluate(() => window.playground.train({ steps: 3 }));
  };
  const after = async (from: number, to: number) => {
    for (let i = from; i < to; i++) await take(16 + ((i * 37) % 240));
    await take(64);
    await page.evaluate(() => window.playground.keepRun());
    const reading = await read(page, heaps, started);
    const data = await heaps.data();
    process.stdout.write(`  ${to} changes; without V8's code ${sizes(data.page, data.worker)}\n`);
    return { reading, data };
  };
  const first = await after(0, WARM_UP);
  await after(WARM_UP, WARM_UP + Math.floor(changes / 2));
  const last = await after(WARM_UP + Math.floor(changes / 2), WARM_UP + changes);
  conclude(first.reading, last.reading);
  concludeData(first.data, last.data);
}

const server = await serve(fileURLToPath(new URL("../dist", import.meta.url)), { port: 0 });
const browser = await chromium.launch({ executablePath: findChromium() ?? undefined, args: chromiumFlags() });
try {
  const page = await (await browser.newContext()).newPage();
  const heaps = await attachHeaps(page);
  await page.goto(`${server.url}?engine=simd#epochs=none`);
  await opened(page);
  await (changes > 0 ? changeArchitectures(page, heaps) : soak(page, heaps));
} finally {
  await browser.close();
  await server.close();
}
