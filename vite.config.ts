import { readFileSync } from "node:fs";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { headersFor, parseHeaders } from "./scripts/headers.ts";

/** The production headers but for the content policy, which Vite's development client does not meet. */
function developmentHeaders(): Record<string, string> {
  const rules = parseHeaders(readFileSync(new URL("public/_headers", import.meta.url), "utf8"));
  const { "Content-Security-Policy": _policy, "Strict-Transport-Security": _secure, ...headers } = headersFor(rules, "/");
  return headers;
}

export default defineConfig({
  base: "./",
  plugins: [react()],
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: false,
    sourcemap: false,
    // Sizes have a budget of their own (scripts/sizeBudget.ts).
    chunkSizeWarningLimit: 2000,
    // d3 computes and React renders: without its selections, d3's modules do nothing by being imported.
    rolldownOptions: { treeshake: { moduleSideEffects: [{ test: /node_modules\/d3-/, sideEffects: false }] } },
    reportCompressedSize: false,
  },
  worker: {
    format: "es",
    rolldownOptions: {
      output: {
        entryFileNames: "worker/[name]-[hash].js",
        chunkFileNames: "worker/[name]-[hash].js",
        assetFileNames: "worker/[name]-[hash][extname]",
      },
    },
  },
  server: { headers: developmentHeaders() },
});
