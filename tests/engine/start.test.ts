import { getBackend } from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { nodePlatform } from "../../scripts/nodePlatform";
import { hasRelaxedSimd } from "../../src/engine/simd/capabilities";
import { startEngine } from "../../src/engine/start";
import { isSoftwareRenderer, shortRendererName } from "../../src/engine/webgl/context";

/** The order matters: an engine once started is there for good, so what fails to start comes first. */
describe("startEngine in Node, where there is no WebGL", () => {
  it("says what failed and what computes instead when a chosen engine does not start", async () => {
    const notices: string[] = [];
    const readKernels = () => Promise.reject(new Error("the kernels kernels.wasm did not arrive (HTTP 404)"));
    const report = await startEngine("simd", { ...nodePlatform(), readKernels }, (text) => notices.push(text));
    expect(report).toEqual({ name: "cpu", label: "CPU · plain JavaScript", reason: "The kernels kernels.wasm did not arrive (HTTP 404)." });
    expect(notices).toEqual([
      "SIMD did not start (the kernels kernels.wasm did not arrive (HTTP 404)), so CPU computes instead. Nothing was lost.",
    ]);
    expect(getBackend()).toBe("cpu");
  });

  it("takes SIMD under auto without a notice, and gives the reason", async () => {
    const notices: string[] = [];
    const report = await startEngine("auto", nodePlatform(), (text) => notices.push(text));
    expect(report.name).toBe("simd");
    expect(report.label).toBe(hasRelaxedSimd() ? "SIMD · 1 thread · fused multiply-add" : "SIMD · 1 thread");
    expect(report.reason).toBe("WebGL is missing: there is no OffscreenCanvas here.");
    expect(notices).toEqual([]);
    expect(getBackend()).toBe("simd");
  });

  it("takes SIMD with a notice when WebGL was asked for", async () => {
    const notices: string[] = [];
    expect((await startEngine("webgl", nodePlatform(), (text) => notices.push(text))).name).toBe("simd");
    expect(notices).toEqual([
      "WebGL did not start (WebGL is missing: there is no OffscreenCanvas here), so SIMD computes instead. Nothing was lost.",
    ]);
  });

  it("changes engines back and forth", async () => {
    for (const name of ["cpu", "simd", "cpu", "simd"] as const) {
      const report = await startEngine(name, nodePlatform(), (text) => expect.fail(text));
      expect(report).toMatchObject({ name, reason: "Chosen by hand." });
      expect(getBackend()).toBe(name);
    }
  });
});

describe("renderers", () => {
  it.each([
    ["ANGLE (NVIDIA, NVIDIA GeForce RTX 3060 Direct3D11 vs_5_0 ps_5_0, D3D11)", "NVIDIA GeForce RTX 3060", false],
    ["ANGLE (Intel, Intel(R) Iris(R) Xe Graphics (0x00009A49) Direct3D11 vs_5_0 ps_5_0, D3D11)", "Intel(R) Iris(R) Xe Graphics", false],
    ["ANGLE (Apple, ANGLE Metal Renderer: Apple M2, Unspecified Version)", "Apple M2", false],
    ["ANGLE (Intel, Mesa Intel(R) UHD Graphics 620 (KBL GT2), OpenGL 4.6)", "Mesa Intel(R) UHD Graphics 620 (KBL GT2)", false],
    ["Adreno (TM) 640", "Adreno (TM) 640", false],
    ["ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)", "SwiftShader Device (Subzero)", true],
    ["llvmpipe (LLVM 15.0.6, 256 bits)", "llvmpipe (LLVM 15.0.6, 256 bits)", true],
    ["ANGLE (Microsoft, Microsoft Basic Render Driver Direct3D11 vs_5_0 ps_5_0, D3D11)", "Microsoft Basic Render Driver", true],
    ["Apple Software Renderer", "Apple Software Renderer", true],
  ])("%s", (renderer, short, software) => {
    expect(shortRendererName(renderer)).toBe(short);
    expect(isSoftwareRenderer(renderer)).toBe(software);
  });
});
