/** An element of MathML as plain data: what the build step makes of TeX. */
export interface MathNode {
  tag: string;
  attributes: Record<string, string>;
  children: (MathNode | string)[];
}

/** The same in fewer characters, as the page loads it: tag, attributes (0 for none), children. */
export type PackedNode = string | readonly [tag: string, attributes: Readonly<Record<string, string>> | 0, ...children: PackedNode[]];

/**
 * Parts of a formula that have a meaning of their own. In a formula's TeX, `\term{beta}{…}` marks one;
 * its element then has the class `term-beta`, and the class of its colour.
 */
export const TERM_COLOURS = {
  reconstruction: "r",
  samples: "r",
  kl: "k",
  divergence: "k",
  arguments: "k",
  floor: "k",
  elbo: "e",
  draws: "e",
  maximum: "e",
  beta: "b",
} as const;

export type TermName = keyof typeof TERM_COLOURS;
