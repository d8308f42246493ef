import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EngineFindings } from "./engineWorker";

/** The engines where they live: in a worker of a real browser, and without a GPU (WebGL by a software renderer). */

let worker: Worker;

beforeAll(() => {
  worker = new Worker(new URL("./engineWorker.ts", import.meta.url), { type: "module" });
});

afterAll(() => worker.terminate());

function ask<Answer>(question: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => ("failure" in data ? reject(new Error(data.failure)) : resolve(data.answer));
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(question);
  });
}

describe.each([
  { choice: "webgl", valueTolerance: 1e-5, gradientTolerance: 1e-4 },
  { choice: "lost", valueTolerance: 1e-5, gradientTolerance: 1e-4 },
  { choice: "simd", valueTolerance: 2e-6, gradientTolerance: 1e-5 },
  { choice: "cpu", valueTolerance: 2e-6, gradientTolerance: 1e-5 },
])("engine $choice (lost: WebGL again, after its context was lost)", ({ choice, valueTolerance, gradientTolerance }) => {
  it("starts when chosen, agrees with the float64 references and leaves no tensor behind", async () => {
    const { report, notices, operations, tensorsLeft } = await ask<EngineFindings>(choice);
    const isWebgl = choice === "webgl" || choice === "lost";
    expect(report.name).toBe(isWebgl ? "webgl" : choice);
    expect(report.reason).toMatch(isWebgl ? /^Chosen by hand\. It is drawn in software here/ : /^Chosen by hand\.$/);
    expect(notices).toEqual([]);
    for (const { name, value, gradients } of operations) {
      expect(value, `${name}, value`).toBeLessThan(valueTolerance);
      for (const gradient of gradients) expect(gradient, `${name}, gradient`).toBeLessThan(gradientTolerance);
    }
    expect(tensorsLeft).toBe(0);
  });
});

it("takes SIMD by itself where WebGL is drawn in software, without a notice, and names the reason and the kernel", async () => {
  const { report, notices, relaxed } = await ask<EngineFindings>("auto");
  expect(report.name).toBe("simd");
  expect(report.reason).toMatch(/^WebGL is drawn in software here \(.*SwiftShader.*\)\.$/);
  const threads = navigator.hardwareConcurrency > 1 ? "\\d threads" : "1 thread";
  expect(report.label).toMatch(new RegExp(`^SIMD · ${threads}${relaxed ? " · fused multiply-add" : ""}$`));
  expect(notices).toEqual([]);
});

it("multiplies as float64 does, by the kernel that this browser takes: all shapes and transpositions", async () => {
  for (const error of await ask<number[]>("product")) expect(error).toBeLessThan(1);
});
