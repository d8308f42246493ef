import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { train } from "./model";
import { PATIENCE, SMALL, sharedPage, testPages } from "./page";

/** The tab "Diagnostics": reports as they are asked for on the page. */

const pages = testPages();
const page = sharedPage(pages, SMALL, {}, async (opened) => {
  await train(opened, 200);
  await opened.getByRole("tab", { name: "Diagnostics" }).click();
});

const EVIDENCE = "log p(x) of this image";
const CODES = "What the codes say";

const measureButton = (on: Page, title: string) => on.getByRole("button", { name: `Measure ${title}`, exact: true });
const stopButton = (on: Page, title: string) => on.getByRole("button", { name: `Stop ${title}`, exact: true });

/** Opens a diagnostic that is closed. */
async function open(on: Page, title: string): Promise<void> {
  const section = on.getByRole("tabpanel").locator("details", { has: on.getByRole("heading", { name: title, exact: true }) });
  if ((await section.getAttribute("open")) === null) await section.locator("summary").first().click();
}

/** Measures it to its end. */
async function measure(on: Page, title: string): Promise<void> {
  await open(on, title);
  await measureButton(on, title).click();
  await on
    .getByRole("status")
    .filter({ hasText: /^step .* s$/ })
    .first()
    .waitFor();
  await measureButton(on, title).waitFor(PATIENCE);
}

/** A row's number: "−134.12" of "−134.12 ± 0.02". */
async function numberIn(on: Page, figure: string, row: RegExp): Promise<number> {
  const text = await on.getByRole("figure", { name: figure }).getByRole("row", { name: row }).getByRole("cell").textContent();
  return Number.parseFloat((text ?? "").replace("−", "-"));
}

test("log p(x) of the selected image: ELBO and L_K below it, and KL(q ‖ p(z|x)) between", async () => {
  await measure(page(), EVIDENCE);
  const read = (row: RegExp) => numberIn(page(), "Bounds and log p(x), in nats", row);
  const [logEvidence, elbo, bound, kl] = [await read(/^log p\(x\)/), await read(/^ELBO/), await read(/^L₅₀ /), await read(/^KL/)];
  expect(elbo).toBeLessThan(bound);
  expect(bound).toBeLessThan(logEvidence + 0.2);
  expect(logEvidence - elbo).toBeCloseTo(kl, 1);
  const exact = await page().evaluate(async () => {
    const { pixels } = await window.playground.images("test", [7]);
    const seen = await window.playground.diagnose("evidence", { source: { kind: "drawn", pixels } });
    return [seen.logEvidence?.missed, seen.elbo.value];
  });
  expect(exact[0]).toBe(false);
  await page()
    .getByText(/^Of the drawn digit\. Selected now is test image 7\./)
    .waitFor();
});

test("rate and distortion of the codes are those of an evaluation", async () => {
  await measure(page(), CODES);
  const rate = await numberIn(page(), "The rate and its parts, in nats", /^rate R/);
  const parts = [/^mutual information/, /^total correlation/, /^Σ KL/].map((row) =>
    numberIn(page(), "The rate and its parts, in nats", row),
  );
  expect((await Promise.all(parts)).reduce((sum, part) => sum + part, 0)).toBeCloseTo(rate, 1);
  const evaluated = await page().evaluate(() => window.playground.evaluate({ split: "test", count: 2000 }));
  expect(rate).toBeCloseTo(evaluated.kl, 0);
});

test("a report stays when training goes on, and says that it is of an earlier step", async () => {
  await train(page(), 5);
  await page().getByText("Of step 200; the model is at 205.").first().waitFor();
});

test("one that is under way is stopped, and one that waits for it then begins", async () => {
  await open(page(), "Coverage on test images");
  await measureButton(page(), "Coverage on test images").click();
  await measureButton(page(), EVIDENCE).click();
  await stopButton(page(), "Coverage on test images").click();
  await measureButton(page(), "Coverage on test images").waitFor(PATIENCE);
  await page().getByText("step 205 ·").first().waitFor(PATIENCE);
});

test("ten dimensions: bounds without log p(x), and why; coverage is not to be had", async () => {
  const ten = await pages.open(`${SMALL}&latent=10&view=grid.q.diagnostics`);
  await ten.getByText(/this model has 10.*The bounds are measured without it/).waitFor();
  await measure(ten, EVIDENCE);
  expect(
    await ten
      .getByRole("figure", { name: "Bounds and log p(x), in nats" })
      .getByRole("row", { name: /^log p\(x\)/ })
      .count(),
  ).toBe(0);
  await open(ten, "Coverage on test images");
  await expect.poll(() => ten.getByText(/log p\(x\) by quadrature needs at most 2 latent dimensions/).count(), PATIENCE).toBe(3);
  expect(await measureButton(ten, "Coverage on test images").count()).toBe(0);
});
