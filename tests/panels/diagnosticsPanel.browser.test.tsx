import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AppContext } from "../../src/panels/app";
import { DiagnosticsPanel } from "../../src/panels/diagnostics/DiagnosticsPanel";
import type { Actions } from "../../src/store/actions";
import type { AppState } from "../../src/store/state";
import { type AppStore, createAppStore } from "../../src/store/store";
import type { DiagnosticName, DiagnosticOptions, ImageSource } from "../../src/worker/protocol";
import { NO_ACTIONS } from "../gallery/actions";
import { DIAGNOSTIC_STATES } from "../gallery/diagnosticsStates";
import "../../src/app/tokens.css";
import "../../src/app/base.css";

let container: HTMLElement;
let root: Root;
let asked: [DiagnosticName, DiagnosticOptions | undefined][];
let stopped: DiagnosticName[];
let selected: ImageSource[];

beforeEach(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  container = document.createElement("div");
  container.style.height = "900px";
  document.body.append(container);
  root = createRoot(container);
  [asked, stopped, selected] = [[], [], []];
});

afterEach(async () => {
  await act(async () => root.unmount());
  container.remove();
});

const ACTIONS: Actions = {
  ...NO_ACTIONS,
  diagnose: async (name, options) => void asked.push([name, options]),
  stopDiagnosis: async (name) => void stopped.push(name),
  selectImage: (source) => void selected.push(source),
};

/** The panel with every part of it open. */
async function show(state: Partial<AppState>, width = 388): Promise<AppStore> {
  container.style.width = `${width}px`;
  const store = createAppStore(state);
  await act(async () =>
    root.render(
      <AppContext value={{ store, actions: ACTIONS }}>
        <DiagnosticsPanel />
      </AppContext>,
    ),
  );
  for (const summary of container.querySelectorAll<HTMLElement>("details:not([open]) > summary")) await act(async () => summary.click());
  return store;
}

const button = (name: string): HTMLButtonElement => {
  const found = [...container.querySelectorAll("button")].find(({ textContent }) => textContent === name);
  if (found === undefined) throw new Error(`there is no button "${name}"`);
  return found;
};
const press = (name: string) => act(async () => button(name).click());
const textOf = (selector: string) => [...container.querySelectorAll(selector)].map(({ textContent }) => textContent ?? "");

/** Pairs of words of one drawing that lie on each other. */
function overlaps(): string[] {
  return [...container.querySelectorAll("svg")].flatMap((svg) => {
    const words = [...svg.querySelectorAll("text")].map((text) => ({ text: text.textContent, box: text.getBoundingClientRect() }));
    return words.flatMap((a, i) =>
      words
        .slice(i + 1)
        .filter(({ box }) => {
          const across = Math.min(a.box.right, box.right) - Math.max(a.box.left, box.left);
          const down = Math.min(a.box.bottom, box.bottom) - Math.max(a.box.top, box.top);
          return across > 0.5 && down > 3.5;
        })
        .map((b) => `${a.text} on ${b.text}`),
    );
  });
}

describe("every state of the tab, at each width", () => {
  for (const [name, state] of Object.entries(DIAGNOSTIC_STATES)) {
    it.each([220, 388, 840])(`${name} at %i pixels: nothing overlaps, sticks out or is no number`, async (width) => {
      await show(state(), width);
      const panel = container.firstElementChild as HTMLElement;
      expect(panel.scrollWidth).toBeLessThanOrEqual(panel.clientWidth);
      expect(overlaps()).toEqual([]);
      const drawn = [...container.querySelectorAll("svg *")].flatMap((node) => [...node.attributes].map(({ value }) => value));
      expect(drawn.filter((value) => /NaN|Infinity|undefined/.test(value))).toEqual([]);
    });
  }
});

it("asks for the selected image where a diagnostic is of one", async () => {
  await show(DIAGNOSTIC_STATES.before());
  await press("Measure log p(x) of this image");
  await press("Measure Coverage on test images");
  expect(asked).toEqual([
    ["evidence", { source: { kind: "dataset", split: "test", index: 7 } }],
    ["coverage", {}],
  ]);
});

it("waits for the model and the images", async () => {
  await show(DIAGNOSTIC_STATES.waiting());
  expect([...container.querySelectorAll("button")].every(({ disabled }) => disabled)).toBe(true);
});

it("shows what is under way, what waits and what failed, and stops it", async () => {
  await show(DIAGNOSTIC_STATES.underWay());
  const progress = container.querySelector("progress");
  expect([progress?.value, progress?.max]).toEqual([31, 120]);
  expect(textOf("summary")).toContain("The gap, decomposedwaits");
  expect(textOf('[role="alert"]')).toEqual(["The test images have not arrived yet; try again when they have"]);
  await press("Stop log p(x) of this image");
  await press("Stop The gap, decomposed");
  expect(stopped).toEqual(["evidence", "gap"]);
});

it("says of which image and step a report is, once that is not what is on the page", async () => {
  const store = await show(DIAGNOSTIC_STATES.measured());
  expect(container.textContent).not.toMatch(/Selected now|the model is at/);
  await act(async () =>
    store.setState(({ run, view }) => ({
      run: run && { ...run, step: 5200 },
      view: { ...view, selected: { kind: "dataset", split: "test", index: 12 } },
    })),
  );
  expect(container.textContent).toMatch(/Of test image 7, a 9\. Selected now is test image 12\. Of step 4.680; the model is at 5.200\./);
});

it("withholds a value that has missed mass, and what would follow from it", async () => {
  await show(DIAGNOSTIC_STATES.awkward());
  expect(container.textContent).toContain(
    "Missed mass: the importance estimate −133.20 ± 0.11 exceeds the lattice's −134.119 ± 0.002; the value is withheld.",
  );
  expect(textOf("tr").filter((row) => /^approximation/.test(row))).toEqual([]);
});

it("compares annealing with quadrature of the same image at the same step only", async () => {
  const store = await show(DIAGNOSTIC_STATES.measured());
  const rows = () => textOf("tr").filter((row) => row.includes("quadrature ± error"));
  expect(rows()).toEqual(["log p(x)quadrature ± error−134.119 ± 0.002"]);
  const { evidence } = store.getState().diagnostics;
  const made = evidence?.made && { ...evidence.made, step: 4000 };
  await act(async () =>
    store.setState(({ diagnostics }) => ({ diagnostics: { ...diagnostics, evidence: { progress: null, made: made ?? null } } })),
  );
  expect(rows()).toEqual([]);
});

it("selects images by their k̂: by name, and by a press on a bar", async () => {
  await show(DIAGNOSTIC_STATES.awkward());
  await press("worst image k̂ ∞");
  const bars = [...container.querySelectorAll("svg")].find((svg) => svg.getAttribute("aria-label")?.includes("k̂")) as SVGElement;
  const { left, width, top } = bars.getBoundingClientRect();
  const at = { clientX: left + width - 20, clientY: top + 40, bubbles: true };
  await act(async () => bars.querySelector("rect")?.dispatchEvent(new MouseEvent("click", at)));
  expect(selected).toEqual([0, 0].map((index) => ({ kind: "dataset", split: "test", index })));
});

it("shows of many ranks those with the smallest p first, and all when asked", async () => {
  await show(DIAGNOSTIC_STATES.tenDimensions());
  const pictures = () => [...container.querySelectorAll("svg")].filter((svg) => svg.getAttribute("aria-label")?.startsWith("Ranks of"));
  expect(pictures()).toHaveLength(4);
  await press("All 11");
  expect(pictures()).toHaveLength(11);
});
