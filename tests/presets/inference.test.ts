import { beforeAll, expect, it } from "vitest";
import type { GradientSignal } from "../../src/worker/protocol";
import { bend } from "./bend";
import { presetNamed, type Trained, trained } from "./phenomena";

/** The presets that change only how q is inferred, beside the same control: mean field, the ELBO, the pathwise gradient. */

const STEPS = 300;
const control: { run?: Trained } = {};

beforeAll(async () => {
  control.run = await trained({}, STEPS);
}, 240_000);

function plain(): Trained {
  if (control.run === undefined) throw new Error("the control is trained before the tests");
  return control.run;
}

it("Beyond mean field: a flow tilts q, bends it a little, and raises the ELBO", async () => {
  const { patch } = presetNamed("beyond-mean-field");
  const flow = await trained(patch, STEPS);
  const meanField = await trained({ ...patch, latent: { posterior: { kind: "meanField" } } }, STEPS);
  for (const other of [meanField, plain()]) expect(flow.evaluation.elbo).toBeGreaterThan(other.evaluation.elbo + 0.5);
  const bent = await bend(flow);
  expect(bent.tilt).toBeGreaterThan(0.1);
  expect(bent.nonGaussianity).toBeGreaterThan(0.001);
  expect(await bend(meanField)).toEqual({ tilt: 0, nonGaussianity: 0 });
}, 240_000);

it("IWAE’s tighter bound: L₅ lies well above the ELBO, whose own value is worse, because q is wider", async () => {
  const iwae = await trained(presetNamed("a-tighter-bound").patch, STEPS);
  expect(iwae.evaluation.kl).toBeLessThan(plain().evaluation.kl - 0.6);
  expect(iwae.evaluation.elbo).toBeLessThan(plain().evaluation.elbo - 1);
  const last = iwae.session.history().findLast(({ split }) => split === "test");
  expect(last?.samples).toBe(5);
  expect((last?.iwae ?? Number.NaN) - (last?.elbo ?? Number.NaN)).toBeGreaterThan(1.5);

  const gap = async ({ session }: Trained) => {
    const { elbo, iwae } = await session.call.evaluate({ count: 500, importanceSamples: 50 });
    return (iwae?.value ?? Number.NaN) - elbo;
  };
  expect(await gap(iwae)).toBeGreaterThan((await gap(plain())) + 1);
}, 240_000);

it("The score function learns far more slowly, because its gradient is mostly noise", async () => {
  const { patch } = presetNamed("the-score-function");
  const score = await trained(patch, STEPS);
  expect(score.evaluation.elbo).toBeLessThan(plain().evaluation.elbo - 8);

  // Both estimators at the control's weights, on the same minibatch: of 1 000 gradients the one stands far further out of its noise, if the other does at all.
  const { call } = plain().session;
  const encoderOf = ({ groups }: GradientSignal) => groups.find(({ name }) => name === "encoder");
  const pathwise = encoderOf(await call.gradientSignal({ repeats: 1000 }));
  await call.configure(patch);
  const noisy = encoderOf(await call.gradientSignal({ repeats: 1000 }));
  expect(pathwise?.snr).toBeGreaterThan(0.5);
  expect(noisy?.snr ?? 0).toBeLessThan(0.2 * (pathwise?.snr ?? 0));
}, 240_000);
