import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { legalObjectives } from "../../src/experiment/choices";
import { withField } from "../../src/experiment/defaults";
import { DEFAULT_EXPERIMENT, type Experiment } from "../../src/experiment/experiment";
import { MAX_LINK_LENGTH, readLink, writeLink } from "../../src/experiment/link";
import { valueAt } from "../../src/experiment/paths";
import { mergeExperiment, repairExperiment, resolveExperiment } from "../../src/experiment/resolve";
import { brokenRules, RULES } from "../../src/experiment/rules";
import { EXPERIMENT_SCHEMA } from "../../src/experiment/schema";
import { randomExperiment } from "./randomExperiments";

const DRAWN = Array.from({ length: 6000 }, (_, index) => randomExperiment(index));
const LEGAL = DRAWN.filter((experiment) => brokenRules(experiment).length === 0);
const ILLEGAL = DRAWN.filter((experiment) => brokenRules(experiment).length > 0);

describe("over thousands of experiments", () => {
  it("the drawn ones break every rule of structure, and many are legal", () => {
    const broken = new Set(ILLEGAL.flatMap(brokenRules));
    expect(RULES.filter((rule) => !broken.has(rule)).map(({ name }) => name)).toEqual([
      "encoder of convolutions",
      "decoder of convolutions",
    ]);
    expect(LEGAL.length).toBeGreaterThan(1000);
  });

  it("the link of each comes back exactly, without a notice, within its length", () => {
    for (const experiment of LEGAL) {
      const link = writeLink(experiment);
      expect(link.length).toBeLessThanOrEqual(MAX_LINK_LENGTH);
      expect(readLink(`#${link}`)).toEqual({ experiment, view: {}, notices: [] });
    }
  });

  it("no key of a link could be left out", () => {
    for (const experiment of LEGAL.slice(0, 150)) {
      const parts = writeLink(experiment).split("&");
      for (const part of parts) {
        const without = parts.filter((other) => other !== part).join("&");
        expect(readLink(`#${without}`).experiment, part).not.toEqual(experiment);
      }
    }
  });

  it("each legal one is taken whole over any other; each illegal one is refused, and repaired with a notice", () => {
    LEGAL.forEach((experiment, i) => {
      expect(resolveExperiment(LEGAL[(i + 1) % LEGAL.length], experiment)).toEqual({ experiment, notices: [] });
    });
    for (const experiment of ILLEGAL) {
      expect(() => mergeExperiment(DEFAULT_EXPERIMENT, experiment)).toThrow(brokenRules(experiment)[0].sentence);
      const repaired = repairExperiment(experiment);
      expect(v.is(EXPERIMENT_SCHEMA, repaired.experiment)).toBe(true);
      expect(repaired.notices.length).toBeGreaterThan(0);
      expect(repaired.experiment).toMatchObject({ latent: experiment.latent, seed: experiment.seed });
    }
  });

  it("a patch of one part is either refused or in force, with the rest legal and every change said", () => {
    const parts = ["latent", "likelihood", "network", "data", "objective"] as const;
    LEGAL.forEach((present, i) => {
      const part = parts[i % parts.length];
      const patch = { [part]: LEGAL[(i * 7 + 1) % LEGAL.length][part] };
      try {
        const { experiment, notices } = resolveExperiment(present, patch as never);
        expect(brokenRules(experiment)).toEqual([]);
        expect(experiment[part]).toEqual(patch[part]);
        const others = Object.keys(present).filter((key) => key !== part) as (keyof Experiment)[];
        const changed = others.filter((key) => JSON.stringify(experiment[key]) !== JSON.stringify(present[key]));
        expect(changed.every((key) => notices.some((notice) => notice.startsWith(key)))).toBe(true);
      } catch (error) {
        expect(RULES.some(({ sentence }) => String(error).includes(sentence))).toBe(true);
        expect(part).toBe("objective");
      }
    });
  });

  it("the choices offered are those that can be made", () => {
    const fields = { kl: "objective.kl", estimator: "objective.estimator" } as const;
    for (const experiment of LEGAL.slice(0, 1000)) {
      const choices = legalObjectives(experiment);
      for (const [name, field] of Object.entries(fields) as [keyof typeof fields, string][]) {
        for (const { value, sentence } of choices[name]) {
          const isTaken = v.is(EXPERIMENT_SCHEMA, withField(experiment, field, value));
          expect(isTaken, `${value}: ${sentence}`).toBe(sentence === null);
        }
        const inForce = choices[name].find(({ value }) => value === valueAt(experiment, field));
        expect(inForce?.sentence ?? null).toBeNull();
      }
    }
  });
});
