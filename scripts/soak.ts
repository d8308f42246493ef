import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type CDPSession, chromium, type Page } from "playwright-core";
import { chromiumFlags, findChromium } from "./chromium";
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

/** The protocol's end of the page's worker, and of the page. */
interface Ends {
  page: CDPSession;
  /** Bytes in use by the worker's JavaScript after collection; NaN where it cannot be asked. */
  workerHeap(): Promise<number>;
}

async function heapOf(send: (method: string) => Promise<unknown>): Promise<number> {
  await send("HeapProfiler.enable");
  await send("HeapProfiler.collectGarbage");
  const { usedSize } = (await send("Runtime.getHeapUsage")) as { usedSize: number };
  return usedSize;
}

/** Attaches to the page's worker too: its messages travel inside those of the page. */
async function attach(page: Page): Promise<Ends> {
  const session = await page.context().newCDPSession(page);
  const pending = new Map<number, (result: unknown) => void>();
  let worker: string | null = null;
  let last = 0;
  session.on("Target.attachedToTarget", ({ sessionId, targetInfo }) => {
    if (targetInfo.type === "worker" && targetInfo.url.includes("adapter")) worker = sessionId;
  });
  session.on("Target.receivedMessageFromTarget", ({ message }) => {
    const { id, result } = JSON.parse(message);
    pending.get(id)?.(result);
    pending.delete(id);
  });
  await session.send("Target.setAutoAttach", { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  const ask = (sessionId: string, method: string) =>
    new Promise<unknown>((resolve) => {
      last += 1;
      pending.set(last, resolve);
      void session.send("Target.sendMessageToTarget", { sessionId, message: JSON.stringify({ id: last, method, params: {} }) });
    });
  return {
    page: session,
    async workerHeap() {
      const id = worker;
      return id === null ? Number.NaN : heapOf((method) => ask(id, method));
    },
  };
}

const megabytes = (bytes: number) => (Number.isNaN(bytes) ? "not reachable" : `${(bytes / 1e6).toFixed(2)} MB`);
const growth = (from: number, to: number) => `${((100 * (to - from)) / from).toFixed(1)} %`;

async function read(page: Page, ends: Ends, started: number): Promise<Reading> {
  const { step, memory } = await page.evaluate(() => window.playground.status());
  if (memory === null) throw new Error("the page says nothing of its memory");
  const pageHeap = await heapOf((method) => ends.page.send(method as "HeapProfiler.enable"));
  const reading = { minutes: (Date.now() - started) / 60_000, steps: step, ...memory, pageHeap, workerHeap: await ends.workerHeap() };
  const heaps = `page ${megabytes(pageHeap)}, worker ${megabytes(reading.workerHeap)}`;
  process.stdout.write(
    `${reading.minutes.toFixed(1)} min, step ${step}: ${memory.tensors} tensors, ${memory.bytes} bytes on the engine; ${heaps}\n`,
  );
  return reading;
}

function conclude(first: Reading, last: Reading): void {
  const held = `tensors +${last.tensors - first.tensors}, bytes on the engine +${last.bytes - first.bytes}`;
  process.stdout.write(
    `grown: ${held}, page ${growth(first.pageHeap, last.pageHeap)}, worker ${growth(first.workerHeap, last.workerHeap)}\n`,
  );
}

/** Stretches of whole report windows, so that readings are alike; milliseconds a step beside each. The first stretch warms up. */
async function soak(page: Page, ends: Ends): Promise<void> {
  const started = Date.now();
  const warm = await page.evaluate(() => window.playground.train({ seconds: 10 }));
  const stretch = Math.min(EVERY, 30_000 * minutes);
  const steps = WINDOW * Math.max(1, Math.round((warm.stepsPerSecond * stretch) / 1000 / WINDOW));
  await page.evaluate((given) => window.playground.train({ steps: given }), steps + WINDOW - (warm.step % WINDOW));
  const first = await read(page, ends, started);
  let last = first;
  while (Date.now() - started < 60_000 * minutes) {
    const { stepsPerSecond } = await page.evaluate((given) => window.playground.train({ steps: given }), steps);
    last = await read(page, ends, started);
    process.stdout.write(`  ${(1000 / stepsPerSecond).toFixed(2)} ms a step\n`);
  }
  conclude(first, last);
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

/** Other widths each time, a few steps with each; the first and the last reading are of the same architecture. */
async function changeArchitectures(page: Page, ends: Ends): Promise<void> {
  const started = Date.now();
  const take = async (width: number) => {
    await page.evaluate((wide) => window.playground.configure({ network: { encoder: [wide], decoder: [wide] } }), width);
    await page.evaluate(() => window.playground.train({ steps: 3 }));
  };
  await take(64);
  const first = await read(page, ends, started);
  for (let i = 1; i <= changes; i++) await take(16 + ((i * 37) % 240));
  await take(64);
  conclude(first, await read(page, ends, started));
}

const server = await serve(fileURLToPath(new URL("../dist", import.meta.url)), { port: 0 });
const browser = await chromium.launch({ executablePath: findChromium() ?? undefined, args: chromiumFlags() });
try {
  const page = await (await browser.newContext()).newPage();
  const ends = await attach(page);
  await page.goto(`${server.url}?engine=simd#epochs=none`);
  await opened(page);
  await (changes > 0 ? changeArchitectures(page, ends) : soak(page, ends));
} finally {
  await browser.close();
  await server.close();
}
