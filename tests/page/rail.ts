import type { Page } from "playwright-core";
import { afterEach, beforeEach, expect } from "vitest";
import { DEFAULT_EXPERIMENT, type Experiment } from "../../src/experiment/experiment";
import { configure, experimentOf, reset } from "./model";
import { PATIENCE, type Pages, SMALL, sharedPage } from "./page";

/** The experiment of `SMALL`, whole. */
const SMALL_EXPERIMENT: Experiment = {
  ...DEFAULT_EXPERIMENT,
  data: { ...DEFAULT_EXPERIMENT.data, trainSize: 4000 },
  network: { ...DEFAULT_EXPERIMENT.network, encoder: [24], decoder: [24] },
  batchSize: 32,
  stopAfterEpochs: null,
};

/** One page for the tests of the rail's fields, at step 0 of the same experiment before each. */
export function railPage(pages: Pages): () => Page {
  const page = sharedPage(pages, SMALL, {}, async (opened) => {
    for (const section of await opened.locator("details").all()) await section.locator("summary").click();
  });
  beforeEach(async () => {
    await configure(page(), SMALL_EXPERIMENT);
    await reset(page());
  });
  afterEach(async () => {
    await page().keyboard.press("Escape");
  });
  return page;
}

/** Types into a number's field and presses Enter. */
export async function enter(page: Page, field: string, text: string): Promise<void> {
  const input = page.getByRole("spinbutton", { name: field, exact: true });
  await input.fill(text);
  await input.press("Enter");
}

/** Types into a field of words and presses Enter. */
export async function enterText(page: Page, field: string, text: string): Promise<void> {
  const input = page.getByRole("textbox", { name: field, exact: true });
  await input.fill(text);
  await input.press("Enter");
}

export async function choose(page: Page, field: string, option: string): Promise<void> {
  await page.getByRole("combobox", { name: field, exact: true }).selectOption({ label: option });
}

/** Waits until the experiment on the page is as `read` and `value` say. */
export async function untilExperiment<T>(page: Page, read: (experiment: Experiment) => T, value: T): Promise<void> {
  await expect.poll(async () => read(await experimentOf(page)), PATIENCE).toEqual(value);
}
