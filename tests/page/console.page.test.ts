import { expect, test } from "vitest";
import { largestDifference, reset, statusOf, train } from "./model";
import { PATIENCE, SMALL, sharedPage, testPages } from "./page";

/** The console API of the contract, call by call: `window.playground`. */

const pages = testPages();
const page = sharedPage(pages, SMALL);

/** The message of the Error that the call rejects with. */
const refusal = (call: () => Promise<unknown>): Promise<string> =>
  page()
    .evaluate(call)
    .then(
      () => "it was not refused",
      (error: Error) => error.message,
    );

test("status and version", async () => {
  const status = await statusOf(page());
  expect(status).toMatchObject({ phase: "idle", engine: "simd", step: 0, epoch: 0, notices: [] });
  expect(status.engineReason).toMatch(/SIMD/);
  expect(status.runId).not.toBe("");
  expect(await page().evaluate(() => window.playground.version)).toMatch(/^\d+\.\d+\.\d+$/);
});

test("the phases: loading until there are images, idle, training while it trains, idle again", async () => {
  const fresh = await pages.open(SMALL, { ready: false });
  const phases = await fresh.evaluate(async () => {
    const seen = [window.playground.status().phase];
    await window.playground.ready;
    seen.push(window.playground.status().phase);
    const training = window.playground.train({ steps: 400 });
    while (window.playground.status().step < 5) await new Promise((resolve) => setTimeout(resolve, 5));
    seen.push(window.playground.status().phase);
    await window.playground.pause();
    await training;
    return [...seen, window.playground.status().phase];
  });
  expect(phases).toEqual(["loading", "idle", "training", "idle"]);
});

test("train: by steps, by epochs, by seconds; counted from now", async () => {
  await reset(page());
  expect(await page().evaluate(() => window.playground.train({ steps: 7 }))).toMatchObject({ step: 7 });
  // 4 000 images in batches of 32 are 125 steps.
  expect(await page().evaluate(() => window.playground.train({ epochs: 0.2 }))).toMatchObject({ step: 32 });
  const timed = await page().evaluate(() => window.playground.train({ seconds: 0.3 }));
  expect(timed.step).toBeGreaterThan(32);
  expect(timed.seconds).toBeGreaterThan(0.29);
  expect(timed.stepsPerSecond).toBeGreaterThan(0);
});

test("train refuses what is no budget, and a second training", async () => {
  expect(await refusal(() => window.playground.train({ steps: -1 }))).toMatch(/steps was -1; allowed: a number above 0/);
  expect(await refusal(() => window.playground.train({ laps: 3 } as never))).toMatch(/"laps"; allowed: steps, epochs, seconds/);
  const second = await page().evaluate(async () => {
    const first = window.playground.train({ steps: 500 });
    const message = await window.playground.train({ steps: 1 }).catch((error: Error) => error.message);
    await window.playground.pause();
    await first;
    return message;
  });
  expect(second).toMatch(/training is already under way; pause it first/);
});

test("configure merges objects, replaces tagged unions whole, and refuses by name", async () => {
  const configured = await page().evaluate(() =>
    window.playground.configure({ network: { activation: "tanh" }, objective: { kind: "elbo", beta: { kind: "linear", to: 3 } } }),
  );
  expect(configured.network).toMatchObject({ encoder: [24], activation: "tanh" });
  expect(configured.objective).toMatchObject({ samples: 1, beta: { kind: "linear", from: 0, to: 3, steps: 2000 } });
  expect(await refusal(() => window.playground.configure({ latent: { dim: 0 } }))).toMatch(
    /latent\.dim was 0; allowed: a whole number from 1 to 64/,
  );
  expect(await refusal(() => window.playground.configure({ speed: 2 } as never))).toMatch(/speed/);
  expect(await refusal(() => window.playground.configure({ objective: { kind: "elbo", estimator: "stl", kl: "analytic" } }))).toMatch(
    /Sticking the landing \(stl\) needs the Monte Carlo KL/,
  );
  expect(await refusal(() => window.playground.configure({ objective: { kind: "iwae", freeBits: { nats: 1 } } } as never))).toMatch(
    /freeBits/,
  );
  expect(await refusal(() => window.playground.configure("fast" as never))).toMatch(/allowed/);
  expect(await page().evaluate(() => window.playground.experiment())).toEqual(configured);
  await page().evaluate(() => window.playground.configure({ network: { activation: "relu" }, objective: { kind: "elbo" } }));
});

test("images, binarize, encode, decode", async () => {
  const result = await page().evaluate(async () => {
    const { playground } = window;
    const { pixels, labels } = await playground.images("test", [0, 1, 9999]);
    const [bits, again, other] = [
      await playground.binarize(pixels),
      await playground.binarize(pixels, 0),
      await playground.binarize(pixels, 1),
    ];
    const { mean, logVariance } = await playground.encode(bits);
    const decoded = await playground.decode(mean);
    const difference = (a: Float32Array, b: Float32Array) => a.filter((value, i) => value !== b[i]).length;
    return {
      labels,
      lengths: [pixels, bits, mean, logVariance, decoded].map(({ length }) => length),
      onlyBits: bits.every((bit) => bit === 0 || bit === 1),
      repeated: difference(bits, again),
      reseeded: difference(bits, other),
      between: decoded.every((value) => value > 0 && value < 1),
    };
  });
  expect(result).toMatchObject({ labels: [7, 2, 6], lengths: [2352, 2352, 6, 6, 2352], onlyBits: true, repeated: 0, between: true });
  expect(result.reseeded).toBeGreaterThan(0);
});

test("worksheet: shapes, noise handed in, and the log-weight as the sum it is", async () => {
  const sheet = await page().evaluate(async () => {
    const { pixels } = await window.playground.images("test", [3, 4]);
    const bits = await window.playground.binarize(pixels);
    const noise = Float32Array.from({ length: 12 }, (_, i) => Math.sin(i));
    const options = { samples: 3, noise };
    const { z, logLikelihood, logPrior, logPosterior, logWeight, kl } = await window.playground.worksheet(bits, options);
    const { mean, logVariance } = await window.playground.encode(bits);
    return {
      z: [...z],
      terms: [logLikelihood, logPrior, logPosterior, logWeight].map((values) => [...values]),
      kl: [...(kl ?? [])],
      mean: [...mean],
      logVariance: [...logVariance],
    };
  });
  const [likelihood, prior, posterior, weight] = sheet.terms;
  expect([sheet.z.length, likelihood.length, sheet.kl.length]).toEqual([12, 6, 2]);
  expect(
    largestDifference(
      weight,
      likelihood.map((value, i) => value + prior[i] - posterior[i]),
    ),
  ).toBeLessThan(1e-3);
  // z = μ + σ ε, [K, n, dim]
  const z = sheet.z.map((_, i) => sheet.mean[i % 4] + Math.exp(sheet.logVariance[i % 4] / 2) * Math.sin(i));
  expect(largestDifference(sheet.z, z)).toBeLessThan(1e-5);
  const analytic = [0, 1].map((n) =>
    [0, 1].reduce(
      (kl, d) => kl + 0.5 * (sheet.mean[2 * n + d] ** 2 + Math.exp(sheet.logVariance[2 * n + d]) - 1 - sheet.logVariance[2 * n + d]),
      0,
    ),
  );
  expect(largestDifference(sheet.kl, analytic)).toBeLessThan(1e-4);
});

test("evaluate: as many images as asked, the same each time, standard errors that shrink", async () => {
  const [small, again, large] = await page().evaluate(async () => {
    const { playground } = window;
    return [
      await playground.evaluate({ count: 100 }),
      await playground.evaluate({ count: 100 }),
      await playground.evaluate({ split: "train", count: 2000, seed: 4 }),
    ];
  });
  expect(small).toEqual(again);
  expect(small).toMatchObject({ count: 100, klKind: "analytic" });
  expect(small.elbo).toBeCloseTo(small.reconstruction - small.kl, 3);
  expect(small.klPerDimension).toHaveLength(2);
  expect(large.elboStandardError).toBeLessThan(small.elboStandardError);
});

test("evaluate by importance sampling: above the ELBO, and the higher the more draws", async () => {
  const [few, many] = await page().evaluate(async () => {
    const { playground } = window;
    await playground.train({ steps: 100 });
    return [
      await playground.evaluate({ count: 200, importanceSamples: 2 }),
      await playground.evaluate({ count: 200, importanceSamples: 200 }),
    ];
  });
  expect(few.elbo).toBe(many.elbo);
  expect(many.iwae).toMatchObject({ samples: 200 });
  const [low, high] = [few.iwae?.value ?? Number.NaN, many.iwae?.value ?? Number.NaN];
  expect(low).toBeGreaterThan(few.elbo);
  expect(high).toBeGreaterThan(low);
  expect(many.iwae?.mcError).toBeLessThan(few.iwae?.mcError ?? 0);
});

test("logLikelihood lies above the bounds that are estimated from draws, within their errors", async () => {
  const { value, error, evidence } = await page().evaluate(async () => {
    const { pixels } = await window.playground.images("test", [3, 4]);
    const bits = await window.playground.binarize(pixels);
    const { value, error } = await window.playground.logLikelihood(bits);
    const evidence = await window.playground.diagnose("evidence", { source: { kind: "drawn", pixels: bits.slice(0, 784) } });
    return { value: [...value], error: [...error], evidence };
  });
  expect(value).toHaveLength(2);
  for (const each of error) expect(each).toBeLessThan(0.005);
  expect(evidence.logEvidence?.value).toBeCloseTo(value[0], 3);
  expect(value[0]).toBeGreaterThan(evidence.elbo.value);
});

test("what cannot be asked is refused with what can", async () => {
  const refusals: [call: () => Promise<unknown>, message: RegExp][] = [
    [
      () => window.playground.logLikelihood(new Float32Array(784).fill(0.5)),
      /pixels\[0\] was 0.5; allowed: 0 or 1, which playground.binarize/,
    ],
    [() => window.playground.diagnose("everything" as never), /the diagnostic was "everything"; allowed: evidence, /],
    [() => window.playground.evaluate({ importanceSamples: 0 }), /importanceSamples was 0; allowed: a whole number from 1 to 100000/],
    [() => window.playground.evaluate({ count: 10_001 }), /count was 10001; allowed: a whole number from 1 to 10000/],
    [() => window.playground.images("test", [10_000]), /an index was 10000; allowed/],
    [() => window.playground.images("validation" as never, [0]), /split was "validation"; allowed: "train" or "test"/],
    [() => window.playground.encode(new Float32Array(10)), /pixels has 10 values; allowed: a multiple of 784/],
    [() => window.playground.encode(new Float32Array(784).fill(2)), /pixels\[0\] was 2; allowed: grey levels from 0 to 1/],
    [() => window.playground.decode(new Float32Array([1, 2, 3])), /z has 3 values; allowed: a multiple of the latent dimension, 2/],
    [() => window.playground.decode(new Float32Array([Number.NaN, 0])), /z\[0\] was NaN; allowed: finite numbers/],
    [() => window.playground.worksheet(new Float32Array(784), { samples: 0 }), /samples was 0; allowed/],
    [() => window.playground.worksheet(new Float32Array(784), { noise: new Float32Array(3) }), /noise has 3 values; allowed/],
    [() => window.playground.binarize(new Float32Array(784), -1), /seed was -1; allowed/],
    [() => window.playground.engine("gpu" as never), /engine was "gpu"; allowed: auto, webgl, simd, cpu/],
    [() => window.playground.importWeights(new Uint8Array(100)), /weights file|refused/],
  ];
  for (const [call, message] of refusals) {
    const refused = await refusal(call);
    expect(refused).toMatch(/^page\.evaluate: Error: /);
    expect(refused).toMatch(message);
  }
});

test("importWeights takes the experiment of the file; Adam starts fresh", async () => {
  await reset(page());
  await train(page(), 5);
  const result = await page().evaluate(async () => {
    const { playground } = window;
    const bytes = await playground.exportWeights();
    await playground.configure({ latent: { dim: 9 } });
    await playground.importWeights(bytes);
    const back = await playground.exportWeights();
    return { same: back.every((byte, i) => byte === bytes[i]), dim: playground.experiment().latent.dim, step: playground.status().step };
  });
  expect(result).toEqual({ same: true, dim: 2, step: 5 });
  await expect.poll(async () => (await statusOf(page())).phase, PATIENCE).toBe("idle");
});
