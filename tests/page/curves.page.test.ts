import type { Locator } from "playwright-core";
import { expect, test } from "vitest";
import { configure, historyOf, reset, train } from "./model";
import { PATIENCE, SMALL, sharedPage, testPages } from "./page";

const pages = testPages();
// Long enough for the log axis to leave out the first steps.
const page = sharedPage(pages, SMALL, {}, (page) => train(page, 300));
const FIGURES = ["Reconstruction", "KL", "ELBO"] as const;
const figure = (name: (typeof FIGURES)[number]): Locator => page().getByRole("figure", { name, exact: true });
const reader = (name: (typeof FIGURES)[number]): Locator => page().getByRole("slider", { name: `Step to read in ${name}`, exact: true });
/** Every path of a figure's plot, as it is drawn. */
const paths = (name: (typeof FIGURES)[number]): Promise<string[]> =>
  figure(name)
    .locator("svg path")
    .evaluateAll((elements) => elements.map((element) => element.getAttribute("d") ?? ""));

test("each figure shows its last test value, and the three terms add up", async () => {
  const [last] = (await historyOf(page(), "test")).slice(-1);
  for (const [name, value, decimals] of [
    ["Reconstruction", last.reconstruction, 1],
    ["KL", last.kl, 2],
    ["ELBO", last.elbo, 1],
  ] as const) {
    await figure(name).getByText(value.toFixed(decimals).replace("-", "−"), { exact: true }).first().waitFor();
  }
});

test("one crosshair in all three: at each step it says what history() says", async () => {
  const history = await historyOf(page());
  const box = await reader("KL").boundingBox();
  if (box === null) throw new Error("the plot is not on screen");
  for (const share of [0.5, 0.8, 0.95]) {
    await page().mouse.move(box.x + box.width * share, box.y + box.height / 2);
    const step = Number(await reader("KL").getAttribute("aria-valuenow"));
    const point = history.find((candidate) => candidate.step === step && candidate.split === "train");
    for (const name of FIGURES) {
      const spoken = (await reader(name).getAttribute("aria-valuetext")) ?? "";
      expect(spoken).toMatch(new RegExp(`^step ${step}`));
      const value = point?.[name === "KL" ? "kl" : name === "ELBO" ? "elbo" : "reconstruction"] ?? Number.NaN;
      expect(spoken).toContain(`train ${value.toFixed(2).replace("-", "−")}`);
      await figure(name).getByText(value.toFixed(2).replace("-", "−"), { exact: true }).first().waitFor();
    }
  }
  await page().mouse.move(2, 2);
  await expect.poll(() => reader("KL").getAttribute("aria-valuetext"), PATIENCE).toBe("no step chosen; arrow keys choose one");
});

test("arrow keys move the crosshair from one recorded step to the next", async () => {
  await reader("ELBO").press("End");
  expect(Number(await reader("ELBO").getAttribute("aria-valuenow"))).toBe(300);
  await reader("ELBO").press("Shift+ArrowLeft");
  expect(Number(await reader("ELBO").getAttribute("aria-valuenow"))).toBe(290);
  expect(await reader("KL").getAttribute("aria-valuetext")).toMatch(/^step 290/);
  await reader("ELBO").press("Escape");
  expect(await reader("KL").getAttribute("aria-valuetext")).toMatch(/^no step/);
});

for (const [name, of] of [
  ["log x", "Reconstruction"],
  ["all values", "ELBO"],
  ["loss", "ELBO"],
  ["bars", "KL"],
] as const) {
  test(`${name} changes the picture of ${of}, and changes it back`, async () => {
    const before = await paths(of);
    const toggle = page().getByRole("button", { name, exact: true });
    await toggle.click();
    await expect.poll(() => paths(of), PATIENCE).not.toEqual(before);
    await toggle.click();
    await expect.poll(() => paths(of), PATIENCE).toEqual(before);
  });
}

test("Smoothing draws a smoother train curve beside the raw one", async () => {
  const before = await paths("ELBO");
  await page().getByRole("slider", { name: "Smoothing" }).fill("0.9");
  await expect.poll(async () => (await paths("ELBO")).length, PATIENCE).toBe(before.length + 1);
  await page().getByRole("slider", { name: "Smoothing" }).fill("0");
  await expect.poll(() => paths("ELBO"), PATIENCE).toEqual(before);
});

test("bars say the KL of each dimension at the last test evaluation", async () => {
  await page().getByRole("button", { name: "bars", exact: true }).click();
  const label = await page()
    .getByRole("img", { name: /^KL per dimension: / })
    .getAttribute("aria-label");
  const [last] = (await historyOf(page(), "test")).slice(-1);
  expect(label).toContain(last.klPerDimension?.map((kl, dimension) => `z${"₁₂"[dimension]} ${kl.toFixed(2)}`).join(", "));
  await figure("KL").getByText(`${last.activeUnits} of 2 active`).waitFor();
  await page().getByRole("button", { name: "bars", exact: true }).click();
});

test("loss stands beside the ELBO, with its value at the crosshair", async () => {
  await page().getByRole("button", { name: "loss", exact: true }).click();
  await reader("ELBO").press("End");
  const [last] = (await historyOf(page(), "train")).slice(-1);
  await figure("ELBO").locator("dl > div", { hasText: "−loss" }).getByText((-last.loss).toFixed(2).replace("-", "−")).waitFor();
  await reader("ELBO").press("Escape");
  await page().getByRole("button", { name: "loss", exact: true }).click();
});

test("every figure offers its data as a table", async () => {
  const tests = await historyOf(page(), "test");
  for (const name of FIGURES) {
    const rows = page()
      .getByRole("table", { name: `${name} in nats per image` })
      .getByRole("row");
    await expect.poll(() => rows.count(), PATIENCE).toBe(tests.length + 1);
    const [last] = tests.slice(-1);
    const value = last[name === "KL" ? "kl" : name === "ELBO" ? "elbo" : "reconstruction"];
    expect(await rows.last().getByRole("rowheader").textContent()).toBe("300");
    expect(await rows.last().getByRole("cell").nth(1).textContent()).toBe(value.toFixed(2).replace("-", "−"));
  }
});

test("L₅ stands beside the ELBO from the step on at which it is the objective", async () => {
  await configure(page(), { objective: { kind: "iwae", samples: 5 } });
  await train(page(), 50);
  const [last] = (await historyOf(page(), "test")).slice(-1);
  const written = (value = Number.NaN, decimals = 2) => value.toFixed(decimals).replace("-", "−");
  expect([last.step, last.samples]).toEqual([350, 5]);
  expect(last.loss).toBeCloseTo(-(last.iwae ?? Number.NaN), 6);
  await figure("ELBO")
    .getByText(`L₅ ${written(last.iwae, 1)}`)
    .waitFor();
  await figure("ELBO").getByText("test L₅").waitFor();
  await reader("ELBO").press("End");
  expect(await reader("ELBO").getAttribute("aria-valuetext")).toContain(`test ${written(last.elbo)}, test L₅ ${written(last.iwae)}`);
  await reader("ELBO").press("Home");
  expect(await reader("ELBO").getAttribute("aria-valuetext")).not.toContain("L₅");
  await reader("ELBO").press("Escape");
  const cells = page().getByRole("table", { name: "ELBO in nats per image" }).getByRole("row").last().getByRole("cell");
  await expect.poll(async () => (await cells.allTextContents()).slice(3, 5), PATIENCE).toEqual(["5", written(last.iwae)]);
  await configure(page(), { objective: { kind: "elbo" } });
});

test("the run before stays as a ghost where the two compare", async () => {
  const legend = figure("Reconstruction").getByText("previous run");
  await reset(page());
  await train(page(), 12);
  await legend.waitFor();
  await configure(page(), { data: { digits: [0, 1] } });
  await train(page(), 5);
  await page().getByText("The previous run is not drawn: it had other digits").waitFor();
  expect(await legend.count()).toBe(0);
});
