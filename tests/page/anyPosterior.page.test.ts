import { expect, test } from "vitest";
import { decode, largestDifference, train } from "./model";
import { PATIENCE, SMALL, testPages } from "./page";
import { digitLevels } from "./picture";
import { choose } from "./rail";
import { hover, leave, lookAt, pinOf, surfaceOf } from "./square";

const pages = testPages();

test("a flow: its contours move with the model, and the strip says how ε became z and what is estimated", async () => {
  const page = await pages.open(`${SMALL}&q=planar-3&view=q`);
  const before = await lookAt(page);
  await train(page, 40);
  await page.getByText("contours hold 39 % and 86 % of q, ● mean, × draw").waitFor();
  await expect.poll(() => lookAt(page), PATIENCE).not.toBe(before);
  const strip = page.getByRole("figure", { name: "One image" });
  await strip.getByText(/→ flow → z; μ, σ from 256 draws/).waitFor();
  expect(await strip.getByRole("row", { name: /^ε/ }).count()).toBe(0);
  await strip.getByRole("row", { name: /KL ± [\d.]+, 64 draws/ }).waitFor();
});

test("in more than two dimensions the contours of a flow are of 2 000 draws", async () => {
  const page = await pages.open(`${SMALL}&q=iaf-1-8&latent=4&view=q`);
  await page.getByText(/contours hold 39 % and 86 % of q \(from 2.000 draws\)/).waitFor();
  const before = await lookAt(page);
  await choose(page, "Vertical axis", "z₄");
  await expect.poll(() => lookAt(page), PATIENCE).not.toBe(before);
});

test("with a hierarchical prior the square is of u, and a point of it is decoded through p(z|u)", async () => {
  const page = await pages.open(`${SMALL}&prior=hierarchical-2&view=grid.q`);
  await train(page, 40);
  await page.getByText(/^q\(u\|x\)/).waitFor();
  await hover(page, 0.7, 0.4);
  const lens = page.getByRole("img", { name: /^Decoded image at u = / });
  await lens.waitFor();
  const first = await digitLevels(lens);
  await page.mouse.down();
  await page.mouse.up();
  expect(await pinOf(page)).toHaveLength(2);
  await leave(page);
  const pinned = page.getByRole("img", { name: /^Decoded image at [^u]/ });
  await expect.poll(async () => largestDifference(await digitLevels(pinned), first), PATIENCE).toBeLessThan(0.006);
  await surfaceOf(page).press("ArrowLeft");
  await page.getByText(/^Pin at u₁ /).waitFor({ state: "attached" });
  const strip = page.getByRole("figure", { name: "One image" });
  await strip.getByRole("row", { name: /log p\(z\|u\) p\(u\)/ }).waitFor();
  // The strip's own code is z then u, and E[x|z] is of its z.
  const cells = await strip
    .getByRole("row", { name: /^z(?!₁)/ })
    .getByRole("cell")
    .allTextContents();
  const z = cells.map((text) => Number(text.replace("−", "-")));
  expect(z).toHaveLength(4);
  const shown = await digitLevels(strip.getByRole("img", { name: /^E\[x\|z\]/ }));
  expect(largestDifference(shown, await decode(page, z.slice(0, 2)))).toBeLessThan(0.05);
});
