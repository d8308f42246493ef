import { describe, expect, it } from "vitest";
import type { DeepPartial, Experiment } from "../../src/experiment/experiment";
import type { Worksheet } from "../../src/worker/protocol";
import { openSession, smallExperiment } from "./sessions";

type Latent = DeepPartial<Experiment["latent"]>;

const TERMS = ["logLikelihood", "logPrior", "logPosterior", "logWeight"] as const;

const largestDifference = (a: Float32Array, b: Float32Array) =>
  a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i])), a.length === b.length ? 0 : Number.POSITIVE_INFINITY);

async function trained(latent: Latent) {
  const session = await openSession(smallExperiment({ latent }));
  await session.call.train({ steps: 30 });
  const { pixels } = await session.call.images("test", [3, 4]);
  return { call: session.call, bits: await session.call.binarize(pixels, 5) };
}

const differences = (a: Worksheet, b: Worksheet) => TERMS.map((term) => largestDifference(a[term], b[term]));

describe("codes given to the worksheet", () => {
  it.each<[string, Latent]>([
    ["mean field", { dim: 3 }],
    ["full covariance", { posterior: { kind: "fullCovariance" } }],
    ["a coupling flow", { posterior: { kind: "coupling", layers: 3, hidden: 8 } }],
    ["a mixture", { posterior: { kind: "mixture", components: 3 } }],
    ["a mixture below a hierarchical prior", { prior: { kind: "hierarchical", upper: 2 }, posterior: { kind: "mixture", components: 2 } }],
  ])("score as the draws did that gave them: %s", async (_, latent) => {
    const { call, bits } = await trained(latent);
    const drawn = await call.worksheet(bits, { samples: 5, seed: 9 });
    const scored = await call.worksheet(bits, { z: drawn.z });
    expect(scored.z).toEqual(drawn.z);
    for (const difference of differences(scored, drawn)) expect(difference).toBeLessThan(1e-4);
    expect(scored.kl).toEqual(drawn.kl);
    expect(scored.logShare).toBeUndefined();
  });

  it("are refused where q knows its density at its own draws only", async () => {
    for (const posterior of [{ kind: "planar", layers: 2 } as const, { kind: "iaf", layers: 2, hidden: 8 } as const]) {
      const { call, bits } = await trained({ posterior });
      const given = call.worksheet(bits, { z: new Float32Array(4) });
      await expect(given).rejects.toThrow(`the family "${posterior.kind}" knows its density at its own draws only`);
      expect((await call.worksheet(bits, { samples: 2 })).logWeight).toHaveLength(4);
    }
  });

  it("are refused where they are not codes, or not alone", async () => {
    const { call, bits } = await trained({ dim: 3 });
    const refusal = (options: object) => expect(call.worksheet(bits, options)).rejects;
    await refusal({ z: new Float32Array(7) }).toThrow("z has 7 values; allowed: a Float32Array of [S, 2, 3], a multiple of 6 values");
    await refusal({ z: new Float32Array(0) }).toThrow("z has 0 values");
    await refusal({ z: [0, 0, 0, 0, 0, 0] }).toThrow("z must be a Float32Array of [S, 2, 3]");
    await refusal({ z: new Float32Array(6).fill(Number.NaN) }).toThrow("z[0] was NaN; allowed: finite numbers");
    await refusal({ z: new Float32Array(6 * 10_001) }).toThrow("the number of codes was 20002");
    await refusal({ z: new Float32Array(6), samples: 2 }).toThrow("z was given together with samples; allowed: z, the codes to score, or");
    await refusal({ z: new Float32Array(6), noise: new Float32Array(6) }).toThrow("z was given together with noise");
  });
});
