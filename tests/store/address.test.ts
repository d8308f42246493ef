import { expect, test } from "vitest";
import { DEFAULT_EXPERIMENT } from "../../src/experiment/experiment";
import { isLink, readAddress } from "../../src/store/address";
import { DEFAULT_VIEW } from "../../src/store/state";

test("an address without query and hash asks for the defaults", () => {
  expect(readAddress({ search: "", hash: "" })).toEqual({
    experiment: DEFAULT_EXPERIMENT,
    view: DEFAULT_VIEW,
    engineChoice: "auto",
    notices: [],
  });
});

test("a place in the page is no link", () => {
  expect(isLink("#experiment-result")).toBe(false);
  expect(readAddress({ search: "", hash: "#experiment-result" }).notices).toEqual([]);
});

test("link, view and engine are read together, and what is wrong in each is said", () => {
  const good = readAddress({ search: "?engine=simd", hash: "#latent=3&view=grid.images" });
  expect([good.experiment.latent.dim, good.view.layers.testImages, good.engineChoice, good.notices]).toEqual([3, true, "simd", []]);
  const { engineChoice, notices } = readAddress({ search: "?engine=abacus", hash: "#latent=3&nonsense=1&z=0.1" });
  expect(engineChoice).toBe("auto");
  expect(notices).toHaveLength(2);
  expect(notices[0]).toMatch(/^2 things in the link.*nonsense.*z was "0.1"/);
  expect(notices[1]).toBe('the address asks for engine "abacus"; allowed: auto, webgl, simd, cpu; auto is used');
});
