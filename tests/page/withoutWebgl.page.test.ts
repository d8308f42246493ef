import { expect, test } from "vitest";
import { chromiumFlags } from "../../scripts/chromium";
import { statusOf, train } from "./model";
import { SMALL, testPages } from "./page";

const WITHOUT_WEBGL = ["--disable-gpu", "--disable-software-rasterizer"];
const pages = testPages([...chromiumFlags().filter((flag) => !flag.includes("swiftshader")), ...WITHOUT_WEBGL]);

test("WebGL asked for where there is none: SIMD computes, and a notice says why", async () => {
  const page = await pages.open(SMALL.replace("simd", "webgl"));
  await page.getByText(/WebGL did not start \(.*\), so SIMD computes instead\. Nothing was lost\./).waitFor();
  expect((await statusOf(page)).engine).toBe("simd");
  expect(await train(page, 2)).toBe(2);
});

test("without WebGL, auto takes SIMD and says why in the engine's reason", async () => {
  const page = await pages.open(SMALL.replace("?engine=simd", ""));
  const { engine, engineReason, notices } = await statusOf(page);
  expect({ engine, notices }).toEqual({ engine: "simd", notices: [] });
  expect(engineReason).toMatch(/WebGL is missing/);
});
