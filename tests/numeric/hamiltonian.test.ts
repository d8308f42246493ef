import { describe, expect, it } from "vitest";
import { type ChainStates, chainStates, hamiltonianTransition, type LogDensityWithGradient } from "../../src/numeric/hamiltonian";
import { normals, stream, uniformAt } from "../../src/numeric/random";
import { type Components, counted, gaussianTarget, mixtureTarget } from "./annealingTargets";

const CHAINS = 20_000;
const ADDRESS = { leapfrogSteps: 3, streamId: stream(1, "transitions") };
const COMPONENTS: Components = [
  { weight: 0.3, mean: -1.5, deviation: 0.5 },
  { weight: 0.7, mean: 1, deviation: 0.9 },
];

/** Independent draws from the mixture. */
function mixtureDraws(): Float64Array {
  const noise = normals(CHAINS, 0, stream(2, "draws"));
  return Float64Array.from(noise, (value, i) => {
    const { mean, deviation } = COMPONENTS[uniformAt(i, 0, stream(2, "components")) < 0.3 ? 0 : 1];
    return mean + deviation * value;
  });
}

/** The states before and after so many transitions, with the mean acceptance. */
async function moved(target: LogDensityWithGradient, from: Float64Array, dim: number, beta: number, stepSize: number, transitions: number) {
  const before = await chainStates(target, from);
  let states: ChainStates = before;
  let acceptance = 0;
  for (let step = 1; step <= transitions; step++) {
    const next = await hamiltonianTransition(target, states, { chains: from.length / dim, dim, beta, stepSize, step, ...ADDRESS });
    states = next.states;
    acceptance += next.acceptance / transitions;
  }
  return { before, after: states, acceptance };
}

/** How many standard errors the mean of independent values is from `expected`. */
function deviations(values: Float64Array, expected: number): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return Math.abs(mean - expected) / Math.sqrt(variance / values.length);
}

describe("a Hamiltonian transition", () => {
  it.each([0.5, 1.1])(
    "leaves a mixture as it is, moves as often as it says, and is in detailed balance, at step size %f",
    async (stepSize) => {
      const { before, after, acceptance } = await moved(mixtureTarget(COMPONENTS, 1, 4), mixtureDraws(), 1, 1, stepSize, 1);
      const [from, to] = [before.position, after.position];
      const moments = [1, 2, 3].map((power) => {
        return COMPONENTS.reduce((sum, { weight, mean: m, deviation: s }) => {
          return sum + weight * [m, m ** 2 + s ** 2, m ** 3 + 3 * m * s ** 2][power - 1];
        }, 0);
      });
      moments.forEach((moment, i) => {
        expect(
          deviations(
            from.map((value) => value ** (i + 1)),
            moment,
          ),
        ).toBeLessThan(4);
        expect(
          deviations(
            to.map((value) => value ** (i + 1)),
            moment,
          ),
        ).toBeLessThan(4);
      });
      // E[g(from) h(to)] = E[h(from) g(to)].
      expect(
        deviations(
          from.map((value, i) => value ** 2 * to[i] - value * to[i] ** 2),
          0,
        ),
      ).toBeLessThan(4);
      expect(
        deviations(
          from.map((value, i) => (value < -1 && to[i] > 0 ? 1 : 0) - (value > 0 && to[i] < -1 ? 1 : 0)),
          0,
        ),
      ).toBeLessThan(4);
      expect(acceptance).toBeGreaterThan(0.3);
      expect(acceptance).toBeLessThan(0.99);
      expect(
        deviations(
          from.map((value, i) => (value === to[i] ? 0 : 1)),
          acceptance,
        ),
      ).toBeLessThan(4);
    },
  );

  it.each([0, 0.4, 1])("takes chains from elsewhere to π_β, at β = %f", async (beta) => {
    // π_β of N(0, I) and N(m, L Lᵀ) is a normal with precision (1 − β) I + β (L Lᵀ)⁻¹.
    const [mean, factor] = [
      [1, -0.5],
      [0.8, 0, -0.48, 0.36],
    ];
    const { after } = await moved(gaussianTarget(mean, factor, 0), new Float64Array(2 * 4000).fill(1.5), 2, beta, 0.5, 60);
    const inverse = invert([0.64, -0.384, 0.36]);
    const precision = inverse.map((value, i) => beta * value + (1 - beta) * (i === 1 ? 0 : 1));
    const covariance = invert(precision);
    const shift = [beta * (inverse[0] * mean[0] + inverse[1] * mean[1]), beta * (inverse[1] * mean[0] + inverse[2] * mean[1])];
    const center = [covariance[0] * shift[0] + covariance[1] * shift[1], covariance[1] * shift[0] + covariance[2] * shift[1]];
    const coordinate = (d: number) => Float64Array.from({ length: 4000 }, (_, i) => after.position[2 * i + d] - center[d]);
    const [x, y] = [coordinate(0), coordinate(1)];
    for (const axis of [x, y]) expect(deviations(axis, 0)).toBeLessThan(4);
    expect(
      deviations(
        x.map((value) => value ** 2),
        covariance[0],
      ),
    ).toBeLessThan(4);
    expect(
      deviations(
        x.map((value, i) => value * y[i]),
        covariance[1],
      ),
    ).toBeLessThan(4);
    expect(
      deviations(
        y.map((value) => value ** 2),
        covariance[2],
      ),
    ).toBeLessThan(4);
  });

  it("keeps value and gradient with the position, and asks the target once a leapfrog step", async () => {
    const { target, calls } = counted(mixtureTarget(COMPONENTS, 2, 4));
    const { after } = await moved(target, Float64Array.from(normals(40, 0, stream(3, "start"))), 2, 0.6, 1.2, 4);
    expect(calls()).toBe(1 + 4 * ADDRESS.leapfrogSteps);
    expect(await chainStates(target, after.position)).toEqual(after);
  });

  it.each([
    ["value is NaN", Number.NaN, 1],
    ["value is −∞", Number.NEGATIVE_INFINITY, 1],
    ["value is +∞", Number.POSITIVE_INFINITY, 1],
    ["gradient is NaN", 0, Number.NaN],
    ["gradient is infinite", 0, Number.POSITIVE_INFINITY],
  ])(
    "rejects a trajectory through points where the %s, and leaves a uniform density on the rest uniform",
    async (_name, value, gradient) => {
      const target: LogDensityWithGradient = async (points) => {
        expect(points.every(Number.isFinite)).toBe(true);
        const isOutside = points.map((point) => (Math.abs(point) > 1 ? 1 : 0));
        return { value: isOutside.map((outside) => (outside ? value : 0)), gradient: isOutside.map((outside) => (outside ? gradient : 0)) };
      };
      const uniform = Float64Array.from({ length: 4000 }, (_, i) => 2 * uniformAt(i, 0, stream(4, "uniform")) - 1);
      const { before, after, acceptance } = await moved(target, uniform, 1, 1, 0.2, 5);
      expect(after.position.every((point) => Math.abs(point) <= 1)).toBe(true);
      expect(acceptance).toBeGreaterThan(0.5);
      expect(acceptance).toBeLessThan(0.9);
      for (const { position } of [before, after]) {
        expect(deviations(position, 0)).toBeLessThan(4);
        expect(
          deviations(
            position.map((point) => point ** 2),
            1 / 3,
          ),
        ).toBeLessThan(4);
      }
    },
  );

  it("does not move a chain that is where the density is not finite", async () => {
    const target: LogDensityWithGradient = async (points) => ({ value: points.map(() => Number.NaN), gradient: points.map(() => 1) });
    const { after, acceptance } = await moved(target, Float64Array.of(1, 2, 3), 1, 1, 0.5, 3);
    expect([Array.from(after.position), acceptance]).toEqual([[1, 2, 3], 0]);
  });
});

/** Of a symmetric matrix [[a, b], [b, c]]. */
function invert([a, b, c]: readonly number[]): number[] {
  const determinant = a * c - b * b;
  return [c / determinant, -b / determinant, a / determinant];
}
