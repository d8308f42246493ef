import type { Plugin } from "vite";

/** d3 computes and React renders: without its selections, no module of d3 does anything by being imported. */
export function pureD3(): Plugin {
  return {
    name: "pure-d3",
    transform: {
      filter: { id: /node_modules\/d3-/ },
      handler: (code) => ({ code: droppableShapes(code), map: null, moduleSideEffects: false }),
    },
  };
}

const CONSTRUCTOR = String.raw`^function (\w+)\((.*)\) \{\n([\s\S]*?\n)\}\n\n`;
const WITH_PROTOTYPE = new RegExp(String.raw`${CONSTRUCTOR}\1\.prototype = (\{\n[\s\S]*?\n\});`, "gm");
const WITH_PARENT = new RegExp(
  String.raw`${CONSTRUCTOR}\(\1\.prototype = Object\.create\((\w+)\.prototype\)\)\.(\w+) = (function[\s\S]*?\n\});`,
  "gm",
);

/**
 * d3-shape in one file sets prototypes and calls functions as it is read, so that a bundler keeps every curve and symbol of it: 2 kB of
 * gzip. Written as pure expressions, what nobody uses is dropped.
 */
export function droppableShapes(code: string): string {
  const pure = (name: string, prototype: string) =>
    `const ${name} = /* @__PURE__ */ (() => { const made = function($2) {\n$3}; made.prototype = ${prototype}; return made; })();`;
  return code
    .replace(WITH_PROTOTYPE, pure("$1", "$4"))
    .replace(WITH_PARENT, pure("$1", "Object.assign(Object.create($4.prototype), { $5: $6 })"))
    .replace(/^(var|const) (\w+) = (?=\(function|curveRadial\()/gm, "$1 $2 = /* @__PURE__ */ ")
    .replace(/(?<== |[*/(] )(?=(?:sqrt|sin|cos)\()/g, "/* @__PURE__ */ ");
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
