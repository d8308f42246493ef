import react from "@vitejs/plugin-react";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { chromiumFlags, findChromium } from "./scripts/chromium.ts";
import { LongestFirst } from "./scripts/testOrder.ts";

const BROWSER_TESTS = "tests/**/*.browser.test.{ts,tsx}";
const PAGE_TESTS = "tests/page/**/*.page.test.ts";
const FAULT_TESTS = "tests/faults/**/*.fault.test.ts";

/** The libraries that browser tests come to import. */
const BUNDLED = [
  "@tensorflow/tfjs-core",
  "@tensorflow/tfjs-core/dist/register_all_gradients",
  "@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops",
  "@tensorflow/tfjs-backend-cpu",
  "@tensorflow/tfjs-backend-webgl",
  "axe-core",
  "d3",
  "idb",
  "lucide-react",
  "react",
  "react/jsx-dev-runtime",
  "react-dom/client",
  "valibot",
  "zustand",
  "zustand/vanilla",
];

/**
 * Four kinds of test: in Node; in a browser, on modules; in a browser, on the built page under its production headers; there too, with faults
 * brought about from outside.
 */
export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        plugins: [react()],
        test: {
          name: "unit",
          environment: "node",
          include: ["tests/**/*.test.{ts,tsx}"],
          exclude: [BROWSER_TESTS, PAGE_TESTS, FAULT_TESTS],
          setupFiles: ["tests/arrayEquality.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          deps: { optimizer: { ssr: { enabled: true, include: BUNDLED.filter((name) => name.startsWith("@tensorflow")) } } },
        },
      },
      {
        plugins: [react()],
        // What threads need; the same as in production.
        server: { headers: { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" } },
        worker: { format: "es" },
        // Found while tests run, they would make Vite reload them.
        optimizeDeps: { include: BUNDLED },
        test: {
          name: "browser",
          include: [BROWSER_TESTS],
          setupFiles: ["tests/arrayEquality.ts"],
          testTimeout: 60_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: { executablePath: findChromium() ?? undefined, args: chromiumFlags() } }),
            instances: [{ browser: "chromium" }],
          },
        },
      },
      {
        test: {
          name: "page",
          environment: "node",
          include: [PAGE_TESTS],
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "faults",
          environment: "node",
          include: [FAULT_TESTS],
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
