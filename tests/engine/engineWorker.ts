import type { MathBackendWebGL } from "@tensorflow/tfjs-backend-webgl";
import { findBackend } from "@tensorflow/tfjs-core";
import { tensorCount } from "../../src/engine/engineMemory";
import type { EngineChoice, EngineReport } from "../../src/engine/report";
import { hasRelaxedSimd } from "../../src/engine/simd/capabilities";
import { startMachine } from "../../src/engine/simd/startMachine";
import { startEngine } from "../../src/engine/start";
import { createPagePlatform } from "../../src/worker/platform";
import { OPERATION_CASES } from "./operationCases";
import { gradientErrors, valueError } from "./operationChecks";
import { LARGE_SHAPES, productOn, SMALL_SHAPES, TRANSPOSITIONS, worstError } from "./productChecks";

const platform = createPagePlatform();

export interface EngineFindings {
  report: EngineReport;
  notices: string[];
  operations: Array<{ name: string; value: number; gradients: number[] }>;
  tensorsLeft: number;
  relaxed: boolean;
}

async function examineEngine(choice: EngineChoice): Promise<EngineFindings> {
  const notices: string[] = [];
  const report = await startEngine(choice, platform, (text) => notices.push(text));
  const before = tensorCount();
  const operations = OPERATION_CASES.map((one) => ({ name: one.name, value: valueError(one), gradients: gradientErrors(one) }));
  return { report, notices, operations, tensorsLeft: tensorCount() - before, relaxed: hasRelaxedSimd() };
}

function fail(notice: string): never {
  throw new Error(notice);
}

async function examineProduct(): Promise<number[]> {
  const multiply = productOn(await startMachine(platform, fail));
  return TRANSPOSITIONS.map(([a, b]) => Math.max(worstError(multiply, SMALL_SHAPES, a, b), worstError(multiply, LARGE_SHAPES, a, b)));
}

function loseContext(): Promise<EngineFindings> {
  (findBackend("webgl") as MathBackendWebGL).gpgpu.gl.getExtension("WEBGL_lose_context")?.loseContext();
  return examineEngine("webgl");
}

function answer(question: EngineChoice | "product" | "lost"): Promise<EngineFindings | number[]> {
  switch (question) {
    case "product":
      return examineProduct();
    case "lost":
      return loseContext();
    default:
      return examineEngine(question);
  }
}

addEventListener("message", async ({ data }: MessageEvent<EngineChoice | "product" | "lost">) => {
  try {
    postMessage({ answer: await answer(data) });
  } catch (error) {
    postMessage({ failure: String(error) });
  }
});
