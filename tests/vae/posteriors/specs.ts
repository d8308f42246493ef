import { type FamilyParameter, POSTERIORS, type PosteriorKind, type PosteriorSpec } from "../../../src/experiment/posteriors";

/** Every family, small. */
const SMALL: { [K in PosteriorKind]: Extract<PosteriorSpec, { kind: K }> } = {
  meanField: { kind: "meanField" },
  fullCovariance: { kind: "fullCovariance" },
  planar: { kind: "planar", layers: 3 },
  iaf: { kind: "iaf", layers: 2, hidden: 7 },
  coupling: { kind: "coupling", layers: 3, hidden: 4 },
  mixture: { kind: "mixture", components: 3 },
};

export const SPECS: readonly PosteriorSpec[] = Object.values(SMALL);

/** Families that have parameters, with as few layers, units and components as there may be. */
export const SMALLEST: readonly PosteriorSpec[] = Object.entries(POSTERIORS).flatMap(([kind, facts]) => {
  const parameters: readonly FamilyParameter[] = facts.parameters;
  const least = Object.fromEntries(parameters.map(({ name, min }) => [name, min]));
  return parameters.length > 0 ? [{ kind, ...least } as PosteriorSpec] : [];
});
