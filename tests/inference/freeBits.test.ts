import { grad, type Scalar, type Tensor2D, tensor2d } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { FREE_BITS_PER, type FreeBitsPer } from "../../src/experiment/experiment";
import { regularizer } from "../../src/inference/freeBits";
import { startTestEngine } from "../engine/engines";

/** KL of two images in three dimensions; means 0.2, 0.5, 1. */
const KL: [number, number, number][] = [
  [0.1, 0.5, 0.75],
  [0.3, 0.5, 1.25],
];

function gradientOf(nats: number, per: FreeBitsPer): number[] {
  const gradient = grad((kl) => regularizer(kl as Tensor2D, { nats, per }, 3) as Scalar);
  return Array.from(gradient(tensor2d(KL)).dataSync());
}

function penalty(nats: number, per: FreeBitsPer): number {
  return regularizer(tensor2d(KL), { nats, per }, 3).dataSync()[0];
}

describe("free bits", () => {
  beforeAll(() => startTestEngine("cpu"));

  it.each(FREE_BITS_PER)("per %s with λ = 0 are the KL", (per) => {
    expect(penalty(0, per)).toBeCloseTo(1.7, 6);
    expect(gradientOf(0, per)).toEqual([0.5, 0.5, 0.5, 0.5, 0.5, 0.5]);
  });

  it("per dimension: Σ max(λ, mean KL), no gradient at or below the floor", () => {
    expect(penalty(0.5, "dimension")).toBeCloseTo(0.5 + 0.5 + 1, 6);
    expect(gradientOf(0.5, "dimension")).toEqual([0, 0, 0.5, 0, 0, 0.5]);
  });

  it("per image and dimension: mean Σ max(λ, KL), no gradient at or below the floor", () => {
    expect(penalty(0.5, "imageDimension")).toBeCloseTo((0.5 + 0.5 + 0.75 + 0.5 + 0.5 + 1.25) / 2, 6);
    expect(gradientOf(0.5, "imageDimension")).toEqual([0, 0, 0.5, 0, 0, 0.5]);
  });

  it("in total: max(λ·dim, KL), no gradient at or below the floor", () => {
    expect(penalty(0.5, "total")).toBeCloseTo(1.7, 6);
    expect(gradientOf(0.5, "total")).toEqual([0.5, 0.5, 0.5, 0.5, 0.5, 0.5]);
    expect(penalty(0.6, "total")).toBeCloseTo(1.8, 6);
    expect(gradientOf(0.6, "total")).toEqual([0, 0, 0, 0, 0, 0]);
  });
});
