import { expect, it } from "vitest";
import { presetNamed, type Trained, trained } from "./phenomena";

const weightBytes = async ({ session }: Trained): Promise<number> => (await session.call.exportWeights()).length;

it("Convolutions reconstruct better than dense layers at equal steps, with an eighth of the weights", async () => {
  const { patch } = presetNamed("convolutions");
  const shared = await trained(patch, 600);
  const dense = await trained({ ...patch, network: { kind: "mlp" } }, 600);
  expect(shared.evaluation.reconstruction).toBeGreaterThan(dense.evaluation.reconstruction + 2);
  expect(shared.evaluation.elbo).toBeGreaterThan(dense.evaluation.elbo);
  expect(await weightBytes(dense)).toBeGreaterThan(7 * (await weightBytes(shared)));
}, 240_000);
