import { parseArgs } from "node:util";

export const SECTIONS = ["step", "epoch", "product", "growth", "cost"] as const;
export type SectionName = (typeof SECTIONS)[number];

export interface BenchOptions {
  /** Writes everything measured to this file. */
  json: string | null;
  /** A few steps of each: shows that all of it works, measures little. */
  quick: boolean;
  /** These sections, in this order. */
  sections: readonly SectionName[];
  /** WebGL too where it is drawn in software. */
  all: boolean;
  help: boolean;
}

export const HELP = `npm run bench -- [options]: how fast the page trains, beside its peers, in one run on this machine

  --only NAME   one section: ${SECTIONS.join(", ")}
  --quick       a few steps of each, to see that everything works
  --all         WebGL too where it is drawn in software
  --json FILE   writes every sample and the machine to FILE
  --help        this text
`;

/** Throws an Error with a sentence for what is not an option. */
export function parseOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: "string" },
      quick: { type: "boolean", default: false },
      only: { type: "string" },
      all: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const { only, json = null, quick, all, help } = values;
  const chosen = SECTIONS.filter((name) => only === undefined || name === only);
  if (chosen.length === 0) throw new Error(`--only ${only}: there are the sections ${SECTIONS.join(", ")}`);
  if (json === "") throw new Error("--json needs the name of a file");
  return { json, quick, sections: chosen, all, help };
}
