import axe from "axe-core";
import type { Locator } from "playwright-core";
import { expect, test } from "vitest";
import { latentSquareTransform } from "../../src/charts/latentSquareTransform";
import type { Worksheet, WorksheetOptions } from "../../src/worker/protocol";
import { readCsv, savedBy } from "./files";
import { statusOf, train } from "./model";
import { PATIENCE, SMALL, sharedPage, testPages } from "./page";
import { digitLevels } from "./picture";
import { enter } from "./rail";
import { placeOf } from "./square";

/** The page "Worksheet": its rows are the session's own, and the square shows them. */

const pages = testPages();
const page = sharedPage(
  pages,
  `${SMALL}&view=grid.q.worksheet`,
  { prepare: (context) => context.addInitScript({ content: axe.source }) },
  (opened) => train(opened, 30),
);

const panel = (): Locator => page().getByRole("region", { name: /^Worksheet/ });
const press = (name: string) => panel().getByRole("button", { name, exact: true }).click();
const code = (name: string): Locator => panel().getByRole("textbox", { name, exact: true });
const figure = (name: string) => panel().locator("dt", { hasText: name }).locator("xpath=following-sibling::dd").textContent();
const untilRows = (text: string) => panel().getByText(text, { exact: true }).waitFor();

const numberOf = (text: string | null) => Number.parseFloat((text ?? "").replace("−", "-").replace(/\s/g, ""));

/** The four log-densities of a row, as they are written. */
async function terms(row: number): Promise<number[]> {
  const cells = await panel()
    .locator(`tr[aria-rowindex="${row + 1}"] td`)
    .allTextContents();
  return cells.slice(-4).map(numberOf);
}

/** What the session itself makes of the image that is shown. */
async function sheet(options: { samples?: number; seed?: number; z?: number[] }): Promise<Record<keyof Worksheet, number[]>> {
  const levels = await digitLevels(page().getByRole("img", { name: "x, as the encoder sees it" }));
  return page().evaluate(
    async ([pixels, { z, ...others }]) => {
      const asked: WorksheetOptions = z === undefined ? others : { z: Float32Array.from(z) };
      const answer = await window.playground.worksheet(Float32Array.from(pixels), asked);
      return Object.fromEntries(Object.entries(answer).map(([name, values]) => [name, Array.from(values)]));
    },
    [levels.map(Math.round), options] as const,
  ) as Promise<Record<keyof Worksheet, number[]>>;
}

const termsOf = ({ logLikelihood, logPrior, logPosterior, logWeight }: Record<keyof Worksheet, number[]>, i: number) =>
  [logLikelihood, logPrior, logPosterior, logWeight].map((values) => values[i]);

function expectClose(shown: number[], own: number[]): void {
  expect(shown).toHaveLength(own.length);
  shown.forEach((value, i) => {
    expect(Math.abs(value - own[i])).toBeLessThan(0.02);
  });
}

test("draws of one stream, with the running figures of all of them or as of a row", async () => {
  await panel().getByText("Each row will be a draw z").waitFor();
  await press("Add 1");
  await press("Add 10");
  await press("Add 100");
  await untilRows("111 rows");
  const own = await sheet({ samples: 111, seed: 1 });
  for (const row of [1, 2, 8]) expectClose(await terms(row), termsOf(own, row - 1));
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const bound = (values: number[]) => Math.log(mean(values.map((value) => Math.exp(value - values[0])))) + values[0];
  expectClose([await figure("ELBO"), await figure("L₁₁₁")].map(numberOf), [mean(own.logWeight), bound(own.logWeight)]);
  expect(numberOf(await figure("ESS"))).toBeLessThanOrEqual(111);
  expect(await figure("k̂")).toMatch(/good|bad/);
  await panel().locator('tr[aria-rowindex="6"]').hover();
  await panel().getByText("as of row 5, 5 draws").waitFor();
  expectClose([numberOf(await figure("L₅"))], [bound(own.logWeight.slice(0, 5))]);
  expect(await page().evaluate(() => document.querySelectorAll("tbody tr").length)).toBeLessThan(60);
});

test("z set by hand is scored there, marked, and left out of the figures", async () => {
  await code("z₁ of row 12").fill("−0,5");
  await code("z₁ of row 12").press("Enter");
  await panel().getByText("z₁ of row 12 was “−0,5”; it must be a number").waitFor();
  await code("z₁ of row 12").press("Escape");
  await code("z₁ of row 12").fill("−0.5");
  await code("z₁ of row 12").press("Enter");
  await panel().getByText("1 row is left out of the running figures").waitFor();
  await panel().getByRole("button", { name: "Row 12, set by hand" }).waitFor();
  await code("z₂ of row 12").fill("1");
  await code("z₂ of row 12").press("Enter");
  const own = await sheet({ z: [-0.5, 1] });
  await expect.poll(async () => Math.abs((await terms(12))[0] - own.logLikelihood[0]) < 0.02, PATIENCE).toBe(true);
  expectClose(await terms(12), termsOf(own, 0));
  await page().mouse.move(2, 2);
  await panel()
    .getByRole("heading", { name: /^Worksheet/ })
    .click();
  await panel().getByText("of all 110 draws").waitFor();
});

test("a point of the square finds its row, and arrow keys go from row to row", async () => {
  const { toUnit } = latentSquareTransform("quantile");
  const place = await placeOf(page(), toUnit(-0.5), toUnit(1));
  await page().mouse.move(place.x, place.y);
  const highlighted = panel().locator('tr[data-highlighted="true"]');
  await expect.poll(() => highlighted.getAttribute("data-index"), PATIENCE).toBe("11");
  await page().mouse.move(2, 2);
  await panel().getByText("of all 110 draws").waitFor();
  await panel().getByRole("button", { name: "Row 12, set by hand" }).focus();
  await page().keyboard.press("PageDown");
  await page().keyboard.press("ArrowDown");
  await panel().getByText("as of row 23, 22 draws").waitFor();
});

test("rows keep their ε when the model has gone on", async () => {
  await train(page(), 10);
  await panel().getByText("Rows are of step 30; the model is at 40.").waitFor();
  await press("Recompute");
  await expect.poll(() => panel().getByText("Rows are of step").count(), PATIENCE).toBe(0);
  const own = await sheet({ samples: 3, seed: 1 });
  await panel()
    .locator("tbody")
    .evaluate((body) => body.closest("div")?.scrollTo(0, 0));
  await panel().getByRole("button", { name: "Row 1", exact: true }).waitFor();
  expectClose(await terms(2), termsOf(own, 1));
});

test("rows go out as CSV and come back; what cannot be read is refused with its line", async () => {
  const { name, content } = await savedBy(page(), () => press("Save the rows as CSV"));
  expect(name).toBe("vae-worksheet-test7-seed1-step40.csv");
  const text = content.toString();
  const records = readCsv(text);
  expect(records.map(({ kind }) => kind).filter((kind) => kind === "hand")).toHaveLength(1);
  const load = async (buffer: string) => {
    const choosing = page().waitForEvent("filechooser");
    await press("Load CSV");
    await (await choosing).setFiles({ name: "rows.csv", mimeType: "text/csv", buffer: Buffer.from(buffer) });
  };
  await press("Clear");
  await panel().getByText("Each row will be a draw z").waitFor();
  await load(text);
  await untilRows("111 rows");
  const again = await savedBy(page(), () => press("Save the rows as CSV"));
  expect(again.content.toString()).toBe(text);
  await load("kind,z1,z2\nhand,0,0\nhand,0,east\n");
  await expect
    .poll(async () => (await statusOf(page())).notices.at(-1), PATIENCE)
    .toMatch(/^rows.csv was refused: line 3, column z2 was “east”; allowed: a number .* The rows are as they were\.$/);
  await untilRows("111 rows");
});

test("passes axe, and begins anew with another image", async () => {
  for (const colorScheme of ["light", "dark"] as const) {
    await page().emulateMedia({ colorScheme });
    const found = await page().evaluate(async () => {
      const { axe: checker } = window as unknown as { axe: typeof axe };
      const { violations } = await checker.run(document, { resultTypes: ["violations"] });
      return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
    });
    expect(found).toEqual([]);
  }
  await enter(page(), "Test image", "4");
  await untilRows("0 rows");
  await panel().getByRole("heading", { name: "Worksheet of test image 4" }).waitFor();
});
