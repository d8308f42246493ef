import { enableProdMode } from "@tensorflow/tfjs-core";
import { startCpu } from "./cpu/startCpu";
import { OPERATION_GRADIENTS } from "./operations/gradients";
import { sumGradients } from "./operations/spread";
import { registerGradients, replaceGradients } from "./registry";
import type { EngineChoice, EngineName, EnginePlatform, EngineReport } from "./report";
import { startSimd } from "./simd/startSimd";
import { drawsInSoftware, startWebgl, WebglUnsuitable } from "./webgl/startWebgl";

const TITLES: Record<EngineName, string> = { webgl: "WebGL", simd: "SIMD", cpu: "CPU" };

/** The engines to try, best first. */
const CANDIDATES: Record<EngineChoice, EngineName[]> = {
  auto: ["webgl", "simd", "cpu"],
  webgl: ["webgl", "simd", "cpu"],
  simd: ["simd", "cpu"],
  cpu: ["cpu"],
};

/** Why an engine was passed over. */
interface Refusal {
  name: EngineName;
  error: Error;
}

/**
 * Starts an engine and makes it the one that tfjs computes with; the first call also registers the project's operations.
 *
 * `auto` takes WebGL on a real GPU with float32 render targets, else SIMD, else plain JavaScript. An engine that fails to start is
 * replaced by the next one, and `notify` gets a sentence with the cause and the replacement; that WebGL is absent, software or
 * half-precision is no failure under `auto` and stands in the report's reason only. May be called again to change engines, or to
 * open WebGL anew after its context was lost: the tensors of the old engine are the caller's to read before the call, and to
 * dispose of and make anew after it. Rejects when nothing starts.
 */
export async function startEngine(choice: EngineChoice, platform: EnginePlatform, notify: (text: string) => void): Promise<EngineReport> {
  enableProdMode();
  registerGradients(OPERATION_GRADIENTS);
  replaceGradients(sumGradients);
  const refusals: Refusal[] = [];
  for (const name of CANDIDATES[choice]) {
    try {
      const label = await startNamed(name, choice, platform, notify);
      const threads = name === "simd" && platform.whyOneThread !== undefined ? ` One thread, ${platform.whyOneThread}.` : "";
      for (const refusal of refusals) announce(refusal, choice, name, notify);
      const software =
        name === "webgl" && drawsInSoftware() ? " It is drawn in software here: no graphics card, but the processor, and slowly." : "";
      return { name, label, reason: reasonFor(name, choice, refusals) + threads + software };
    } catch (error) {
      refusals.push({ name, error: error instanceof Error ? error : new Error(String(error)) });
    }
  }
  throw new Error(`No engine starts: ${refusals.map(({ name, error }) => `${TITLES[name]}: ${error.message}`).join("; ")}.`);
}

function startNamed(name: EngineName, choice: EngineChoice, platform: EnginePlatform, notify: (text: string) => void): Promise<string> {
  switch (name) {
    case "webgl":
      return startWebgl(choice === "webgl");
    case "simd":
      return startSimd(platform, notify);
    case "cpu":
      return startCpu();
    default:
      throw new Error(`unknown engine ${name satisfies never}`);
  }
}

function announce({ name, error }: Refusal, choice: EngineChoice, used: EngineName, notify: (text: string) => void): void {
  if (choice === "auto" && error instanceof WebglUnsuitable) return;
  notify(`${TITLES[name]} did not start (${error.message}), so ${TITLES[used]} computes instead. Nothing was lost.`);
}

function reasonFor(name: EngineName, choice: EngineChoice, refusals: Refusal[]): string {
  if (refusals.length > 0) return `${refusals.map(({ error }) => capitalized(error.message)).join("; ")}.`;
  if (choice !== "auto") return "Chosen by hand.";
  return name === "webgl" ? "A GPU with float32 textures is here." : "The best engine here.";
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
