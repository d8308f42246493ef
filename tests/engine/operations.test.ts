import {
  mul,
  profile,
  type Scalar,
  scalar,
  square,
  sum,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tensor,
  tidy,
  variable,
  variableGrads,
} from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { tensorCount } from "../../src/engine/engineMemory";
import { adamStep } from "../../src/engine/operations/adamStep";
import { bernoulliLogLikelihood } from "../../src/engine/operations/bernoulliLogLikelihood";
import { dense } from "../../src/engine/operations/dense";
import { gatherImages } from "../../src/engine/operations/gatherImages";
import { gaussianKl } from "../../src/engine/operations/gaussianKl";
import { globalNorm } from "../../src/engine/operations/globalNorm";
import { reparameterize } from "../../src/engine/operations/reparameterize";
import { standardNormal } from "../../src/engine/operations/standardNormal";
import { stopGradient } from "../../src/engine/operations/stopGradient";
import { binarizeInto } from "../../src/numeric/binarization";
import { normals } from "../../src/numeric/random";
import golden from "../fixtures/golden-engine.json";
import { ENGINES, startTestEngine } from "./engines";
import { largestError, scattered } from "./numbers";
import { OPERATION_CASES } from "./operationCases";
import { gradientErrors, valueError } from "./operationChecks";

const from = ({ values, shape }: { values: number[]; shape: number[] }) => tensor(values, shape);

/** The compositions take 1 + e^x and the exponent of gelu's tail in float32; the kernels do not. */
const COMPOSED_TOLERANCE = { relu: 1e-6, tanh: 1e-6, elu: 1e-6, softplus: 1e-4, gelu: 5e-6 };

describe.each(ENGINES)("operations on %s", (engine) => {
  beforeAll(() => startTestEngine(engine));

  describe.each(OPERATION_CASES)("$name", (operationCase) => {
    it("has the value of the float64 reference", () => {
      expect(valueError(operationCase)).toBeLessThan(2e-6);
    });

    it("has the gradient of the finite difference", () => {
      for (const error of gradientErrors(operationCase)) expect(error).toBeLessThan(1e-5);
    });

    it("leaves no tensor behind", () => {
      const before = tensorCount();
      valueError(operationCase);
      gradientErrors(operationCase);
      expect(tensorCount()).toBe(before);
    });
  });

  it.each(["relu", "tanh", "elu", "softplus", "gelu"] as const)("%s has PyTorch's values, each to 1e-6 of itself", (activation) => {
    const { x } = golden.activations;
    const found = tidy(() =>
      dense(tensor(x.values, [7, 1]) as Tensor2D, tensor([1], [1, 1]) as Tensor2D, tensor([0]) as Tensor1D, activation).dataSync(),
    );
    const tolerance = engine === "composed" ? COMPOSED_TOLERANCE[activation] : 1e-6;
    golden.activations[activation].values.forEach((exact, i) => {
      expect(Math.abs(found[i] - exact)).toBeLessThanOrEqual(tolerance * Math.abs(exact));
    });
  });

  it("gives PyTorch's Bernoulli log-likelihood for bits, K = 5", () => {
    const { logits, logLikelihood } = golden.forward;
    const found = tidy(() => bernoulliLogLikelihood(tensor(logits.values, [20, 6]) as Tensor2D, from(golden.x) as Tensor2D).dataSync());
    expect(largestError(found, logLikelihood.values)).toBeLessThan(1e-5);
  });

  it("gives PyTorch's Bernoulli cross-entropy for grey pixels", () => {
    const logits = from(golden.bernoulliGreyLogits) as Tensor2D;
    const found = bernoulliLogLikelihood(logits, from(golden.xGrey) as Tensor2D).dataSync();
    expect(largestError(found, golden.bernoulliGrey.values)).toBeLessThan(1e-5);
  });

  it("keeps the Bernoulli log-likelihood exact for logits of ±100", () => {
    const { x, logits, logProb, gradient } = golden.bernoulliExtremes;
    const bits = tensor(new Array(7).fill(x), [7, 1]) as Tensor2D;
    const found = bernoulliLogLikelihood(tensor(logits.values, [7, 1]) as Tensor2D, bits).dataSync();
    logProb.values.forEach((exact, i) => {
      expect(Math.abs(found[i] - exact)).toBeLessThanOrEqual(1e-6 * Math.abs(exact));
    });
    const leaf = variable(tensor(logits.values, [7, 1]));
    const { grads } = variableGrads(() => sum(bernoulliLogLikelihood(leaf as unknown as Tensor2D, bits)) as Scalar, [leaf]);
    expect(largestError(grads[leaf.name].dataSync(), gradient.values)).toBeLessThan(1e-6);
    leaf.dispose();
  });

  it("gives PyTorch's samples and KL per dimension", () => {
    const { mean, logVariance, z, klPerDimension } = golden.forward;
    const found = tidy(() => {
      const moments = [from(mean), from(logVariance)] as Tensor2D[];
      return [reparameterize(moments[0], moments[1], from(golden.noise) as Tensor3D), gaussianKl(moments[0], moments[1])].map((t) =>
        t.dataSync(),
      );
    });
    expect(largestError(found[0], z.values)).toBeLessThan(1e-6);
    expect(largestError(found[1], klPerDimension.values)).toBeLessThan(1e-6);
  });

  it("gives the KL of any two Gaussians: it does not change when p is moved to N(0, 1)", () => {
    const { meanQ, scaleQ, meanP, scaleP, klPerDimension } = golden.gaussianKl;
    const mean = meanQ.values.map((center, i) => (center - meanP.values[i]) / scaleP.values[i]);
    const logVariance = scaleQ.values.map((scale, i) => 2 * Math.log(scale / scaleP.values[i]));
    const found = gaussianKl(tensor(mean, [1, 3]) as Tensor2D, tensor(logVariance, [1, 3]) as Tensor2D).dataSync();
    expect(largestError(found, klPerDimension.values)).toBeLessThan(1e-6);
  });

  it("steps as torch.optim.Adam does, and as if the gradient had been scaled before", () => {
    const { learningRate, beta1, beta2, epsilon, start, gradients, after } = golden.adam;
    for (const gradientScale of [undefined, 0.25, scalar(0.25)]) {
      const factor = gradientScale === undefined ? 1 : 4;
      const zeros = () => [tensor(new Array(7).fill(0))];
      let state = { parameters: [from(start)], first: zeros(), second: zeros() };
      gradients.forEach((gradient, i) => {
        const scaled = [tensor(gradient.values.map((value) => factor * value))];
        const options = { learningRate, beta1, beta2, epsilon, step: i + 1, gradientScale };
        state = adamStep(state, scaled, options);
        expect(largestError(state.parameters[0].dataSync(), after[i].values)).toBeLessThan(3e-7);
      });
    }
  });

  it("draws the noise of numeric/random.ts, from any element on", () => {
    const found = standardNormal([3, 5, 7], 11, 4242, 1000);
    expect(found.shape).toEqual([3, 5, 7]);
    expect(largestError(found.dataSync(), normals(105, 11, 4242, 1000))).toBeLessThan(1e-6);
    found.dispose();
  });

  it.each(["dynamic", "static", "none"] as const)("gathers the images of numeric/binarization.ts, %s", (binarization) => {
    const bytes = Uint8Array.from({ length: 6 * 30 }, (_, i) => 13 * i);
    const [images, draw] = [Uint32Array.of(5, 0, 3), { binarization, streamId: 7, step: 2, firstRow: 4 }];
    const exact = new Float32Array(90);
    binarizeInto(exact, bytes, images, draw);
    const found = gatherImages(bytes, images, 30, draw);
    expect(found.shape).toEqual([3, 30]);
    expect(found.dataSync()).toEqual(exact);
    expect(() => gatherImages(bytes, Uint32Array.of(6), 30, draw)).toThrow("image 6 was asked of 6 images");
    found.dispose();
  });

  it("takes the norm over all gradients together", () => {
    const [a, b] = [scattered(1000, 20, 3), scattered(77, 21, 50)];
    const exact = Math.sqrt([...a, ...b].reduce((total, value) => total + value * value, 0));
    expect(globalNorm([tensor(a), tensor(b, [7, 11])]).dataSync()[0] / exact).toBeCloseTo(1, 6);
  });

  it("does not compute the gradient of a layer's input when nobody asked for it", async () => {
    const weight = variable(tensor(scattered(12, 30), [3, 4])) as unknown as Tensor2D;
    const images = tensor(scattered(6, 31), [2, 3]) as Tensor2D;
    const bias = tensor([0, 0, 0, 0]) as Tensor1D;
    const { kernels } = await profile(() => variableGrads(() => sum(dense(images, weight, bias, "relu")) as Scalar).value);
    const products = kernels.filter(({ name }) => name === "BatchMatMul").map(({ outputShapes }) => outputShapes[0]);
    expect(products).toContainEqual([3, 4]);
    expect(products).not.toContainEqual([2, 3]);
    weight.dispose();
  });

  it("stops the gradient and keeps the value", () => {
    const leaf = variable(tensor([2, 3]));
    const before = tensorCount();
    const result = tidy(() => {
      const { value, grads } = variableGrads(() => sum(mul(leaf, stopGradient(square(leaf)))) as Scalar, [leaf]);
      return [value, grads[leaf.name]].map((t) => Array.from(t.dataSync()));
    });
    expect(result).toEqual([[35], [4, 9]]);
    expect(tensorCount()).toBe(before);
    leaf.dispose();
  });
});
