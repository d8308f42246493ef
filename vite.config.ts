import { readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { type BuildEnvironmentOptions, defineConfig, type Plugin } from "vite";
import { builtFiles } from "./scripts/builtFiles.ts";
import { headersFor, parseHeaders } from "./scripts/headers.ts";
import { numericScales, pureD3 } from "./scripts/smallD3.ts";
import { trimmedKernels } from "./scripts/unusedKernels.ts";

/** The production headers but for the content policy, which Vite's development client does not meet. */
function developmentHeaders(): Record<string, string> {
  const rules = parseHeaders(readFileSync(new URL("public/_headers", import.meta.url), "utf8"));
  const { "Content-Security-Policy": _policy, "Strict-Transport-Security": _secure, ...headers } = headersFor(rules, "/");
  return headers;
}

/** "panels-TopBar_button": a class by its style sheet, unique without the digits of a hash, which compress badly. */
function scopedName(name: string, sheet: string): string {
  return `${basename(dirname(sheet))}-${basename(sheet, ".module.css")}_${name}`;
}

/**
 * The documents, each built by itself into the same folder: sharing scripts would cut the page's into pieces, which compress 3 kB
 * worse. `vite build` empties the folder and builds the page, `vite build --mode embed` adds the figure.
 */
const DOCUMENTS = { page: { html: "index.html", entry: "main" }, embed: { html: "embed.html", entry: "embed" } } as const;

function inFolder(document: keyof typeof DOCUMENTS): BuildEnvironmentOptions {
  const { html, entry } = DOCUMENTS[document];
  // What the first screen needs comes in one file, also where a part that is fetched later needs it too.
  const groups = [{ name: basename(html, ".html"), test: new RegExp(`src/${entry}\\.tsx$`) }];
  const isFirst = document === "page";
  return {
    emptyOutDir: isFirst,
    copyPublicDir: isFirst,
    rolldownOptions: { input: html, output: { codeSplitting: { includeDependenciesRecursively: true, groups } } },
  };
}

/**
 * `vite build --mode offline`, when the documents are there, adds sw.js, the service worker with the list of what has been built. It is one
 * file, under a name that stays, as browsers ask it to be.
 */
function serviceWorker(): Plugin {
  return {
    name: "service-worker",
    config: ({ build }) => ({ define: { BUILT_FILES: JSON.stringify(builtFiles(build?.outDir ?? "dist")) } }),
  };
}

const SERVICE_WORKER: BuildEnvironmentOptions = {
  emptyOutDir: false,
  copyPublicDir: false,
  rolldownOptions: { input: "src/offline/serviceWorker.ts", output: { entryFileNames: "sw.js", format: "iife" } },
};

export default defineConfig(({ mode }) => ({
  base: "./",
  plugins: mode === "offline" ? [serviceWorker()] : [react(), pureD3(), numericScales()],
  css: { modules: { generateScopedName: scopedName } },
  resolve: {
    alias: {
      // Subset by scripts/buildFont.ts.
      "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2": fileURLToPath(
        new URL("src/app/generated/inter.woff2", import.meta.url),
      ),
    },
  },
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: false,
    sourcemap: false,
    ...(mode === "offline" ? SERVICE_WORKER : inFolder(mode === "embed" ? "embed" : "page")),
    // Sizes have a budget of their own (scripts/sizeBudget.ts).
    chunkSizeWarningLimit: 2000,
    reportCompressedSize: false,
  },
  worker: {
    format: "es",
    plugins: () => [trimmedKernels()],
    rolldownOptions: {
      output: {
        entryFileNames: "worker/[name]-[hash].js",
        chunkFileNames: "worker/[name]-[hash].js",
        assetFileNames: "worker/[name]-[hash][extname]",
      },
    },
  },
  server: { headers: developmentHeaders() },
}));
