import { expect, test } from "vitest";
import { chromiumFlags } from "../../scripts/chromium";
import { untilStep } from "./model";
import { PATIENCE, sharedPage, testPages } from "./page";
import { lensOf, placeOf } from "./square";

/** That the page answers at once while the default experiment trains on the processor. Medians, because other programs share it. */

// Without a GPU, browsers paint with the processor; the flags for WebGL would make a software GPU do it, far slower.
const pages = testPages([...chromiumFlags().filter((flag) => !flag.includes("swiftshader")), "--disable-gpu"]);
const page = sharedPage(pages, "?engine=simd", { prepare: (context) => context.addInitScript(instrument) });

interface Marks {
  moves: number[];
  lenses: number[];
  keys: number[];
  firstPoint: number;
}

declare global {
  interface Window {
    marks: Marks;
  }
}

/** Notes pointer moves, drawn lenses, and how long a typed character takes to be painted, in milliseconds. */
function instrument(): void {
  const marks: Marks = { moves: [], lenses: [], keys: [], firstPoint: Number.NaN };
  window.marks = marks;
  addEventListener("pointermove", () => marks.moves.push(performance.now()), true);
  addEventListener(
    "input",
    ({ timeStamp }) => requestAnimationFrame(() => setTimeout(() => marks.keys.push(performance.now() - timeStamp))),
    true,
  );
  CanvasRenderingContext2D.prototype.putImageData = new Proxy(CanvasRenderingContext2D.prototype.putImageData, {
    apply(put, context: CanvasRenderingContext2D, parameters) {
      Reflect.apply(put, context, parameters);
      if (context.canvas.getAttribute("aria-label")?.startsWith("Decoded image at z")) marks.lenses.push(performance.now());
    },
  });
}

interface Trace {
  traceEvents: { name: string; pid: number; tid: number; tdur?: number; args: { name?: string } }[];
}

/**
 * Processor time of each task of the page's main thread, in milliseconds. Unlike the time on the clock, which the browser's
 * long tasks are measured by, it leaves out what other programs and the software renderer take from a machine of two cores.
 */
function mainThreadTasks({ traceEvents }: Trace): number[] {
  const thread = traceEvents.find(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain");
  return traceEvents
    .filter(({ name, pid, tid }) => name === "ThreadControllerImpl::RunTask" && pid === thread?.pid && tid === thread?.tid)
    .flatMap(({ tdur }) => (tdur === undefined ? [] : [tdur / 1000]));
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

test("the first point of the curves is there within two seconds of Train", async () => {
  await page().evaluate(() => {
    const { marks, playground } = window;
    const button = [...document.querySelectorAll("button")].find(({ textContent }) => textContent === "Train");
    const start = performance.now();
    const look = () => {
      if (playground.history().some(({ split }) => split === "train")) marks.firstPoint = performance.now() - start;
      else setTimeout(look, 5);
    };
    button?.click();
    look();
  });
  await expect.poll(() => page().evaluate(() => window.marks.firstPoint), PATIENCE).not.toBeNaN();
  expect(await page().evaluate(() => window.marks.firstPoint)).toBeLessThan(2000);
});

test("hovering shows the decoded image within 100 ms while training", async () => {
  const latencies: number[] = [];
  for (let move = 0; move < 15; move++) {
    const place = await placeOf(page(), 0.1 + 0.05 * move, 0.9 - 0.04 * move);
    await page().mouse.move(place.x, place.y);
    await lensOf(page(), "hover").waitFor();
    const latency = () =>
      page().evaluate(() => {
        const moved = window.marks.moves.at(-1) ?? 0;
        // The first picture of a new lens is empty; the last move's comes after it.
        return (window.marks.lenses.find((time) => time > moved + 1) ?? Number.NaN) - moved;
      });
    await expect.poll(latency, { ...PATIENCE, interval: 10 }).not.toBeNaN();
    latencies.push(await latency());
  }
  await page().mouse.move(2, 2);
  expect(median(latencies)).toBeLessThan(100);
});

test("typing in a field is echoed within 100 ms while training", async () => {
  const field = page().getByRole("spinbutton", { name: "Learning rate" });
  await field.fill("");
  await page().evaluate(() => {
    window.marks.keys = [];
  });
  await field.pressSequentially("0.00123456789", { delay: 40 });
  await expect.poll(() => page().evaluate(() => window.marks.keys.length), PATIENCE).toBeGreaterThanOrEqual(13);
  expect(median(await page().evaluate(() => window.marks.keys))).toBeLessThan(100);
  await field.press("Escape");
});

/** Traces the main thread until `steps` more have been made. */
async function tasksDuring(steps: number): Promise<number[]> {
  const { phase, step } = await page().evaluate(() => window.playground.status());
  expect(phase).toBe("training");
  await pages.browser().startTracing(page(), { categories: ["toplevel", "__metadata", "-*"] });
  await untilStep(page(), step + steps);
  return mainThreadTasks(JSON.parse((await pages.browser().stopTracing()).toString()));
}

test("no task of the main thread takes 50 ms of processor time while training", async () => {
  const tasks = await tasksDuring(1000);
  expect(tasks.length).toBeGreaterThan(100);
  expect(Math.max(...tasks)).toBeLessThan(50);
});

test("nor while the exact posterior, log p(x) and a diagnostic are measured beside it", async () => {
  await page().getByRole("button", { name: "p(z|x)", exact: true }).click();
  await page().getByRole("button", { name: "log p(x)", exact: true }).click();
  const measured = page().evaluate(() => window.playground.diagnose("coverage", { count: 20 }).then(({ images }) => images));
  const tasks = await tasksDuring(400);
  expect(Math.max(...tasks)).toBeLessThan(50);
  expect(await measured).toBeGreaterThan(0);
});
