import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { DEFAULT_EXPERIMENT, type DeepPartial, type Experiment } from "../../src/experiment/experiment";
import { readLink } from "../../src/experiment/link";
import { LINK_KEYS } from "../../src/experiment/linkKeys";
import { isPlain, valueAt } from "../../src/experiment/paths";
import { POSTERIORS } from "../../src/experiment/posteriors";
import { mergeExperiment, repairExperiment, resolveExperiment } from "../../src/experiment/resolve";
import { brokenRules, RULES } from "../../src/experiment/rules";
import { EXPERIMENT_SCHEMA } from "../../src/experiment/schema";
import { readSafetensors, writeSafetensors } from "../../src/training/safetensors";
import { readWeights, writeWeights } from "../../src/training/weightsFile";
import { parameterSpecs } from "../../src/vae/modelSpec";
import { ROWS } from "./combinations";

/** The families whose KL to the standard normal has a closed form. */
const CLOSED = Object.entries(POSTERIORS).flatMap(([kind, { closedKl }]) => (closedKl === "none" ? [] : [kind]));

/** True when everything that a patch says is so in an experiment. */
function saidIn(patch: unknown, experiment: unknown): boolean {
  if (!isPlain(patch)) return JSON.stringify(patch) === JSON.stringify(experiment);
  return Object.keys(patch).every((key) => saidIn(patch[key], valueAt(experiment, key)));
}

/** A link that says a patch, without the codec's own idea of what needs saying. */
function linkOf(patch: DeepPartial<Experiment>): string {
  return LINK_KEYS.flatMap(({ key, path, write }) => {
    const value = valueAt(patch, path);
    return value === undefined ? [] : [`${key}=${encodeURIComponent(write(value as never))}`];
  }).join("&");
}

/** A weights file of the default experiment whose metadata say that it is of another. */
function fileOf(patch: DeepPartial<Experiment>): Uint8Array {
  const zeros = parameterSpecs(DEFAULT_EXPERIMENT).map(({ shape }) => new Float32Array(shape.reduce((size, length) => size * length, 1)));
  const { arrays, metadata } = readSafetensors(writeWeights(DEFAULT_EXPERIMENT, 0, zeros, "test"));
  return writeSafetensors({ arrays, metadata: { ...metadata, experiment: JSON.stringify(patch) } });
}

describe.each(ROWS)("$rule", ({ says, refused, legal }) => {
  it.each(refused)("refuses %j wherever it is said", (patch) => {
    expect(() => mergeExperiment(DEFAULT_EXPERIMENT, patch)).toThrow(says);
    expect(() => readWeights(fileOf(patch))).toThrow(says);
    const read = readLink(`#${linkOf(patch)}`);
    expect(v.is(EXPERIMENT_SCHEMA, read.experiment)).toBe(true);
    expect(saidIn(patch, read.experiment)).toBe(false);
    expect(read.notices.join()).toContain(says);
  });

  it.each(legal)("allows %j", (patch) => {
    const { experiment, notices } = resolveExperiment(DEFAULT_EXPERIMENT, patch);
    expect(saidIn(patch, experiment)).toBe(true);
    expect(notices.filter((notice) => !notice.startsWith("network."))).toEqual([]);
    expect(repairExperiment(patch)).toEqual({ experiment, notices: [] });
    expect(readLink(`#${linkOf(patch)}`)).toEqual({ experiment, view: {}, notices: [] });
  });
});

describe("the rules", () => {
  it("are each broken by a row of the table, and kept by the default", () => {
    expect(brokenRules(DEFAULT_EXPERIMENT)).toEqual([]);
    expect(RULES.map(({ name }) => name).filter((name) => !ROWS.some(({ rule }) => rule === name))).toEqual([]);
  });

  it("are those of the schema, whose message names the fields and what they were", () => {
    const planar = { kind: "planar", layers: 8 } as const;
    const broken: Experiment = { ...DEFAULT_EXPERIMENT, latent: { ...DEFAULT_EXPERIMENT.latent, posterior: planar } };
    const [issue] = v.safeParse(EXPERIMENT_SCHEMA, broken).issues ?? [];
    expect(issue?.message).toContain(
      'objective.kl was "analytic" and latent.prior.kind "standardNormal" and latent.posterior.kind "planar"',
    );
    expect(issue?.message).toContain(`closed form (${CLOSED.join(", ")})`);
  });
});
