import { describe, expect, it } from "vitest";
import { heldMass } from "../../src/numeric/heldMass";
import { cellCentres, childrenOf, coarseCells, dilated, type LatticeCells } from "../../src/numeric/latticeCells";
import { latticeIntervals, latticePatches } from "../../src/numeric/latticePatches";
import { latticeModes, latticeMoments, latticeThresholds } from "../../src/numeric/latticePosterior";
import { logSumExp } from "../../src/numeric/logSums";
import { type Quadrature, quadrature } from "../../src/numeric/quadrature";

type Density = (z: readonly number[]) => number;

const LOG_TWO_PI = Math.log(2 * Math.PI);

/** log N(z; mean, Σ) in two dimensions, Σ given by deviations and correlation. */
function normal(mean: readonly number[], deviations: readonly number[], correlation = 0): Density {
  const rest = 1 - correlation ** 2;
  return ([x, y]) => {
    const [a, b] = [(x - mean[0]) / deviations[0], (y - mean[1]) / deviations[1]];
    const square = (a * a - 2 * correlation * a * b + b * b) / rest;
    return -0.5 * square - LOG_TWO_PI - Math.log(deviations[0] * deviations[1]) - 0.5 * Math.log(rest);
  };
}

const mixture = (parts: readonly [number, Density][]): Density => {
  return (z) => logSumExp(parts.map(([weight, density]) => Math.log(weight) + density(z)));
};

function integrate(density: Density, dim: 1 | 2, center: readonly number[], resolution = 0): Promise<Quadrature> {
  const values = (cells: LatticeCells) => {
    const centres = cellCentres(cells);
    return Float64Array.from({ length: centres.length / dim }, (_, i) => density([...centres.subarray(i * dim, i * dim + dim)]));
  };
  return quadrature({
    dim,
    center,
    tolerance: 0.005,
    resolution,
    coarse: async (limit) => values(coarseCells(dim, limit)),
    values: async (cells) => values(cells),
  });
}

/** Densities whose integral is known, and a point where their mass is expected. */
const CASES: { name: string; dim: 1 | 2; density: Density; logIntegral: number; center: number[] }[] = [
  { name: "a wide normal", dim: 2, density: normal([0.3, -0.2], [1, 0.8]), logIntegral: 0, center: [0, 0] },
  { name: "a narrow one between the points", dim: 2, density: normal([0.7, -1.3], [0.02, 0.03]), logIntegral: 0, center: [0.71, -1.31] },
  { name: "a tilted, thin one", dim: 2, density: normal([-1, 1], [0.2, 0.2], 0.99), logIntegral: 0, center: [-1, 1] },
  { name: "scaled by e^−140", dim: 2, density: (z) => normal([1, 1], [0.1, 0.05], -0.5)(z) - 140, logIntegral: -140, center: [1, 1] },
  { name: "beyond ±6", dim: 2, density: normal([6.4, 0], [0.2, 0.1]), logIntegral: 0, center: [6.4, 0] },
  {
    name: "three modes of different widths",
    dim: 2,
    density: mixture([
      [0.6, normal([-2, 0.5], [0.05, 0.1])],
      [0.3, normal([2, 2], [0.3, 0.1], 0.6)],
      [0.1, normal([0, -3], [0.08, 0.08])],
    ]),
    logIntegral: 0,
    center: [-2, 0.5],
  },
  {
    name: "a density with kinks",
    dim: 2,
    density: ([x, y]) => -Math.abs(x - 0.51) / 0.07 - Math.abs(y + 0.23) / 0.2,
    logIntegral: Math.log(4 * 0.07 * 0.2),
    center: [0.5, -0.2],
  },
  {
    name: "one dimension",
    dim: 1,
    density: ([z]) => -0.5 * ((z - 1.23) / 0.01) ** 2,
    logIntegral: Math.log(0.01) + LOG_TWO_PI / 2,
    center: [1.2],
  },
];

describe("quadrature", () => {
  it.each(CASES)("of $name is right within the error it states", async ({ density, dim, logIntegral, center }) => {
    const result = await integrate(density, dim, center);
    expect(result.error).toBeLessThan(0.01);
    expect(Math.abs(result.logIntegral - logIntegral)).toBeLessThanOrEqual(result.error + 1e-6);
    expect(result.parts.lattice + result.parts.discarded + result.parts.shell).toBeCloseTo(result.error, 12);
  });

  it("widens its domain only as far as the mass asks for", async () => {
    expect((await integrate(normal([0, 0], [1, 1]), 2, [0, 0])).limit).toBe(6);
    expect((await integrate(normal([6.4, 0], [0.2, 0.1]), 2, [6.4, 0])).limit).toBeGreaterThan(6);
    const beyond = await integrate(normal([12, 0], [1, 1]), 2, [0, 0]);
    expect(beyond.limit).toBe(10);
    // What lies outside the widest domain is told by the shell.
    expect(beyond.error).toBeGreaterThan(0.5);
  });

  it("says that it is not exact where the finest lattice is too coarse", async () => {
    const { error, logIntegral, levels } = await integrate(normal([0.5123, 0.4877], [0.0004, 0.0004]), 2, [0.5123, 0.4877]);
    expect(levels[0].spacing).toBeCloseTo(0.1 / 32, 12);
    expect(error).toBeGreaterThanOrEqual(Math.abs(logIntegral) * 0.2);
    expect(error).toBeGreaterThan(0.005);
  });

  it("has every point of the domain in exactly one cell", async () => {
    const { levels, limit } = await integrate(CASES[5].density, 2, CASES[5].center);
    const area = levels.reduce((sum, { spacing, values }) => sum + values.length * spacing ** 2, 0);
    expect(area).toBeCloseTo((2 * limit) ** 2, 6);
  });

  it("refuses an integrand that is nowhere finite", async () => {
    await expect(integrate(() => Number.NaN, 2, [0, 0])).rejects.toThrow("not a finite number anywhere");
  });
});

describe("cells", () => {
  it("of the coarsest lattice fill the square, and widening adds a ring", () => {
    expect(coarseCells(2, 6).places.length / 2).toBe(120 ** 2);
    expect(coarseCells(2, 7).places.length / 2).toBe(140 ** 2 - 120 ** 2);
    expect(coarseCells(1, 8).places.length).toBe(20);
    expect([...cellCentres(coarseCells(1, 6))].slice(0, 2)).toEqual([Math.fround(-5.95), Math.fround(-5.85)]);
  });

  it("are halved into cells that they contain", () => {
    const children = childrenOf({ dim: 2, spacing: 0.1, places: Int32Array.from([3, -2]) }, [0]);
    expect(children.spacing).toBe(0.05);
    expect([...children.places]).toEqual([6, -4, 7, -4, 6, -3, 7, -3]);
  });

  it("are dilated by one within the lattice", () => {
    const line = { dim: 1 as const, spacing: 1, places: Int32Array.from([0, 1, 2, 5]) };
    expect(dilated(line, [[1]])).toEqual([0, 1, 2]);
    expect(dilated(line, [[4]])).toEqual([3]);
  });
});

describe("what follows from the lattice", () => {
  const three = CASES[5];

  it("moments are the density's", async () => {
    const { mean, covariance } = latticeMoments(await integrate(normal([0.4, -0.7], [0.3, 0.1], 0.5), 2, [0.4, -0.7], 1000));
    expect(mean[0]).toBeCloseTo(0.4, 4);
    expect(mean[1]).toBeCloseTo(-0.7, 4);
    [0.09, 0.015, 0.015, 0.01].forEach((value, i) => {
      expect(covariance[i]).toBeCloseTo(value, 3);
    });
  });

  it("regions of highest density hold their share: of a normal the ellipse of χ²", async () => {
    const result = await integrate(normal([0.4, -0.7], [0.3, 0.1], 0.5), 2, [0.4, -0.7], 1000);
    const thresholds = latticeThresholds(result, [0.3935, 0.8647]);
    const highest = normal([0, 0], [0.3, 0.1], 0.5)([0, 0]);
    expect(thresholds[0]).toBeCloseTo(highest - 0.5, 1);
    expect(thresholds[1]).toBeCloseTo(highest - 2, 1);
    const inside = heldMass(result, ([x, y]) => normal([0.4, -0.7], [0.3, 0.1], 0.5)([x, y]) > highest - 0.5);
    expect(inside).toBeCloseTo(0.3935, 2);
  });

  it("modes are found with their masses, the highest first, and kinks of a thousandth are none", async () => {
    const modes = latticeModes(await integrate(three.density, 2, three.center, 500));
    expect(modes.map(({ place }) => place.map((value) => Math.round(value * 10) / 10 + 0))).toEqual([
      [-2, 0.5],
      [0, -3],
      [2, 2],
    ]);
    [0.6, 0.1, 0.3].forEach((mass, i) => {
      expect(modes[i].mass).toBeCloseTo(mass, 2);
    });
    const rough: Density = ([x, y]) => normal([0, 0], [0.5, 0.5])([x, y]) + 0.001 * Math.sin(97 * x + 31 * y);
    expect(latticeModes(await integrate(rough, 2, [0, 0], 500))).toHaveLength(1);
  });

  it("modes that overlap have the mass of their own side of the pass, and an expected one that is not there is none", async () => {
    const halves = mixture([
      [0.5, normal([-0.8, 0], [0.5, 0.5])],
      [0.5, normal([0.8, 0], [0.5, 0.5])],
    ]);
    const modes = latticeModes(await integrate(halves, 2, [0, 0], 2000));
    expect(modes).toHaveLength(2);
    for (const { mass } of modes) expect(mass).toBeCloseTo(0.5, 2);
    const uneven = mixture([
      [0.6, normal([-0.2, 0], [0.1, 0.1])],
      [0.4, normal([0.2, 0], [0.1, 0.1])],
    ]);
    const [first, second] = latticeModes(await integrate(uneven, 2, [0, 0], 2000));
    expect(first.mass).toBeCloseTo(0.6, 1);
    expect(first.mass + second.mass).toBeCloseTo(1, 4);
    expect(Math.abs(first.mass - 0.6)).toBeLessThan(0.02);
    expect(latticeModes(await integrate(normal([2, 2], [0.1, 0.1]), 2, [-2, -2], 150))).toHaveLength(1);
  });

  it("patches are one for each part of the region, and hold its share of the mass", async () => {
    const result = await integrate(three.density, 2, three.center, 500);
    const [threshold] = latticeThresholds(result, [0.9]);
    const patches = latticePatches(result, threshold);
    expect(patches).toHaveLength(3);
    const held = patches.reduce(
      (sum, { spacing, logDensity }) =>
        sum + logDensity.reduce((s, value) => s + (value >= threshold ? Math.exp(value) * spacing ** 2 : 0), 0),
      0,
    );
    expect(held).toBeCloseTo(0.9, 1);
    // Their edges lie below the region, so that contours close.
    for (const { columns, rows, logDensity } of patches) {
      const edge = logDensity.filter(
        (_, i) => i < columns || i >= columns * (rows - 1) || i % columns === 0 || i % columns === columns - 1,
      );
      expect(Math.max(...edge)).toBeLessThan(threshold);
    }
  });

  it("in one dimension regions are intervals", async () => {
    const twoPeaks: Density = ([z]) => logSumExp([-0.5 * ((z + 2) / 0.1) ** 2, -0.5 * ((z - 1) / 0.1) ** 2]);
    const result = await integrate(twoPeaks, 1, [1], 100);
    const intervals = latticeIntervals(result, latticeThresholds(result, [0.9545])[0]);
    expect(intervals).toHaveLength(2);
    expect(intervals[0][0]).toBeCloseTo(-2.2, 1);
    expect(intervals[0][1]).toBeCloseTo(-1.8, 1);
  });
});
