import "@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops";
import { grad, type Tensor, type Tensor2D, tensor1d, tensor2d } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { likelihoodOf, likelihoodSpecs } from "../../../src/vae/likelihoods";
import { initialValues } from "../../../src/vae/parameters";
import { startTestEngine } from "../../engine/engines";

const LEARNED = { kind: "gaussian", sigma: "learned" } as const;
const logits = () => tensor2d([0.3, -2, 1, 0], [2, 2]);
const x = () => tensor2d([0.5, 0.2, 1, 0], [2, 2]) as Tensor2D;

describe("the likelihood of an experiment", () => {
  beforeAll(() => startTestEngine("cpu"));

  it("learns one number where σ is learned, from ln .3, and nothing otherwise", () => {
    const specs = likelihoodSpecs(LEARNED);
    expect(specs.map(({ name, shape }) => [name, shape])).toEqual([["likelihood.logSigma", [1]]]);
    expect(initialValues(specs, "fanIn", 5)[0][0]).toBeCloseTo(Math.log(0.3), 7);
    for (const spec of [{ kind: "bernoulli" }, { kind: "continuousBernoulli" }, { kind: "gaussian", sigma: 0.5 }] as const) {
      expect(likelihoodSpecs(spec)).toEqual([]);
    }
  });

  it("is the Gaussian of the same σ, given or learned", () => {
    const given = likelihoodOf({ kind: "gaussian", sigma: 0.7 }, {}).logProb(logits(), x()).dataSync();
    const learned = likelihoodOf(LEARNED, { "likelihood.logSigma": tensor1d([Math.log(0.7)]) })
      .logProb(logits(), x())
      .dataSync();
    expect(Array.from(learned)).toEqual(Array.from(given, (value) => expect.closeTo(value, 5)));
  });

  it.each([
    [-9, 0.01],
    [4, 10],
  ])("holds log σ = %d at σ = %d, where it has no gradient", (logSigma, sigma) => {
    const loss = (s: Tensor): Tensor => likelihoodOf(LEARNED, { "likelihood.logSigma": s }).logProb(logits(), x()).sum();
    const limit = likelihoodOf({ kind: "gaussian", sigma }, {}).logProb(logits(), x()).sum().dataSync()[0];
    expect(loss(tensor1d([logSigma])).dataSync()[0] / limit).toBeCloseTo(1, 5);
    expect(grad(loss)(tensor1d([logSigma])).dataSync()[0]).toBe(0);
    expect(grad(loss)(tensor1d([-1])).dataSync()[0]).not.toBe(0);
  });
});
