import "../../src/app/tokens.css";
import "../../src/app/base.css";
import axe from "axe-core";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { page, userEvent } from "vitest/browser";
import { AppContext } from "../../src/panels/app";
import { LatentSpacePanel } from "../../src/panels/LatentSpacePanel";
import { OneImagePanel } from "../../src/panels/OneImagePanel";
import { DEFAULT_VIEW, type View } from "../../src/store/state";
import { latentPage } from "../gallery/latentActions";

let root: Root;
let host: HTMLElement;

beforeEach(async () => {
  await page.viewport(1440, 900);
  host = document.createElement("main");
  document.body.append(host);
  root = createRoot(host);
});

afterEach(() => {
  root.unmount();
  host.remove();
});

/** The square over the strip, the square in a place of 760 × 672 pixels. */
function show(dim: number, view: Partial<View> = {}, filled = true) {
  const app = latentPage(dim, { ...DEFAULT_VIEW, ...view }, filled);
  root.render(
    <AppContext value={app}>
      <h1 className="visuallyHidden">test</h1>
      <div style={{ width: 760, height: 672 }}>
        <LatentSpacePanel />
      </div>
      <OneImagePanel />
    </AppContext>,
  );
  return app;
}

const surface = () => page.getByRole("application", { name: "Point in latent space" });

async function press(key: string, times = 1): Promise<void> {
  for (let i = 0; i < times; i++) await userEvent.keyboard(key);
}

/** Moves the mouse to a point of the square, in shares of its side from the bottom left. */
async function hover(across: number, up: number): Promise<void> {
  await expect.element(surface()).toBeInTheDocument();
  const { width, height } = surface().element().getBoundingClientRect();
  await surface().hover({ position: { x: across * width, y: (1 - up) * height } });
}

async function click(across: number, up: number): Promise<void> {
  await hover(across, up);
  const { width, height } = surface().element().getBoundingClientRect();
  await surface().click({ position: { x: across * width, y: (1 - up) * height } });
}

describe("the latent square", () => {
  it("has its figure, its toggles and a square picture of at least 540 pixels in its place at 1440", async () => {
    const { store } = show(2);
    await expect.element(page.getByRole("figure", { name: "Latent space" })).toBeInTheDocument();
    for (const name of ["Latent grid", "Test images", "q(z|x)"])
      await expect.element(page.getByRole("button", { name, exact: true })).toBeInTheDocument();
    const { width, height } = surface().element().getBoundingClientRect();
    expect(width).toBe(height);
    expect(width).toBeGreaterThanOrEqual(540);
    await page.getByRole("button", { name: "Test images", exact: true }).click();
    expect(store.getState().view.layers.testImages).toBe(true);
    await expect.element(page.getByRole("button", { name: "Test images", exact: true })).toHaveAttribute("aria-pressed", "true");
  });

  it("decodes the point under the pointer and forgets it on leaving", async () => {
    show(2);
    await hover(0.5, 0.5);
    await expect.element(page.getByRole("img", { name: "Decoded image at z = 0.00, 0.00" })).toBeInTheDocument();
    await page.getByRole("button", { name: "Latent grid", exact: true }).hover();
    await expect.element(page.getByRole("img", { name: /Decoded image/ })).not.toBeInTheDocument();
  });

  it("pins where it is clicked, moves the pin by arrow keys, says where it is, and unpins by Escape", async () => {
    const { store } = show(2);
    await click(0.5, 0.5);
    const pin = () => store.getState().view.pin;
    expect(pin()?.every((z) => Math.abs(z) < 0.01)).toBe(true);
    await press("{ArrowRight}", 2);
    expect(pin()?.[0]).toBeCloseTo(0.2533, 1);
    expect(pin()?.[1]).toBeCloseTo(0, 1);
    await expect.poll(() => host.textContent).toContain("Pin at z₁ 0.2");
    await press("{Escape}");
    expect(pin()).toBeNull();
  });

  it("keeps the pin on the square however often a key is pressed", async () => {
    const { store } = show(2, { pin: [0, 0] });
    await expect.element(surface()).toBeInTheDocument();
    (surface().element() as HTMLElement).focus();
    await press("{ArrowUp}", 25);
    const up = store.getState().view.pin?.[1] ?? 0;
    expect(up).toBeGreaterThan(3);
    expect(Number.isFinite(up)).toBe(true);
  });

  it("selects the test image whose glyph is clicked", async () => {
    const { store, model } = show(2, { layers: { latentGrid: false, testImages: true, posterior: false, exact: false } });
    const { transform } = { transform: (await import("../../src/charts/latentSquareTransform")).latentSquareTransform("quantile") };
    const { z } = model.encodings(1000);
    await click(transform.toUnit(z[2 * 40]), transform.toUnit(z[2 * 40 + 1]));
    const { selected, pin } = store.getState().view;
    expect(pin).toBeNull();
    expect(selected.kind === "dataset" && [z[2 * selected.index], z[2 * selected.index + 1]].map((v) => v.toFixed(1))).toEqual(
      [z[80], z[81]].map((v) => v.toFixed(1)),
    );
  });

  it("offers axes, a sheet of prior draws and the other dimensions when there are more than two", async () => {
    const { store } = show(6, { pin: [0, 0, 1, 1, 1, 1] });
    await page.getByLabelText("Horizontal axis").selectOptions("3");
    expect(store.getState().view.axes).toEqual([3, 1]);
    await page.getByLabelText("Vertical axis").selectOptions("3");
    expect(store.getState().view.axes).toEqual([1, 3]);
    await click(0.5, 0.5);
    expect(store.getState().view.pin?.filter((_, d) => d !== 1 && d !== 3)).toEqual([0, 1, 1, 1]);
    await page.getByRole("button", { name: "other 4 dims …" }).click();
    await page.getByRole("slider", { name: "z₅" }).fill("-2");
    expect(store.getState().view.pin?.[4]).toBe(-2);
    await page.getByLabelText("Grid of").selectOptions("prior");
    await expect.element(page.getByText("where each stands has no meaning", { exact: false })).toBeInTheDocument();
  });

  it("tells a screen reader where the digits are", async () => {
    show(2, { layers: { latentGrid: true, testImages: true, posterior: true, exact: false } });
    await expect
      .element(page.getByRole("table", { name: "Mean position of the test images in latent space, by digit" }))
      .toBeInTheDocument();
    expect(page.getByRole("rowheader", { name: "7", exact: true }).elements()).toHaveLength(1);
  });
});

describe("one image", () => {
  it("shows the sheet's own numbers under their own names", async () => {
    const { store } = show(2);
    await expect.element(page.getByRole("figure", { name: "One image" })).toBeInTheDocument();
    const value = (name: RegExp): string => page.getByRole("row", { name }).element().lastElementChild?.textContent ?? "";
    const number = (text: string): number => Number(text.replace("−", "-"));
    const image = store.getState().oneImage?.value;
    expect(number(value(/single-sample bound/))).toBeCloseTo(image?.logWeight ?? 0, 1);
    expect(number(value(/ELBO/))).toBeCloseTo(image?.elbo ?? 0, 1);
    expect(number(value(/log p\(x\|z\)$|log p\(x\|z\) /)) + number(value(/log p\(z\)/)) - number(value(/log q\(z\|x\)/))).toBeCloseTo(
      image?.logWeight ?? 0,
      1,
    );
  });

  it("draws a new ε on request", async () => {
    const { store } = show(2);
    await page.getByRole("button", { name: "Resample ε" }).click();
    expect(store.getState().view.draw).toBe(1);
  });

  it("takes a test image by its number, and refuses one that does not exist", async () => {
    const { store } = show(2);
    const field = page.getByLabelText("Test image", { exact: true });
    await field.fill("123");
    await userEvent.keyboard("{Enter}");
    expect(store.getState().view.selected).toEqual({ kind: "dataset", split: "test", index: 123 });
    await field.fill("10000");
    await userEvent.keyboard("{Enter}");
    await expect.element(page.getByText(/it must be a whole number from 0 to 9999/)).toBeInTheDocument();
    expect(store.getState().view.selected).toEqual({ kind: "dataset", split: "test", index: 123 });
    await userEvent.keyboard("{Escape}");
    await page.getByRole("button", { name: "Next image" }).click();
    expect(store.getState().view.selected).toEqual({ kind: "dataset", split: "test", index: 124 });
  });

  it("takes a digit drawn by keys, and refuses an empty pad without losing anything", async () => {
    const { store } = show(2);
    const before = store.getState().view.selected;
    await page.getByRole("button", { name: "Draw" }).click();
    await page.getByRole("button", { name: "Use this digit" }).click();
    await expect.element(page.getByRole("alert")).toHaveTextContent(/Nothing is drawn yet/);
    expect(store.getState().view.selected).toBe(before);
    (page.getByRole("application", { name: "Drawing pad" }).element() as SVGElement).focus();
    await press("[Space]");
    await press("{ArrowDown}", 12);
    await page.getByRole("button", { name: "Use this digit" }).click();
    const { selected } = store.getState().view;
    expect(selected.kind === "drawn" && selected.pixels.some((ink) => ink > 0.9)).toBe(true);
    await expect.element(page.getByText("outside the data", { exact: true })).toBeInTheDocument();
  });
});

describe.each(["light", "dark"])("in the %s theme", (theme) => {
  it.each([
    ["two dimensions", 2, {}],
    ["twenty dimensions", 20, { pin: new Array<number>(20).fill(0.5) }],
    ["one dimension", 1, {}],
    ["a sheet of draws", 20, { gridSource: "prior" as const }],
  ])("axe finds nothing: %s", async (_, dim, view) => {
    document.documentElement.dataset.theme = theme;
    show(dim, { layers: { latentGrid: true, testImages: true, posterior: true, exact: false }, ...view });
    await expect.element(surface()).toBeInTheDocument();
    const { violations } = await axe.run(host);
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
  });
});
