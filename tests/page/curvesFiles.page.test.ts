import { expect, test } from "vitest";
import { readCsv, savedBy } from "./files";
import { historyOf, train } from "./model";
import { SMALL, sharedPage, testPages } from "./page";

const pages = testPages();
const page = sharedPage(pages, SMALL, { context: { permissions: ["clipboard-read", "clipboard-write"] } }, (page) => train(page, 30));

const menu = (figure: string, item: string) => async () => {
  await page()
    .getByRole("button", { name: `Save ${figure}`, exact: true })
    .click();
  await page()
    .getByRole("group", { name: `Save ${figure}`, exact: true })
    .getByRole("button", { name: item })
    .click();
  await page().keyboard.press("Escape");
};

/** Text and size of an SVG as a browser reads it, on a page without a policy. */
async function parsed(svg: string): Promise<{ root: string; size: (string | null)[]; text: string }> {
  const blank = await pages.browser().newPage();
  try {
    return await blank.evaluate((text) => {
      const root = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
      return { root: root.nodeName, size: [root.getAttribute("width"), root.getAttribute("height")], text: root.textContent ?? "" };
    }, svg);
  } finally {
    await blank.close();
  }
}

for (const [figure, caption] of [
  ["Reconstruction", "E[log p(x|z)]"],
  ["KL", "KL(q(z|x) ‖ p(z))"],
  ["ELBO", "reconstruction − KL"],
]) {
  test(`${figure} as SVG: a file of its own, with title and legend, its colours written out`, async () => {
    const { name, content } = await savedBy(page(), menu(figure, "Save as SVG"));
    expect(name).toMatch(/\.svg$/);
    const svg = await parsed(content.toString());
    expect(svg).toMatchObject({ root: "svg", size: ["760", "400"] });
    for (const part of [figure, caption, "nats per image", "train", "test"]) expect(svg.text).toContain(part);
    expect(content.toString()).not.toContain("var(--");
  });
}

test("a figure as PNG: twice as many pixels each way, not all of one colour", async () => {
  const { name, content } = await savedBy(page(), menu("ELBO", "Save as PNG"));
  expect(name).toMatch(/\.png$/);
  expect(content.subarray(0, 8)).toEqual(Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]));
  expect([content.readUInt32BE(16), content.readUInt32BE(20)]).toEqual([1520, 800]);
  expect(content.length).toBeGreaterThan(10_000);
});

test("a figure's data as CSV are all the points of history()", async () => {
  await menu("KL", "Copy data as CSV")();
  await page()
    .getByText(/Copied \d+ points of KL as CSV/)
    .waitFor();
  const rows = readCsv(await page().evaluate(() => navigator.clipboard.readText()));
  const history = await historyOf(page());
  expect(rows.map(({ step, split, kl, kl2 }) => [Number(step), split, Number(kl), Number(kl2)])).toEqual(
    history.map(({ step, split, kl, klPerDimension }) => [step, split, kl, klPerDimension?.[1]]),
  );
});

test("the latent square as PNG", async () => {
  const { name, content } = await savedBy(page(), () => page().getByRole("button", { name: "save as PNG" }).click());
  expect(name).toBe("latent-space-step-30.png");
  expect(content.subarray(1, 4).toString()).toBe("PNG");
  expect(content.readUInt32BE(16)).toBeGreaterThan(800);
});
