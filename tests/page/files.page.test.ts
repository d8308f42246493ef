import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { readCsv, savedBy } from "./files";
import { experimentOf, historyOf, largestDifference, readFile, statusOf, train, weightsOf } from "./model";
import { PATIENCE, SMALL, testPages } from "./page";

const pages = testPages();

const openMenu = (page: Page) => page.getByRole("button", { name: "Files", exact: true }).click();
const press = (page: Page, name: string) => () => page.getByRole("button", { name, exact: true }).click();

async function load(page: Page, name: string, content: Buffer): Promise<void> {
  const choosing = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Load weights or a run" }).click();
  await (await choosing).setFiles({ name, mimeType: "application/octet-stream", buffer: content });
}

test("weights go out as safetensors and come in on another page, experiment and step with them", async () => {
  const source = await pages.open(`${SMALL}&latent=3&act=tanh`);
  await train(source, 15);
  await openMenu(source);
  const { name, content } = await savedBy(source, press(source, "Save weights"));
  expect(name).toBe("vae-seed1-step15.safetensors");
  const weights = await weightsOf(source);
  expect(largestDifference(readFile(content).values, weights)).toBe(0);

  const target = await pages.open(SMALL);
  await openMenu(target);
  await load(target, name, content);
  await expect.poll(() => experimentOf(target), PATIENCE).toEqual(await experimentOf(source));
  expect((await statusOf(target)).step).toBe(15);
  expect(largestDifference(weights, await weightsOf(target))).toBe(0);
  expect(await target.getByRole("region", { name: "PyTorch code" }).textContent()).toContain("safetensors");
});

test("a file that is no weights file is refused with the reason, and the run stays as it was", async () => {
  const page = await pages.open(SMALL);
  await train(page, 5);
  const [weights, experiment, history] = [await weightsOf(page), await experimentOf(page), await historyOf(page)];
  await openMenu(page);
  const { content } = await savedBy(page, press(page, "Save weights"));
  const infinite = Buffer.from(content);
  infinite.writeFloatLE(Number.POSITIVE_INFINITY, content.length - 4);
  for (const [name, bytes] of [
    ["notes.txt", Buffer.from("These are my notes on variational autoencoders, and no weights at all.")],
    ["empty.safetensors", Buffer.alloc(0)],
    ["truncated.safetensors", content.subarray(0, content.length - 100)],
    ["infinite.safetensors", infinite],
  ] as const) {
    const notices = (await statusOf(page)).notices.length;
    await load(page, name, Buffer.from(bytes));
    await expect.poll(async () => (await statusOf(page)).notices.length, PATIENCE).toBeGreaterThan(notices);
    expect((await statusOf(page)).notices.at(-1)).toMatch(/weights file|refused/);
  }
  expect(largestDifference(weights, await weightsOf(page))).toBe(0);
  expect(await experimentOf(page)).toEqual(experiment);
  expect(await historyOf(page)).toEqual(history);
});

test("the measurements as CSV and JSON are history()", async () => {
  const page = await pages.open(SMALL);
  await train(page, 12);
  await openMenu(page);
  const history = await historyOf(page);
  const csv = await savedBy(page, press(page, "Save CSV"));
  expect(csv.name).toBe("vae-seed1-step12.csv");
  const rows = readCsv(csv.content.toString());
  expect(rows.map(({ step, split, elbo, loss, kl2 }) => [Number(step), split, Number(elbo), Number(loss), Number(kl2)])).toEqual(
    history.map(({ step, split, elbo, loss, klPerDimension }) => [step, split, elbo, loss, klPerDimension?.[1]]),
  );
  const json = JSON.parse((await savedBy(page, press(page, "Save JSON"))).content.toString());
  expect(json).toMatchObject({ units: "nats per image", experiment: await experimentOf(page), history });
});
