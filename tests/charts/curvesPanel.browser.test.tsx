import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AppContext } from "../../src/panels/app";
import { CurvesPanel } from "../../src/panels/CurvesPanel";
import type { AppState } from "../../src/store/state";
import { type AppStore, createAppStore } from "../../src/store/store";
import { NO_ACTIONS } from "../gallery/actions";
import {
  BOUND_SHAPE,
  DEFAULT_SHAPE,
  DENSITY_SHAPE,
  historyOf,
  LAYERS_SHAPE,
  MONTE_CARLO_SHAPE,
  type RunShape,
  runOf,
  SHARED_SHAPE,
  SWITCHED_SHAPE,
  TOTAL_SHAPE,
  TWENTY_SHAPE,
} from "../gallery/curvesData";
import "../../src/app/tokens.css";
import "../../src/app/base.css";

let container: HTMLElement;
let root: Root;

beforeEach(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  container = document.createElement("div");
  Object.assign(container.style, { width: "420px", height: "640px" });
  document.body.append(container);
  root = createRoot(container);
});

afterEach(async () => {
  await act(async () => root.unmount());
  container.remove();
});

async function show(state: Partial<AppState>): Promise<AppStore> {
  const store = createAppStore(state);
  await act(async () =>
    root.render(
      <AppContext value={{ store, actions: NO_ACTIONS }}>
        <CurvesPanel />
      </AppContext>,
    ),
  );
  return store;
}

const stateOf = (shape: RunShape): Partial<AppState> => ({ experiment: shape.experiment, history: historyOf(shape) });

const figure = (name: string) => container.querySelector(`figure[aria-label="${name}"]`) as HTMLElement;
const slider = (name: string) => figure(name).querySelector('[role="slider"]') as HTMLElement;
const press = (element: HTMLElement, key: string) =>
  act(async () => element.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true })));
const click = (label: string) =>
  act(async () => [...container.querySelectorAll("button")].find((button) => button.textContent === label)?.click());
const drawn = () => [...container.querySelectorAll("path")].map((path) => path.getAttribute("d") ?? "").join("");

describe("the curves column", () => {
  it("says what will appear before there is anything", async () => {
    await show({});
    for (const name of ["Reconstruction", "KL", "ELBO"]) expect(figure(name).querySelector("svg")?.textContent).toContain("nats per image");
  });

  it("shows each figure's last test value, its curves and its data as a table of at most 50 rows", async () => {
    await show({ history: historyOf(DEFAULT_SHAPE) });
    expect(figure("ELBO").textContent).toMatch(/−15\d\.\dtest/);
    for (const name of ["Reconstruction", "KL", "ELBO"]) {
      const rows = figure(name).querySelectorAll("tbody tr").length;
      expect(rows).toBeGreaterThan(20);
      expect(rows).toBeLessThanOrEqual(50);
    }
  });

  it("moves one crosshair in all three by the keyboard, and takes it away by Escape", async () => {
    await show({ history: historyOf(DEFAULT_SHAPE) });
    await press(slider("KL"), "End");
    expect(slider("ELBO").getAttribute("aria-valuetext")).toContain("step 4\u202f680, test −151");
    for (const name of ["Reconstruction", "KL", "ELBO"]) expect(figure(name).textContent).toContain("epoch 10.00");
    await press(slider("KL"), "Escape");
    expect(container.textContent).not.toContain("epoch 10.00");
  });

  it("draws no more of 100 000 points than can be seen, and nothing that is not a number", async () => {
    const history = historyOf({ ...DEFAULT_SHAPE, lastStep: 1_000_000 });
    history[500] = { ...history[500], elbo: Number.NaN, kl: Number.POSITIVE_INFINITY };
    await show({ history });
    expect(history.length).toBeGreaterThan(100_000);
    expect(drawn().length).toBeLessThan(300_000);
    expect(drawn()).not.toMatch(/NaN|Infinity/);
    expect(container.querySelectorAll("*").length).toBeLessThan(1500);
  });

  it("follows a report, and begins anew with another run", async () => {
    const history = historyOf(DEFAULT_SHAPE);
    const store = await show({ history: history.slice(0, 40) });
    const before = drawn();
    await act(async () => store.setState({ history: history.slice(0, 200) }));
    expect(drawn()).not.toBe(before);
    await act(async () => store.setState({ history: [], previous: runOf(DEFAULT_SHAPE, "previous") }));
    expect(figure("ELBO").querySelector('path[stroke="var(--ghost)"]')).not.toBeNull();
    expect(figure("ELBO").textContent).not.toMatch(/\dtest/);
  });

  it("draws KL per dimension against λ, with the active units and the true ELBO beside", async () => {
    await show({ experiment: TWENTY_SHAPE.experiment, history: historyOf(TWENTY_SHAPE) });
    await click("bars");
    await expect.poll(() => figure("KL").textContent).toContain("12 of 20 active (var > 0.01)");
    expect(figure("KL").textContent).toContain("ELBO −109.9");
    expect(figure("KL").textContent).toContain("λ = 0.5");
  });

  it.each([0.0012, 0.00123, 0.02, 1, 30, 1000])("writes β = %s whole, inside the drawing", async (beta) => {
    await show({ history: historyOf(DEFAULT_SHAPE).map((point) => ({ ...point, beta })) });
    const label = [...figure("KL").querySelectorAll("svg text")].find((text) => text.textContent === `β = ${beta}`);
    const [box, drawing] = [label, label?.closest("svg")].map((element) => element?.getBoundingClientRect());
    expect(box?.width).toBeGreaterThan(10);
    expect(box?.right).toBeLessThanOrEqual(drawing?.right ?? 0);
    expect(box?.top).toBeGreaterThanOrEqual(drawing?.top ?? Number.POSITIVE_INFINITY);
  });

  it("says without being asked how many units are active, and what KL's areas are", async () => {
    await show({ experiment: TWENTY_SHAPE.experiment, history: historyOf(TWENTY_SHAPE) });
    expect(figure("KL").textContent).toContain("12 of 20 active");
    expect(figure("KL").textContent).toContain("train by dimension");
    expect(figure("ELBO").textContent).not.toContain("active");
  });

  it("numbers the steps up to the last tick", async () => {
    await show({ history: historyOf({ ...DEFAULT_SHAPE, lastStep: 3000 }) });
    const texts = [...figure("ELBO").querySelectorAll("svg text")].map((text) => text.textContent);
    expect(texts).toContain("3\u202f000");
    expect(texts).toContain("step");
  });

  it("changes what is drawn by every control", async () => {
    await show({ history: historyOf(DEFAULT_SHAPE) });
    for (const label of ["log x", "loss", "all values", "bars"]) {
      const before = drawn();
      await click(label);
      await expect.poll(drawn, { message: label }).not.toBe(before);
    }
  });
});

describe("what the curves show of other objectives and families", () => {
  it("L_K beside the ELBO: its value, its line, its row at the crosshair and its columns of the table", async () => {
    await show({ ...stateOf(BOUND_SHAPE), previous: runOf(BOUND_SHAPE, "previous") });
    const elbo = figure("ELBO");
    expect(elbo.textContent).toMatch(/L₅ −14\d\.\d−15\d\.\dtest/);
    expect(elbo.textContent).toContain("test L₅test ELBO");
    expect(elbo.querySelectorAll('path[stroke-linecap="square"]').length).toBe(2);
    expect([...elbo.querySelectorAll("thead th")].map((cell) => cell.textContent)).toEqual([
      ...["Step", "Epoch", "Test", "Train", "K", "Test L_K", "Train L_K"],
    ]);
    expect([...elbo.querySelectorAll("tbody tr:last-child td")].map((cell) => cell.textContent).at(-3)).toBe("5");
    await press(slider("ELBO"), "End");
    expect(slider("ELBO").getAttribute("aria-valuetext")).toMatch(
      /test −151\.\d\d, test L₅ −14\d\.\d\d, train −15\d\.\d\d, train L₅ −15\d\.\d\d$/,
    );
    expect(figure("KL").querySelectorAll("thead th").length).toBe(4);
  });

  it("gaps where L_K was not the objective, and no line to zero", async () => {
    await show(stateOf(SWITCHED_SHAPE));
    const lines = [...figure("ELBO").querySelectorAll('path[stroke-dasharray="5 5"], path[stroke-dasharray="8 3 2 3"]')].map(
      (path) => path.getAttribute("d") ?? "",
    );
    expect(lines.filter((line) => line.includes("L")).length).toBeGreaterThanOrEqual(4);
    expect(drawn()).not.toMatch(/NaN|Infinity/);
  });

  it.each([
    ["layers", LAYERS_SHAPE, "train by layer", "Monte Carlo", "KL per layer: layer z 10.00, layer u 5.00", "10 of 10 active"],
    ["what dimensions share", SHARED_SHAPE, "train by dimension", "analytic", "shared 1.6", "5 of 5 active"],
    [
      "held-out dimensions of a Monte Carlo run",
      MONTE_CARLO_SHAPE,
      "test by dimension",
      "test analytic, train Monte Carlo",
      "z₂ ",
      "2 of 2",
    ],
  ] as const)("%s: areas, caption and bars", async (_, shape, legend, caption, bars, active) => {
    await show(stateOf(shape));
    const kl = figure("KL");
    for (const text of [legend, caption, active]) expect(kl.textContent).toContain(text);
    await click("bars");
    await expect.poll(() => kl.querySelector('svg[role="img"]')?.getAttribute("aria-label")).toContain(bars);
    expect(kl.textContent).toContain(active);
  });

  it("the total alone where the KL has no closed form, and why there are no bars", async () => {
    await show(stateOf(TOTAL_SHAPE));
    expect(figure("KL").textContent).toContain("train total");
    expect(figure("KL").textContent).toContain("Monte Carlo: KL");
    await click("bars");
    await expect.poll(() => figure("KL").textContent).toContain("KL by dimension exists where it has a closed form");
  });

  it("that densities are not Bernoulli nats", async () => {
    await show(stateOf(DENSITY_SHAPE));
    expect(container.textContent).toContain("not comparable with Bernoulli nats");
    expect(figure("ELBO").textContent).toMatch(/11\d\d\.\dtest/);
  });
});
