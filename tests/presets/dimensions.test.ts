import { expect, it } from "vitest";
import { neighbourAgreement, presetNamed, trained } from "./phenomena";

it("Two dimensions: neighbours in the square share a digit; on a line (one dimension) fewer do", async () => {
  const square = await trained(presetNamed("two-dimensions").patch, 500);
  expect(square.evaluation.activeUnits).toBe(2);
  expect(square.evaluation.elbo).toBeGreaterThan(-175);
  const line = await trained({ ...presetNamed("two-dimensions").patch, latent: { dim: 1 } }, 500);
  const [inSquare, onLine] = [await neighbourAgreement(square), await neighbourAgreement(line)];
  expect(inSquare).toBeGreaterThan(0.35);
  expect(onLine).toBeLessThan(inSquare - 0.08);

  // Twenty dimensions against two: the same run without the one setting.
  const twenty = await trained(presetNamed("twenty-dimensions").patch, 500);
  expect(twenty.evaluation.reconstruction).toBeGreaterThan(square.evaluation.reconstruction + 40);
  expect(twenty.evaluation.kl).toBeGreaterThan(square.evaluation.kl + 10);
  expect(twenty.evaluation.elbo).toBeGreaterThan(square.evaluation.elbo + 25);
  const kl = twenty.evaluation.klPerDimension ?? [];
  expect(Math.max(...kl)).toBeGreaterThan(3 * Math.min(...kl));
}, 240_000);

it("Two hundred images: train and test part, and the test curve turns; with all images they do not", async () => {
  const preset = presetNamed("two-hundred-images").patch;
  const gap = ({ session, evaluation }: Awaited<ReturnType<typeof trained>>) => {
    const last = session
      .history()
      .filter(({ split }) => split === "train")
      .slice(-8);
    return last.reduce((sum, { elbo }) => sum + elbo, 0) / last.length - evaluation.elbo;
  };
  const few = await trained(preset, 1000);
  expect(gap(few)).toBeGreaterThan(50);
  const best = Math.max(
    ...few.session
      .history()
      .filter(({ split }) => split === "test")
      .map(({ elbo }) => elbo),
  );
  expect(best - few.evaluation.elbo).toBeGreaterThan(2);
  const all = await trained({ ...preset, data: { trainSize: 60_000 } }, 500);
  expect(gap(all)).toBeLessThan(6);
}, 240_000);
