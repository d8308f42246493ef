/** The families of q(z|x) as plain facts: what each is called, takes, and can do. The code of a family is in `vae/posteriors`. */

/** A whole-number parameter of a family, in the order of the link. */
export interface FamilyParameter {
  name: string;
  min: number;
  max: number;
  default: number;
}

export interface FamilyFacts {
  parameters: readonly FamilyParameter[];
  /** KL(q ‖ N(0, I)) has a closed form; `perDimension` if it is a sum over the dimensions. */
  closedKl: "perDimension" | "total" | "none";
  /** log q(z|x) can be had at any z, with q's parameters stopped or live; otherwise only at q's own draws. */
  density: "anywhere" | "ownDraws";
  /** The draws are one from each of several strata, weighted by a probability that has a gradient of its own. */
  stratified: boolean;
}

const layers = <const M extends number, const D extends number>(max: M, preset: D) =>
  ({ name: "layers", min: 1, max, default: preset }) as const satisfies FamilyParameter;
const HIDDEN = { name: "hidden", min: 1, max: 512, default: 64 } as const satisfies FamilyParameter;

export const POSTERIORS = {
  meanField: { parameters: [], closedKl: "perDimension", density: "anywhere", stratified: false },
  fullCovariance: { parameters: [], closedKl: "total", density: "anywhere", stratified: false },
  planar: { parameters: [layers(64, 8)], closedKl: "none", density: "ownDraws", stratified: false },
  iaf: { parameters: [layers(16, 4), HIDDEN], closedKl: "none", density: "ownDraws", stratified: false },
  coupling: { parameters: [layers(16, 4), HIDDEN], closedKl: "none", density: "anywhere", stratified: false },
  mixture: {
    parameters: [{ name: "components", min: 2, max: 16, default: 3 }],
    closedKl: "none",
    density: "anywhere",
    stratified: true,
  },
} as const satisfies Record<string, FamilyFacts>;

export type PosteriorKind = keyof typeof POSTERIORS;

/** One member of the union for each family: its kind and its parameters, `{ kind: "iaf"; layers: number; hidden: number }`. */
export type PosteriorSpec = {
  [K in PosteriorKind]: { kind: K } & { [P in (typeof POSTERIORS)[K]["parameters"][number]["name"]]: number };
}[PosteriorKind];

/** The facts of a family. */
export function familyFacts({ kind }: PosteriorSpec): FamilyFacts {
  return POSTERIORS[kind];
}

/** The value of a family's parameter in a specification of that family. */
export function familyParameter(spec: PosteriorSpec, name: string): number {
  return (spec as unknown as Record<string, number>)[name];
}

/** A family with the default of each of its parameters. */
export function familyDefault(kind: PosteriorKind): PosteriorSpec {
  const parameters: readonly FamilyParameter[] = POSTERIORS[kind].parameters;
  return { kind, ...Object.fromEntries(parameters.map((parameter) => [parameter.name, parameter.default])) } as PosteriorSpec;
}
