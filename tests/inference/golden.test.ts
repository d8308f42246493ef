import { type Scalar, type Tensor, type Tensor2D, tensor2d, valueAndGrads } from "@tensorflow/tfjs-core";
import { beforeAll, describe, it } from "vitest";
import { bernoulli } from "../../src/distributions/bernoulli";
import type { FreeBitsPer } from "../../src/experiment/experiment";
import { regularizer } from "../../src/inference/freeBits";
import { elbo, logWeights } from "../../src/inference/logWeights";
import { objectiveValue } from "../../src/inference/objective";
import { densityAt } from "../../src/vae/posterior";
import { ENGINES, startTestEngine } from "../engine/engines";
import { figureTensor, golden, goldenImages, goldenParameters, goldenVae, objective } from "./golden";
import { expectGradients, expectValues } from "./goldenChecks";

function lossOf(spec: ReturnType<typeof objective>, beta: number) {
  const x = goldenImages();
  const noise = figureTensor(golden.eps);
  return valueAndGrads((...parameters: Tensor[]): Scalar => {
    const { model, guide } = goldenVae(parameters);
    return objectiveValue(model, guide, spec, { x, noise, beta }).surrogate;
  })(goldenParameters());
}

describe.each(ENGINES)("on %s, PyTorch's float64 values are met", (engine) => {
  beforeAll(() => startTestEngine(engine));

  it("by each log-density of the forward pass", () => {
    const { decoder, model, guide } = goldenVae(goldenParameters());
    const x = goldenImages();
    const q = guide.posterior(x);
    expectValues(q.mean?.dataSync() ?? [], golden.forward.mean.values);
    expectValues(q.logVariance?.dataSync() ?? [], golden.forward.logVariance.values);
    const { z, logProb } = q.sample(figureTensor(golden.eps));
    expectValues(z.dataSync(), golden.forward.z.values);
    expectValues(decoder(z.reshape([-1, golden.sizes.Z])).dataSync(), golden.forward.logits.values);
    expectValues(model.logLikelihood(x, z).dataSync(), golden.forward.logLikelihood.values);
    expectValues(model.logPrior(z).dataSync(), golden.forward.logPrior.values);
    expectValues(logProb().dataSync(), golden.forward.logPosterior.values);
    for (const stopParameters of [false, true]) {
      expectValues(densityAt(q, z, { stopParameters }).dataSync(), golden.forward.logPosterior.values);
    }
    expectValues(q.klToStandardNormal?.().dataSync() ?? [], golden.forward.klPerDimension.values);
    expectValues(logWeights(model, guide, x, figureTensor(golden.eps)).dataSync(), golden.forward.logWeights.values);
  });

  it("by the ELBO, analytic and Monte Carlo", () => {
    const { model, guide } = goldenVae(goldenParameters());
    const input = { x: goldenImages(), noise: figureTensor(golden.eps), beta: 1 };
    const { reconstruction, kl } = objectiveValue(model, guide, objective(1), input);
    expectValues([reconstruction.mean().dataSync()[0]], [golden.elbo.reconstruction]);
    expectValues([kl.sum(1).mean().dataSync()[0]], [golden.elbo.kl]);
    expectValues(elbo(model, guide, goldenImages(), figureTensor(golden.eps)).dataSync(), [golden.elbo.monteCarloElbo]);
  });

  it("by the loss and its gradients, plain and with β", () => {
    const plain = lossOf(objective(1), 1);
    expectValues(plain.value.dataSync(), [-golden.elbo.elbo]);
    expectGradients(plain.grads, golden.elbo.lossGradients);
    const { beta, loss: expected, lossGradients } = golden.betaElbo;
    const weighted = lossOf(objective(beta), beta);
    expectValues(weighted.value.dataSync(), [expected]);
    expectGradients(weighted.grads, lossGradients);
  });

  it.each(golden.freeBits)(
    "by free bits of $nats nats per $per under β = $beta",
    ({ nats, per, beta, regularizer: penalty, ...expected }) => {
      const freeBits = { nats, per: per as FreeBitsPer };
      const kl = figureTensor(golden.forward.klPerDimension);
      expectValues(regularizer(kl.as2D(golden.sizes.B, golden.sizes.Z), freeBits, golden.sizes.Z).dataSync(), [penalty]);
      const found = lossOf(objective(beta, freeBits), beta);
      expectValues(found.value.dataSync(), [expected.loss]);
      expectGradients(found.grads, expected.lossGradients);
    },
  );

  it("by the grey cross-entropy, which is the mean over all binarizations of their log-likelihood", () => {
    const { X, B } = golden.sizes;
    const logits = figureTensor({ shape: [B, X], values: golden.forward.logits.values.slice(0, B * X) }).as2D(B, X);
    expectValues(bernoulli.logProb(logits, figureTensor(golden.xGrey).as2D(B, X)).dataSync(), golden.bernoulliGrey.values);
    const bits = Array.from({ length: 2 ** X }, (_, code) => Array.from({ length: X }, (_, pixel) => (code >> pixel) & 1));
    const averages = golden.bernoulliGrey.values.map((_, image) => {
      const grey = golden.xGrey.values.slice(image * X, (image + 1) * X);
      const each = bernoulli.logProb(logits.slice([image, 0], [1, X]).tile([2 ** X, 1]) as Tensor2D, tensor2d(bits)).dataSync();
      const chance = (bit: number, pixel: number): number => (bit === 1 ? grey[pixel] : 1 - grey[pixel]);
      return bits.reduce((sum, row, i) => sum + each[i] * row.reduce((product, bit, pixel) => product * chance(bit, pixel), 1), 0);
    });
    expectValues(averages, golden.bernoulliGrey.values);
  });
});
