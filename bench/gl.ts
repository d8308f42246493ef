import type { Page, Worker } from "playwright-core";
import { type CountingScope, type GlCounts, installGlCounter } from "../scripts/glCounter";
import { type BenchBrowser, startBrowser } from "./browser";
import { type Entry, openAll } from "./contestants";
import { measureSteps } from "./measureSteps";
import { DEFAULT_MODEL, nameOf } from "./models";
import { gpuContestants } from "./pages";
import type { PeerAnswer, PeerRequest } from "./protocol";
import { buildPages, closeSites, type Sites, serveSites } from "./sites";
import { spreadOf } from "./statistics";
import { digits, stepTable, table } from "./table";

/**
 * `npm run bench:gl`: what a training step of the default experiment asks of WebGL, ours beside stock tfjs, and what its JavaScript alone
 * takes, the calls to WebGL doing nothing. Where a GPU draws, also milliseconds a step and
 * images/s, beside tfjs on WebGL and WebGPU and jax-js on WebGPU. `--gpu` lets the browser choose its GPU; without it WebGL is drawn in software,
 * as in the tests; `--all` times that too.
 */

const WAYS = [
  { name: "this engine, steps from records", peer: "engine", backend: "records" },
  { name: "this engine, steps of operations", peer: "engine", backend: "operations" },
  { name: "tfjs 4.22, webgl", peer: "tfjs", backend: "webgl" },
] as const;

const ROUNDS = 15;
/** Blocks before them, by which the browser has compiled what is called often. */
const WARM_UP = 5;
/** Steps of a block whose time is taken. */
const BLOCK = 100;

/** A way of training, in a worker that counts. */
interface Lane {
  name: string;
  ask(request: PeerRequest): Promise<unknown>;
  worker: Worker;
}

const say = (text: string) => process.stderr.write(`… ${text}\n`);

async function openLane(browser: BenchBrowser, sites: Sites, { name, peer, backend }: (typeof WAYS)[number]): Promise<Lane> {
  const page = await browser.open("about:blank");
  await page.context().route(/Worker-[^/]*\.js/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `(${installGlCounter})();\n${await response.text()}` });
  });
  await page.goto(`${sites.peers.url}?peer=${peer}`);
  const ask = async (request: PeerRequest) => {
    const answer: PeerAnswer = await page.evaluate((question) => window.askPeer(question), request);
    if ("error" in answer) throw new Error(`${name}: ${answer.error}`);
    return answer.result;
  };
  await ask({ call: "start", argument: { backend, threads: 0 } });
  await ask({ call: "prepare", argument: DEFAULT_MODEL });
  return { name, ask, worker: workerOf(page) };
}

function workerOf(page: Page): Worker {
  const [worker] = page.workers();
  if (worker === undefined) throw new Error("the peer has no worker");
  return worker;
}

async function stepsOf({ ask }: Lane, count: number): Promise<number> {
  const { milliseconds } = (await ask({ call: "steps", argument: count })) as { milliseconds: number };
  return milliseconds;
}

/** What so many steps ask, with what ends a call. */
async function countsOf(lane: Lane, count: number): Promise<GlCounts> {
  const read = () => lane.worker.evaluate(() => ({ ...(self as CountingScope).glCounts }) as GlCounts);
  const before = await read();
  await stepsOf(lane, count);
  const after = await read();
  return mapCounts(after, (value, name) => value - before[name]);
}

const mapCounts = (counts: GlCounts, change: (value: number, name: keyof GlCounts) => number): GlCounts =>
  Object.fromEntries(Object.entries(counts).map(([name, value]) => [name, change(value, name as keyof GlCounts)])) as unknown as GlCounts;

/** Per step in steady state: the difference between more steps and fewer, so that what ends a call is not in it. */
async function steadyCounts(lane: Lane): Promise<GlCounts> {
  await stepsOf(lane, 8);
  const [fewer, more] = [await countsOf(lane, 2), await countsOf(lane, 12)];
  return mapCounts(more, (value, name) => (value - fewer[name]) / 10);
}

/** Milliseconds of JavaScript a step, blocks of each way in turn; the calls that a step makes do nothing meanwhile. */
async function scriptTimes(lanes: readonly Lane[]): Promise<number[][]> {
  const times: number[][] = lanes.map(() => []);
  for (const { worker } of lanes) {
    await worker.evaluate(() => {
      (self as CountingScope).glSilent = true;
    });
  }
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    for (const [i, lane] of lanes.entries()) {
      const milliseconds = await stepsOf(lane, BLOCK);
      if (round >= WARM_UP) times[i].push(milliseconds / BLOCK);
    }
  }
  return times;
}

function report(lanes: readonly Lane[], counts: readonly GlCounts[], times: readonly number[][]): string {
  const medians = times.map((samples) => spreadOf(samples).median);
  const stock = medians[medians.length - 1];
  const lines = lanes.map(({ name }, i) => {
    const { draws, uploads, uploadedBytes, readbacks, programs, calls } = counts[i];
    const figures = [draws, uploads, uploadedBytes, readbacks, programs, calls].map((value) => String(Math.round(value)));
    return [name, ...figures, digits(medians[i]), (medians[i] / stock).toFixed(3)];
  });
  const head = ["", "draws", "uploads", "bytes", "reads", "programs", "GL calls", "ms JS", "÷ tfjs"];
  return table(`A step of ${nameOf(DEFAULT_MODEL)} on WebGL; JavaScript alone`, head, lines);
}

/** Where a GPU draws: the page, and its peers on WebGL and WebGPU. */
async function timeOnGpu(browser: BenchBrowser, sites: Sites): Promise<string> {
  if (browser.softwareRenderer && !process.argv.includes("--all"))
    return `\nNo GPU here (${browser.renderer ?? "no WebGL"}): nothing is said of its speed.\n`;
  const surroundings = { browser, sites, all: true };
  const entries: Entry[] = await openAll(gpuContestants(surroundings));
  const effort = { rounds: 7, block: 1500, leastSteps: 210, wholeEvaluations: true, patience: 15_000 };
  const rows = await measureSteps(entries, DEFAULT_MODEL, effort);
  return stepTable({ model: DEFAULT_MODEL, rows });
}

say("building");
await buildPages();
const sites = await serveSites();
const browser = await startBrowser(!process.argv.includes("--gpu"));
try {
  const lanes: Lane[] = [];
  for (const way of WAYS) lanes.push(await openLane(browser, sites, way));
  say("counting");
  const counts: GlCounts[] = [];
  for (const lane of lanes) counts.push(await steadyCounts(lane));
  say("timing");
  process.stdout.write(report(lanes, counts, await scriptTimes(lanes)));
  process.stdout.write(await timeOnGpu(browser, sites));
} finally {
  await browser.close();
  await closeSites(sites);
}
