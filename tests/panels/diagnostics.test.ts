import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DEFAULT_EXPERIMENT } from "../../src/experiment/experiment";
import { familyDefault, POSTERIORS, type PosteriorKind } from "../../src/experiment/posteriors";
import { DIAGNOSTIC_TEXTS } from "../../src/panels/diagnostics/diagnosticTexts";
import { evidenceIdentity } from "../../src/panels/diagnostics/evidenceIdentity";
import { describeImage } from "../../src/panels/diagnostics/imageWords";
import { nextInRange, orderByShape } from "../../src/panels/diagnostics/shapeOrder";
import { whatIsMissing } from "../../src/panels/diagnostics/whatIsMissing";
import { isSameImage } from "../../src/store/sameImage";
import type { DiagnosticName, ImageSource } from "../../src/worker/protocol";

const NAMES = Object.keys(DIAGNOSTIC_TEXTS) as DiagnosticName[];

test("log p(x) = ELBO + KL, also as it is written", () => {
  const nats = fc.double({ min: -900, max: -10, noNaN: true });
  const errors = fc.double({ min: 1e-5, max: 2, noNaN: true });
  fc.assert(
    fc.property(nats, nats, errors, errors, (value, other, error, otherError) => {
      const { decimals, logEvidence, elbo, kl } = evidenceIdentity({ value: other, error: otherError }, { value, error });
      const units = [logEvidence, elbo, kl].map((term) => Math.round(term.value * 10 ** decimals));
      expect(units[0]).toBe(units[1] + units[2]);
      expect(Math.abs(kl.value - (value - other))).toBeLessThanOrEqual(1.01 * 10 ** -decimals);
    }),
  );
});

describe("images by their k̂", () => {
  const { POSITIVE_INFINITY, NEGATIVE_INFINITY } = Number;
  const report = { shapes: Float32Array.of(0.5, POSITIVE_INFINITY, -0.25, Number.NaN, 0.75), indices: Uint32Array.of(10, 20, 30, 40, 50) };

  test("the worst first, what could not be computed among it", () => {
    expect(orderByShape(report).map(({ index }) => index)).toEqual([20, 40, 50, 10, 30]);
  });

  test("a bar goes through its images from the worst on, and begins again", () => {
    expect(nextInRange(report, 0.5, 1, null)).toBe(50);
    expect(nextInRange(report, 0.5, 1, 50)).toBe(10);
    expect(nextInRange(report, 0.5, 1, 10)).toBe(50);
    expect(nextInRange(report, 1, POSITIVE_INFINITY, 10)).toBe(20);
    expect(nextInRange(report, NEGATIVE_INFINITY, 0, null)).toBe(30);
    expect(nextInRange(report, 0, 0.25, null)).toBeNull();
  });
});

describe("what is said beforehand not to be had", () => {
  const latent = (patch: Partial<(typeof DEFAULT_EXPERIMENT)["latent"]>) => ({ latent: { ...DEFAULT_EXPERIMENT.latent, ...patch } });
  const missing = (experiment: Parameters<typeof whatIsMissing>[1]) =>
    Object.fromEntries(
      NAMES.flatMap((name) => {
        const found = whatIsMissing(name, experiment);
        return found === null ? [] : [[name, found.everything ? "everything" : "some"]];
      }),
    );

  test("nothing of the default model", () => expect(missing(DEFAULT_EXPERIMENT)).toEqual({}));

  test("in ten dimensions what quadrature would give", () => {
    expect(missing(latent({ dim: 10 }))).toEqual({ evidence: "some", gap: "some", coverage: "everything" });
    expect(whatIsMissing("coverage", latent({ dim: 10 }))?.sentence).toMatch(/at most 2 latent dimensions, and this model has 10/);
  });

  test.each(Object.keys(POSTERIORS) as PosteriorKind[])("of %s what needs its density anywhere", (kind) => {
    const needsMore = POSTERIORS[kind].density === "ownDraws";
    expect(missing(latent({ posterior: familyDefault(kind) }))).toEqual(needsMore ? { coverage: "everything", aggregate: "some" } : {});
  });
});

test("images have names, and the same one is recognised", () => {
  const seven: ImageSource = { kind: "dataset", split: "test", index: 1207 };
  const drawn = (ink: number): ImageSource => ({ kind: "drawn", pixels: new Float32Array(784).fill(ink) });
  expect(describeImage(seven, 8)).toBe("test image 1\u202f207, an 8");
  expect(describeImage({ ...seven, split: "train" }, 3)).toBe("training image 1\u202f207, a 3");
  expect(describeImage(drawn(1), null)).toBe("the drawn digit");
  expect(isSameImage(seven, { ...seven })).toBe(true);
  expect(isSameImage(seven, { ...seven, split: "train" })).toBe(false);
  expect(isSameImage(drawn(1), drawn(1))).toBe(true);
  expect(isSameImage(drawn(1), drawn(0))).toBe(false);
  expect(isSameImage(drawn(1), seven)).toBe(false);
});
