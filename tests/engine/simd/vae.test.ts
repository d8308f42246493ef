import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { Machine } from "../../../src/engine/simd/machine";
import { normalCdf } from "../../../src/numeric/normal";
import { scattered } from "../numbers";
import { outputOf, sameBits, testMachine } from "./machines";

/** A kernel, its inputs and, for each element of its output, the float64 value and the sum of the absolute terms it is made of. */
interface KernelCase {
  inputs: Float32Array[];
  size: number;
  call: (machine: Machine, inputs: number[], output: number) => void;
  exact: () => Array<{ value: number; terms: number }>;
}

const floats = (count: number, seed: number, scale: number) => Float32Array.from(scattered(count, seed, scale));
const softplus = (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

type MakeCase = (rows: number, columns: number, samples: number, seed: number) => KernelCase;

const CASES: Record<string, MakeCase> = {
  bernoulli: (rows, columns, samples, seed) => {
    const logits = floats(samples * rows * columns, seed, 30);
    const x = floats(rows * columns, seed + 1, 1).map(Math.abs);
    return {
      inputs: [logits, x],
      size: samples * rows,
      call: ({ kernels }, [a, b], out) => kernels.bernoulli(a, b, out, samples * rows, rows, columns),
      exact: () =>
        Array.from({ length: samples * rows }, (_, row) => {
          const pixels = Array.from({ length: columns }, (_, j) => {
            const [l, grey] = [logits[row * columns + j], x[(row % rows) * columns + j]];
            return { value: grey * l - softplus(l), terms: Math.abs(grey * l) + softplus(l) };
          });
          return pixels.reduce((sum, one) => ({ value: sum.value + one.value, terms: sum.terms + one.terms }), { value: 0, terms: 0 });
        }),
    };
  },
  bernoulliGradient: (rows, columns, samples, seed) => {
    const logits = floats(samples * rows * columns, seed, 30);
    const x = floats(rows * columns, seed + 1, 1).map(Math.abs);
    const dy = floats(samples * rows, seed + 2, 2);
    return {
      inputs: [logits, x, dy],
      size: logits.length,
      call: ({ kernels }, [a, b, c], out) => kernels.bernoulliGradient(a, b, c, out, samples * rows, rows, columns),
      exact: () =>
        Array.from(logits, (l, i) => {
          const [grey, upstream] = [x[i % x.length], dy[Math.floor(i / columns)]];
          return { value: (grey - sigmoid(l)) * upstream, terms: (grey + sigmoid(l)) * Math.abs(upstream) };
        }),
    };
  },
  gaussianKl: (rows, columns, _samples, seed) => {
    const [mean, logVariance] = [floats(rows * columns, seed, 3), floats(rows * columns, seed + 1, seed % 2 === 0 ? 15 : 0.01)];
    return {
      inputs: [mean, logVariance],
      size: mean.length,
      call: ({ kernels }, [a, b], out) => kernels.gaussianKl(a, b, out, mean.length),
      exact: () =>
        Array.from(mean, (center, i) => {
          // The textbook's terms cancel near log σ² = 0; what is left is to be right too.
          const s = logVariance[i];
          const spread = Math.abs(s) < 1e-3 ? s * s * (0.5 + s / 6 + (s * s) / 24) : Math.expm1(s) - s;
          return { value: 0.5 * (center * center + spread), terms: 0.5 * (center * center + spread) };
        }),
    };
  },
  gaussianKlLogVarianceGradient: (rows, columns, _samples, seed) => {
    const [dy, logVariance] = [floats(rows * columns, seed, 3), floats(rows * columns, seed + 1, 15)];
    return {
      inputs: [dy, logVariance],
      size: dy.length,
      call: ({ kernels }, [a, b], out) => kernels.gaussianKlLogVarianceGradient(a, b, out, dy.length),
      exact: () => Array.from(dy, (upstream, i) => alone(0.5 * upstream * Math.expm1(logVariance[i]))),
    };
  },
  reparameterize: (rows, columns, samples, seed) => {
    const [mean, logVariance] = [floats(rows * columns, seed, 3), floats(rows * columns, seed + 1, 15)];
    const noise = floats(samples * mean.length, seed + 2, 4);
    return {
      inputs: [mean, logVariance, noise],
      size: noise.length,
      call: ({ kernels }, [a, b, c], out) => kernels.reparameterize(a, b, c, out, samples, mean.length),
      exact: () =>
        Array.from(noise, (epsilon, i) => {
          const [center, offset] = [mean[i % mean.length], epsilon * Math.exp(logVariance[i % mean.length] / 2)];
          return { value: center + offset, terms: Math.abs(center) + Math.abs(offset) };
        }),
    };
  },
  reparameterizeLogVarianceGradient: (rows, columns, samples, seed) => {
    const logVariance = floats(rows * columns, seed + 1, 15);
    const [dz, noise] = [floats(samples * rows * columns, seed, 2), floats(samples * rows * columns, seed + 2, 4)];
    return {
      inputs: [dz, logVariance, noise],
      size: logVariance.length,
      call: ({ kernels }, [a, b, c], out) => kernels.reparameterizeLogVarianceGradient(a, b, c, out, samples, logVariance.length),
      exact: () =>
        Array.from(logVariance, (s, i) => {
          const products = Array.from({ length: samples }, (_, k) => dz[k * logVariance.length + i] * noise[k * logVariance.length + i]);
          const scale = 0.5 * Math.exp(s / 2);
          const sum = (terms: number[]) => scale * terms.reduce((total, term) => total + term, 0);
          return { value: sum(products), terms: sum(products.map(Math.abs)) };
        }),
    };
  },
  gelu: (rows, columns, _samples, seed) => {
    const x = floats(rows * columns, seed, 12);
    return {
      inputs: [x],
      size: x.length,
      call: ({ kernels }, [a], out) => kernels.gelu(a, out, x.length),
      exact: () => Array.from(x, (value) => alone(value * normalCdf(value))),
    };
  },
  geluGradient: (rows, columns, _samples, seed) => {
    const [dy, x] = [floats(rows * columns, seed, 2), floats(rows * columns, seed + 1, 12)];
    return {
      inputs: [dy, x],
      size: x.length,
      call: ({ kernels }, [a, b], out) => kernels.geluGradient(a, b, out, x.length),
      exact: () =>
        Array.from(x, (value, i) => {
          const [cdf, slope] = [normalCdf(value), (value * Math.exp((-value * value) / 2)) / Math.sqrt(2 * Math.PI)];
          return { value: dy[i] * (cdf + slope), terms: Math.abs(dy[i]) * (cdf + Math.abs(slope)) };
        }),
    };
  },
};

function alone(value: number) {
  return { value, terms: Math.abs(value) };
}

function outputIn(machine: Machine, { inputs, size, call }: KernelCase): Float32Array {
  return outputOf(machine, inputs, size, (given, output) => call(machine, given, output));
}

/** Largest error as a share of the absolute terms, which may be as small as float32's normal numbers are. */
function worstError(found: Float32Array, exact: Array<{ value: number; terms: number }>): number {
  return exact.reduce((worst, { value, terms }, i) => Math.max(worst, Math.abs(found[i] - value) / (terms + 1e-35)), 0);
}

describe.each(Object.entries(CASES))("kernel %s", (_name, makeCase) => {
  let machine: Machine;
  let threaded: Machine;
  beforeAll(async () => {
    machine = await testMachine();
    threaded = await testMachine(3);
  });

  it("is the float64 value to 1e-6 of its terms for all small shapes, and writes no further than its output", () => {
    const side = fc.integer({ min: 0, max: 11 });
    fc.assert(
      fc.property(side, side, fc.integer({ min: 1, max: 4 }), fc.nat(1000), (rows, columns, samples, seed) => {
        const one = makeCase(rows, columns, samples, seed);
        expect(worstError(outputIn(machine, one), one.exact())).toBeLessThan(1e-6);
      }),
    );
  });

  it("gives the same bits on one thread and on three, across chunks", () => {
    const one = makeCase(67, 1003, 2, 7);
    const found = outputIn(machine, one);
    expect(worstError(found, one.exact())).toBeLessThan(1e-6);
    expect(sameBits(outputIn(threaded, one), found)).toBe(true);
  });
});
