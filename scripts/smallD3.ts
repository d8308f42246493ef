import type { Plugin } from "vite";

/** d3 computes and React renders: without its selections, no module of d3 does anything by being imported. */
export function pureD3(): Plugin {
  return {
    name: "pure-d3",
    transform: { filter: { id: /node_modules\/d3-/ }, handler: (code) => ({ code, map: null, moduleSideEffects: false }) },
  };
}

const NUMERIC = "\0numeric-interpolation";

/** d3-interpolate's functions for numbers, to the letter; `piecewise` is for scales of colours, which the page has none of. */
const NUMERIC_CODE = `
export const interpolateNumber = (a, b) => ((a = +a), (b = +b), (t) => a * (1 - t) + b * t);
export const interpolateRound = (a, b) => ((a = +a), (b = +b), (t) => Math.round(a * (1 - t) + b * t));
export const interpolate = interpolateNumber;
export const piecewise = () => { throw new Error("only numbers are interpolated here"); };
`;

/** The page's scales lie between numbers: what interpolates colours, dates and strings for others, 5 kB of gzip, is left out. */
export function numericScales(): Plugin {
  return {
    name: "numeric-scales",
    enforce: "pre",
    resolveId: (id, importer) => {
      const isForScales = id === "d3-interpolate" && importer?.includes("/d3-scale/");
      return isForScales ? { id: NUMERIC, moduleSideEffects: false } : undefined;
    },
    load: (id) => (id === NUMERIC ? NUMERIC_CODE : undefined),
  };
}
