import { ones, type Tensor2D, type Tensor3D } from "@tensorflow/tfjs-core";
import { beforeAll, expect, it } from "vitest";
import { bernoulliLogLikelihood } from "../../../src/engine/operations/bernoulliLogLikelihood";
import { gaussianKl } from "../../../src/engine/operations/gaussianKl";
import { reparameterize } from "../../../src/engine/operations/reparameterize";
import { startTestEngine } from "../engines";

beforeAll(() => startTestEngine("simd"));

const matrix = (rows: number, columns: number): Tensor2D => ones([rows, columns]);
const noise = (...shape: [number, number, number]): Tensor3D => ones(shape);

it("the log-likelihood says which sizes do not agree", () => {
  const pixels = () => bernoulliLogLikelihood(matrix(2, 5), matrix(2, 4));
  expect(pixels).toThrow("bernoulliLogLikelihood: logits have 5 columns and x 4; they must agree");
  for (const batch of [2, 0]) {
    const rows = () => bernoulliLogLikelihood(matrix(3, 5), matrix(batch, 5));
    expect(rows).toThrow(`bernoulliLogLikelihood: logits have 3 rows and x ${batch}; the first must be a multiple`);
  }
  expect(bernoulliLogLikelihood(matrix(0, 5), matrix(0, 5)).shape).toEqual([0]);
});

it("the KL says which shapes do not agree", () => {
  expect(() => gaussianKl(matrix(2, 3), matrix(3, 2))).toThrow("gaussianKl: mean has shape [2,3] and logVariance [3,2]; they must agree");
});

it("a sample says which shapes do not agree", () => {
  const short = () => reparameterize(matrix(2, 3), matrix(2, 3), noise(4, 1, 3));
  expect(short).toThrow("reparameterize: mean has shape [2,3] and each sample of noise [1,3]; they must agree");
  const variance = () => reparameterize(matrix(2, 3), matrix(2, 2), noise(4, 2, 3));
  expect(variance).toThrow("reparameterize: logVariance has shape [2,2] and each sample of noise [2,3]; they must agree");
});
