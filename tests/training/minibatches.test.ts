import { describe, expect, it } from "vitest";
import { isEvaluationStep, isReportStep } from "../../src/training/cadence";
import { columnVariances } from "../../src/training/heldOut";
import { fitToData, minibatchPlan } from "../../src/training/minibatches";
import golden from "../fixtures/golden-vae.json";
import { smallExperiment } from "../worker/sessions";

const labels = Uint8Array.from({ length: 60_000 }, (_, i) => i % 10);

describe("the plan of minibatches", () => {
  it("shows each image once an epoch, but for the last short batch", () => {
    const plan = minibatchPlan(smallExperiment({ data: { trainSize: 1000 }, batchSize: 64 }), labels);
    expect(plan.stepsPerEpoch).toBe(15);
    for (const epoch of [0, 1, 5]) {
      const shown = Array.from({ length: 15 }, (_, i) => [...plan.imagesAt(15 * epoch + i)]).flat();
      expect(new Set(shown).size).toBe(960);
      expect(Math.max(...shown)).toBeLessThan(1000);
    }
  });

  it("is a function of the seed and the step alone", () => {
    const experiment = smallExperiment();
    const plan = minibatchPlan(experiment, labels);
    const images = [130, 2, 131].map((step) => [...plan.imagesAt(step)]);
    const again = minibatchPlan(experiment, labels);
    expect([130, 2, 131].map((step) => [...again.imagesAt(step)])).toEqual(images);
    expect([...minibatchPlan({ ...experiment, seed: 2 }, labels).imagesAt(2)]).not.toEqual(images[1]);
  });

  it("needs only the first shard at first", () => {
    const plan = minibatchPlan(smallExperiment({ data: { trainSize: 60_000 }, batchSize: 100 }), labels);
    for (let step = 0; step < 40; step++) expect(Math.max(...plan.imagesAt(step))).toBeLessThan(4000);
  });

  it("keeps the digits asked for, and fits the batch to them", () => {
    const { experiment, notices } = fitToData(smallExperiment({ data: { digits: [4, 7], trainSize: 50 }, batchSize: 32 }), labels);
    expect(experiment.batchSize).toBe(10);
    expect(notices[0]).toContain("batchSize was 32; allowed: at most the 10 images");
    for (const image of minibatchPlan(experiment, labels).imagesAt(0)) expect([4, 7]).toContain(labels[image]);
    expect(() => fitToData(smallExperiment({ data: { digits: [9], trainSize: 5 } }), labels)).toThrow("leaves no image");
  });
});

describe("measurements", () => {
  it("are made at steps fixed in advance, close together at first", () => {
    const steps = Array.from({ length: 2001 }, (_, step) => step);
    expect(steps.filter(isReportStep).slice(0, 14)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 20, 25, 30]);
    expect(steps.filter(isReportStep)).toHaveLength(10 + 18 + 90 + 40);
    expect(steps.filter(isEvaluationStep).slice(0, 6)).toEqual([0, 10, 25, 50, 100, 150]);
    expect([950, 1000, 1050, 1100, 1150, 1200].filter(isEvaluationStep)).toEqual([950, 1000, 1100, 1200]);
    const million = Array.from({ length: 1_000_001 }, (_, step) => step);
    expect(million.filter(isReportStep)).toHaveLength(10 + 18 + 90 + 360 + 900 + 900);
    expect(million.filter(isEvaluationStep)).toHaveLength(3 + 20 + 90 + 180 + 900);
  });

  it("count active units by the population variance of the means", () => {
    const { B, Z } = golden.sizes;
    const variances = columnVariances(Float32Array.from(golden.forward.mean.values), B, Z);
    variances.forEach((variance, d) => {
      expect(variance).toBeCloseTo(golden.activeUnits.variancePerDimension.values[d], 6);
    });
    expect(variances.filter((variance) => variance > golden.activeUnits.threshold)).toHaveLength(golden.activeUnits.count);
  });
});
