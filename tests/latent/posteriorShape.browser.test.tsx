import "../../src/app/tokens.css";
import "../../src/app/base.css";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, it } from "vitest";
import { page } from "vitest/browser";
import { AXIS_MARGIN } from "../../src/charts/LatentSquareAxes";
import { latentSquareTransform } from "../../src/charts/latentSquareTransform";
import { posteriorPaths } from "../../src/charts/posteriorContours";
import { AppContext } from "../../src/panels/app";
import { LatentSpacePanel } from "../../src/panels/LatentSpacePanel";
import { latentSpacePicture } from "../../src/panels/latentSpacePicture";
import { OneImagePanel } from "../../src/panels/OneImagePanel";
import { DEFAULT_VIEW } from "../../src/store/state";
import type { PosteriorShape } from "../../src/worker/protocol";
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

const SIDE = 81;

/** z₁ = ε₁ / 2, z₂ = ε₂ / 4 + z₁²: a bent Gaussian over a lattice of noise. */
function bent(draws: number | null): PosteriorShape {
  const noise = (i: number): number => 9 * (i / (SIDE - 1)) - 4.5;
  const nodes = Array.from({ length: SIDE ** 2 }, (_, i) => [noise(i % SIDE), noise(Math.floor(i / SIDE))]);
  const points = Float32Array.from(nodes.flatMap(([a, b]) => [a / 2, b / 4 + a ** 2 / 4]));
  const logDensity = Float32Array.from(nodes, ([a, b]) => -(a ** 2 + b ** 2) / 2);
  return { kind: "lattice", axes: [0, 1], draws, side: SIDE, points, logDensity, thresholds: [-0.5, -2] };
}

/** The page with a posterior that is no Gaussian. */
function show(draws: number | null = null) {
  const view = { ...DEFAULT_VIEW, layers: { latentGrid: false, testImages: false, posterior: true, exact: false } };
  const app = latentPage(2, view);
  app.store.setState(({ oneImage }) => ({
    oneImage: oneImage && {
      ...oneImage,
      value: {
        ...oneImage.value,
        shape: bent(draws),
        reparameterization: "map" as const,
        stratum: { index: 1, count: 3, share: 0.25 },
        standardDeviationSamples: 256,
        klPerDimension: undefined,
        klError: 0.12,
      },
    },
  }));
  root.render(
    <AppContext value={app}>
      <div style={{ width: 760, height: 672 }}>
        <LatentSpacePanel />
      </div>
      <OneImagePanel />
    </AppContext>,
  );
  return app;
}

it("the square's curves are the shape's two level sets, and the caption says what they hold", async () => {
  const { store } = show(2000);
  await expect.element(page.getByText(/contours hold 39 % and 86 % of q \(from 2.000 draws\), ● mean, × draw/)).toBeInTheDocument();
  const square = host.querySelector('[role="application"]')?.getBoundingClientRect().width ?? 0;
  const drawn = () => [...host.querySelectorAll("svg g[clip-path] > g > path:last-child")].map((path) => path.getAttribute("d"));
  const shape = store.getState().oneImage?.value.shape;
  await expect.poll(drawn).toEqual(shape && posteriorPaths(shape, latentSquareTransform("quantile"), square));
});

it("the strip says how ε became z and what is estimated, and shows no ε of its own", async () => {
  show();
  await expect.element(page.getByText(/→ component 2 of 3 \(π 0\.25\) → z; σ from 256 draws/)).toBeInTheDocument();
  expect(page.getByRole("rowheader", { name: "ε", exact: true }).elements()).toHaveLength(0);
  await expect.element(page.getByRole("row", { name: /KL.*± 0\.12, 16 draws/ })).toBeInTheDocument();
});

it("the saved picture draws the same curves", () => {
  const { store } = show();
  const transform = latentSquareTransform("quantile");
  const view = { dim: 2, variable: "z" as const, across: 0, up: 1, transform, pin: null, sheet: false };
  const colors = { ink: "#000000", paper: "#ffffff", accent: "#ff0000", truth: "#00ff00", text: "#555555", line: "#cccccc", dark: false };
  const canvas = latentSpacePicture(store.getState(), view, colors);
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("the picture has no context");
  const header = canvas.height / 2 - 560 - AXIS_MARGIN.bottom - 40;
  for (const path of posteriorPaths(bent(null), transform, 560)) {
    const points = path
      .slice(1, -1)
      .split("L")
      .map((pair) => pair.split(",").map(Number));
    for (const [x, y] of points.filter(([left, top]) => left > 3 && left < 557 && top > 3 && top < 557)) {
      const [red, green] = context.getImageData(2 * (AXIS_MARGIN.left + x), 2 * (header + y), 1, 1).data;
      expect(red - green).toBeGreaterThan(120);
    }
  }
});
