import { add, addN, grads, mul, type Scalar, sum, type Tensor, type Tensor3D, tensor } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { stopGradient } from "../../../src/engine/operations/stopGradient";
import { familyFacts, POSTERIORS, type PosteriorSpec } from "../../../src/experiment/posteriors";
import { densityAt } from "../../../src/vae/posterior";
import { ENGINES, startTestEngine } from "../../engine/engines";
import { finiteDifferences, largest, largestError, scattered } from "../../engine/numbers";
import { BATCH, featuresOfImage, named, noiseOf, numbersOf, type PosteriorCase, posteriorCase, posteriorOf, tensorsOf } from "./cases";
import * as reference from "./reference";
import { SMALLEST, SPECS } from "./specs";

const ANYWHERE = SPECS.filter((spec) => familyFacts(spec).density === "anywhere");

const CASES = SPECS.flatMap((spec) =>
  [
    [1, 1],
    [1, 3],
    [2, 1],
    [2, 3],
    [5, 3],
  ].map(([dim, samples]) => ({ kind: spec.kind, dim, samples, one: posteriorCase(spec, dim, samples) })),
).concat(SMALLEST.map((spec) => ({ kind: spec.kind, dim: 2, samples: 2, one: posteriorCase(spec, 2, 2) })));

/** z [S·B·D] and log q [S·B] of the draws, in the order of the tensors. */
function drawsByReference(one: PosteriorCase, values: number[][]): { z: number[]; logProb: number[] } {
  const [samples, , ...rest] = one.noiseShape;
  const strata = rest.length > 1 ? rest[0] : 1;
  const rows = Array.from({ length: samples * strata * BATCH }, (_, row) => {
    const [image, c, k] = [row % BATCH, Math.floor(row / BATCH) % strata, Math.floor(row / BATCH / strata)];
    const start = ((k * BATCH + image) * strata + c) * one.dim;
    const noise = one.noise.slice(start, start + one.dim);
    return drawByReference(one.spec, { parameters: numbersOf(one, values), features: featuresOfImage(one, image), dim: one.dim }, noise, c);
  });
  return { z: rows.flatMap(({ z }) => z), logProb: rows.map(({ logProb }) => logProb) };
}

function drawByReference(spec: PosteriorSpec, draw: reference.Draw, noise: number[], component: number): { z: number[]; logProb: number } {
  if (spec.kind === "mixture") {
    const { mean, logVariance } = reference.mixtureComponents(draw)[component];
    const z = noise.map((e, d) => mean[d] + e * Math.exp(logVariance[d] / 2));
    return { z, logProb: reference.mixtureLogProb(draw, z) };
  }
  const map = reference.mapOf(spec, draw);
  return { z: map(noise), logProb: reference.logProbByJacobian(map, noise) };
}

/** Of every tensor the gradient of f, zeros where f does not depend on it. */
function gradientsOf(f: (tensors: Tensor[]) => Scalar): (tensors: Tensor[]) => Tensor[] {
  return grads((...tensors: Tensor[]) => add(f(tensors), mul(0, addN(tensors.map((one) => sum(one))))));
}

/** An arbitrary scalar of the draws and their densities, and the numbers that it is made of. */
function weightsFor(one: PosteriorCase) {
  const rows = one.noise.length / one.dim;
  return { forZ: scattered(rows * one.dim, 3), forLogProb: scattered(rows, 4) };
}

/** The gradient of that scalar in every parameter, by central differences of the reference. */
const referenceGradients = new Map(
  CASES.map(({ one }) => {
    const { forZ, forLogProb } = weightsFor(one);
    const scalar = (values: number[][]) => {
      const { z, logProb } = drawsByReference(one, values);
      return (
        z.reduce((total, value, i) => total + forZ[i] * value, 0) + logProb.reduce((total, value, i) => total + forLogProb[i] * value, 0)
      );
    };
    const gradient = (i: number) => finiteDifferences((at) => scalar(one.values.map((v, j) => (i === j ? at : v))), one.values[i], 1e-4);
    return [one, one.values.map((_, i) => gradient(i))];
  }),
);

it("there is a case of every family", () => {
  expect(SPECS.map(({ kind }) => kind)).toEqual(Object.keys(POSTERIORS));
});

describe.each(ENGINES)("on %s", (engine) => {
  const gradientError = engine === "cpu" ? 1e-4 : 1e-3;
  beforeAll(() => startTestEngine(engine));

  describe.each(CASES)("$kind of $dim dimensions, K = $samples", ({ one }) => {
    it("draws and weighs as the same formulas in plain numbers, the log-determinant by finite differences", () => {
      const { z, logProb } = posteriorOf(one, tensorsOf(one)).sample(noiseOf(one));
      const exact = drawsByReference(one, one.values);
      expect(largestError(z.dataSync(), exact.z)).toBeLessThan(1e-5 * largest(exact.z));
      expect(largestError(logProb().dataSync(), exact.logProb)).toBeLessThan(1e-5 * largest([...exact.logProb, one.dim]));
    });

    it("differentiates draws and densities in every parameter as finite differences do", () => {
      const weights = weightsFor(one);
      const found = grads((...tensors: Tensor[]): Scalar => {
        const { z, logProb } = posteriorOf(one, tensors).sample(noiseOf(one));
        const ofLogProb = mul(logProb(), tensor(weights.forLogProb).reshape(logProb().shape));
        return add(sum(mul(z, tensor(weights.forZ).reshape(z.shape))), sum(ofLogProb));
      })(tensorsOf(one));
      const exact = referenceGradients.get(one) ?? [];
      const total = largest(exact.flat());
      one.names.forEach((name, i) => {
        const size = largest(exact[i]);
        const allowed = gradientError * (size > 1e-6 ? size : total);
        expect(largestError(found[i].dataSync(), exact[i]), name).toBeLessThan(allowed);
      });
    });

    it("reads each of its parameters and no other", () => {
      const read = new Set<string>();
      const parameters = new Proxy(named(one, tensorsOf(one)), {
        get: (target, name: string) => {
          read.add(name);
          return target[name];
        },
      });
      posteriorOf(one, [], parameters).sample(noiseOf(one)).logProb();
      expect([...read].sort()).toEqual([...one.names].sort());
    });
  });

  describe.each(ANYWHERE.flatMap((spec) => [1, 2, 5].map((dim) => ({ kind: spec.kind, dim, one: posteriorCase(spec, dim, 3) }))))(
    "$kind of $dim dimensions has a density anywhere:",
    ({ one }) => {
      const weighted = (values: Tensor): Scalar => sum(mul(values, tensor(scattered(values.size, 8)).reshape(values.shape)));

      it("at its own draws that of the draws", () => {
        const q = posteriorOf(one, tensorsOf(one));
        const { z, logProb } = q.sample(noiseOf(one));
        const own = logProb().dataSync();
        for (const stopParameters of [false, true]) {
          expect(largestError(densityAt(q, z, { stopParameters }).dataSync(), own)).toBeLessThan(2e-5 * largest(own));
        }
      });

      it("with its parameters stopped, differentiated through z alone", () => {
        const tensors = tensorsOf(one);
        const throughDensity = gradientsOf((live) => {
          const q = posteriorOf(one, live);
          return weighted(densityAt(q, q.sample(noiseOf(one)).z, { stopParameters: true }));
        })(tensors);
        const { z } = posteriorOf(one, tensors).sample(noiseOf(one));
        const [slope] = grads((at: Tensor) => weighted(densityAt(posteriorOf(one, tensors), at as Tensor3D, { stopParameters: true })))([
          z,
        ]);
        const throughDraws = gradientsOf((live) => sum(mul(posteriorOf(one, live).sample(noiseOf(one)).z, slope)))(tensors);
        const size = largest(throughDraws.flatMap((gradient) => [...gradient.dataSync()]));
        one.names.forEach((name, i) => {
          expect(largestError(throughDensity[i].dataSync(), throughDraws[i].dataSync()), name).toBeLessThan(1e-4 * size);
        });
      });

      it("whose gradients through z and in the parameters add up to that of a draw's own density", () => {
        const tensors = tensorsOf(one);
        const gradients = (densities: (q: ReturnType<typeof posteriorOf>, z: Tensor3D, own: () => Tensor) => Tensor) =>
          gradientsOf((live) => {
            const q = posteriorOf(one, live);
            const { z, logProb } = q.sample(noiseOf(one));
            return weighted(densities(q, z, logProb));
          })(tensors);
        const whole = gradients((_q, _z, own) => own());
        const live = gradients((q, z) => densityAt(q, z, { stopParameters: false }));
        const throughDraws = gradients((q, z) => densityAt(q, z, { stopParameters: true }));
        const inParameters = gradients((q, z) => densityAt(q, stopGradient(z), { stopParameters: false }));
        one.names.forEach((name, i) => {
          const parts = add(throughDraws[i], inParameters[i]);
          const size = largest([...throughDraws[i].dataSync(), ...inParameters[i].dataSync()]);
          expect(largestError(parts.dataSync(), whole[i].dataSync()), name).toBeLessThanOrEqual(gradientError * size);
          expect(largestError(live[i].dataSync(), whole[i].dataSync()), name).toBeLessThanOrEqual(gradientError * size);
        });
      });
    },
  );

  it.each(ANYWHERE.map((spec) => ({ kind: spec.kind, spec })))("the density of $kind integrates to 1 over the plane", ({ spec }) => {
    const one = posteriorCase(spec, 2, 1, 0.4);
    const [side, spacing] = [241, 0.15];
    const at = Array.from({ length: side }, (_, i) => (i - (side - 1) / 2) * spacing);
    const points = at.flatMap((a) => at.flatMap((b) => Array.from({ length: BATCH }, () => [a, b]).flat()));
    const grid = tensor(points, [side * side, BATCH, 2], "float32") as Tensor3D;
    const densities = densityAt(posteriorOf(one, tensorsOf(one)), grid, { stopParameters: true }).exp();
    const integrals = densities
      .sum(0)
      .mul(spacing ** 2)
      .dataSync();
    expect(
      largestError(
        integrals,
        Array.from({ length: BATCH }, () => 1),
      ),
    ).toBeLessThan(1e-4);
  });
});
