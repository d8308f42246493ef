import { expect, it } from "vitest";
import { presetNamed, priorDistance, trained } from "./phenomena";

it("Posterior collapse comes with β = 30, goes with β = 1, and free bits rescue from it", async () => {
  const collapsed = await trained(presetNamed("posterior-collapse").patch, 400);
  expect(collapsed.evaluation.activeUnits).toBe(0);
  expect(collapsed.evaluation.kl).toBeLessThan(0.15);
  expect(collapsed.evaluation.elbo).toBeLessThan(-190);

  const rescued = await trained(presetNamed("rescued-by-free-bits").patch, 400);
  expect(rescued.evaluation.activeUnits).toBe(10);
  expect(rescued.evaluation.kl).toBeGreaterThan(3);
  expect(rescued.evaluation.elbo).toBeGreaterThan(collapsed.evaluation.elbo + 30);

  const plain = await trained({ latent: { dim: 10 } }, 400);
  expect(plain.evaluation.activeUnits).toBe(10);
  expect(plain.evaluation.kl).toBeGreaterThan(10);

  // β too small against β = 1: sharper reconstructions, and a prior whose draws are further from any digit.
  const small = await trained(presetNamed("beta-too-small").patch, 400);
  expect(small.evaluation.reconstruction).toBeGreaterThan(plain.evaluation.reconstruction + 8);
  expect(small.evaluation.kl).toBeGreaterThan(plain.evaluation.kl + 40);
  expect(small.evaluation.elbo).toBeLessThan(plain.evaluation.elbo - 30);
  expect(await priorDistance(small)).toBeGreaterThan(1.25 * (await priorDistance(plain)));
}, 240_000);

it("Annealing to β = 10 ends elsewhere than β = 10 from the start", async () => {
  const { patch } = presetNamed("what-annealing-changes");
  const annealed = await trained(patch, 700);
  const constant = await trained({ ...patch, objective: { kind: "elbo", beta: { kind: "constant", value: 10 } } }, 700);
  const informative = (kl: number[] = []) => kl.filter((nats) => nats > 0.1).length;
  expect(annealed.session.history().at(-1)?.beta).toBe(10);
  expect(annealed.evaluation.elbo).toBeGreaterThan(constant.evaluation.elbo + 10);
  expect(annealed.evaluation.kl).toBeGreaterThan(constant.evaluation.kl + 0.7);
  expect(informative(annealed.evaluation.klPerDimension)).toBeGreaterThan(informative(constant.evaluation.klPerDimension) + 1);
}, 240_000);
