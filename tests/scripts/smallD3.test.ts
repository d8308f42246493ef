import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import * as d3 from "d3";
import { expect, it } from "vitest";
import { droppableShapes } from "../../scripts/smallD3";

const { resolve } = createRequire(import.meta.url);
const source = readFileSync(resolve("d3-shape"), "utf8");
const droppable = droppableShapes(source);

it("nothing of d3-shape sets a prototype as it is read, and every curve is still there", () => {
  const statement = /^\(?(\w+)\.prototype = /gm;
  const names = [...source.matchAll(statement)].map(([, name]) => name);
  expect(names.length).toBeGreaterThan(10);
  expect(droppable).not.toMatch(statement);
  for (const name of names) expect(droppable).toContain(`const ${name} = /* @__PURE__ */`);
});

it("lines and areas are drawn to the letter as d3 draws them, whatever their curve", async () => {
  // Loaded as it is written, with d3-path from where it lies.
  const path = JSON.stringify(pathToFileURL(resolve("d3-path")).href);
  const text = droppable.replace(/from ["']d3-path["']/, `from ${path}`);
  const changed = (await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(text)}`)) as typeof d3;
  const points: [number, number][] = Array.from({ length: 9 }, (_, i) => [i, (i * 7) % 5]);
  const curves = Object.keys(d3).filter((name) => /^curve[A-Z]/.test(name)) as (keyof typeof d3)[];
  expect(curves.length).toBeGreaterThan(15);
  for (const name of curves) {
    const draw = (shapes: typeof d3) => shapes.line().curve(shapes[name] as typeof d3.curveLinear)(points);
    expect(draw(changed), name).toBe(draw(d3));
  }
});
