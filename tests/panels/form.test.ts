import { describe, expect, test } from "vitest";
import { formulaTree } from "../../scripts/buildFormulas";
import { legalObjectives } from "../../src/experiment/choices";
import { DEFAULT_EXPERIMENT, type DeepPartial, type Experiment } from "../../src/experiment/experiment";
import { POSTERIORS } from "../../src/experiment/posteriors";
import { mergeExperiment, repairExperiment } from "../../src/experiment/resolve";
import { CHOICE_TITLES, type ChoiceGroup } from "../../src/panels/choiceTitles";
import { partOffers } from "../../src/panels/controls/offers";
import { EXPLANATIONS, explainedChoices } from "../../src/panels/explanations";
import formulas from "../../src/panels/formulas/formulas.tex.json";
import type { MathNode } from "../../src/panels/formulas/mathNode";
import { likelihoodChoice, likelihoodPatch } from "../../src/panels/likelihoodChoice";
import { describeNetwork } from "../../src/panels/NetworkDrawing";
import { objectiveLeads } from "../../src/panels/objectiveLeads";
import { objectiveLines } from "../../src/panels/objectiveLines";
import { parameterTitle } from "../../src/panels/posteriorFamilies";
import { randomExperiment } from "../experiment/randomExperiments";

const withPatch = (patch: DeepPartial<Experiment>) => mergeExperiment(DEFAULT_EXPERIMENT, patch);

/** Legal experiments of every kind. */
const EXPERIMENTS = Array.from({ length: 200 }, (_, index) => repairExperiment(randomExperiment(index)).experiment);

function textOf(node: MathNode | string): string {
  return typeof node === "string" ? node : node.children.map(textOf).join("");
}

function classesOf(node: MathNode | string): string[] {
  if (typeof node === "string") return [];
  return [...(node.attributes.class?.split(" ") ?? []), ...node.children.flatMap(classesOf)];
}

const shown = (experiment: Experiment) => objectiveLines(experiment).map((name) => formulaTree(formulas[name]));
const readAs = (experiment: Experiment) => shown(experiment).map(textOf).join("").replace(/\s/g, "");

describe("the formula shows what is maximised", () => {
  const hierarchical = { prior: { kind: "hierarchical", upper: 2 } } as const;
  const mixture = { posterior: { kind: "mixture", components: 3 } } as const;
  const drawn = { kind: "elbo", kl: "monteCarlo" } as const;
  test.each<[string, DeepPartial<Experiment>, string]>([
    ["one draw, closed KL", {}, "max𝔼q[logp(x∣z)]−βKL(q(z∣x)∥p(z))"],
    ["K draws", { objective: { kind: "elbo", samples: 4 } }, "max1K∑klogp(x∣zk)−βKL(q(z∣x)∥p(z))"],
    ["a floor", { objective: { kind: "elbo", freeBits: { nats: 1, per: "dimension" } } }, "max𝔼q[logp(x∣z)]−β∑dmax(λ,KLd)"],
    ["estimated KL", { objective: drawn }, "max𝔼q[logp(x∣z)+β(logp(z)−logq(z∣x))]"],
    ["estimated KL, K draws", { objective: { ...drawn, samples: 4 } }, "max1K∑k[logp(x∣zk)+β(logp(zk)−logq(zk∣x))]"],
    [
      "a mixture, K draws of each component",
      { latent: mixture, objective: { ...drawn, samples: 4 } },
      "max1K∑k,cπc[logp(x∣zkc)+β(logp(zkc)−logq(zkc∣x))]",
    ],
    ["two levels", { latent: hierarchical, objective: drawn }, "max𝔼q[logp(x∣z)+β(logp(z,u)−logq(z,u∣x))]"],
    ["IWAE", { objective: { kind: "iwae" } }, "maxlog1K∑kp(x,zk)q(zk∣x)"],
    ["IWAE, a mixture", { latent: mixture, objective: { kind: "iwae" } }, "maxlog1K∑k,cπcp(x,zkc)q(zkc∣x)"],
    ["IWAE, two levels", { latent: hierarchical, objective: { kind: "iwae" } }, "maxlog1K∑kp(x,zk,uk)q(zk,uk∣x)"],
  ])("%s", (_name, patch, formula) => expect(readAs(withPatch(patch))).toBe(formula));

  test("every part that leads to a setting stands in it, and no two lead to the same", () => {
    for (const experiment of EXPERIMENTS) {
      const classes = shown(experiment).flatMap(classesOf);
      const leads = objectiveLeads(experiment.objective);
      for (const { term } of leads) expect(classes).toContain(`term-${term}`);
      expect(new Set(leads.map(({ setting }) => setting)).size).toBe(leads.length);
    }
  });
});

describe("what is offered", () => {
  test("is taken as it is, with the rest of the objective as it was", () => {
    for (const experiment of EXPERIMENTS) {
      const { objective } = experiment;
      const { estimator, kl, freeBitsPer } = legalObjectives(experiment);
      const changes: object[] = [
        ...estimator.filter(({ sentence }) => sentence === null).map(({ value }) => ({ estimator: value })),
        ...kl.filter(({ sentence }) => sentence === null).map(({ value }) => ({ kl: value })),
        ...freeBitsPer.filter(({ sentence }) => sentence === null).map(({ value }) => ({ freeBits: { nats: 0.5, per: value } })),
      ];
      for (const change of changes) {
        const changed = { ...objective, ...change };
        expect(mergeExperiment(experiment, { objective: changed } as DeepPartial<Experiment>)).toEqual({
          ...experiment,
          objective: changed,
        });
      }
    }
  });

  test("leaves out what a rule forbids and says the rule, but never the choice in force", () => {
    const choices = [
      { value: "analytic", sentence: "It cannot be" },
      { value: "monteCarlo", sentence: null },
    ] as const;
    expect(partOffers(CHOICE_TITLES.kl, choices, "monteCarlo")).toEqual({
      options: { monteCarlo: "Monte Carlo" },
      missing: [{ title: "closed form", sentence: "It cannot be" }],
    });
    expect(Object.keys(partOffers(CHOICE_TITLES.kl, choices, "analytic").options)).toEqual(["analytic", "monteCarlo"]);
  });

  test("a likelihood of grey levels takes grey levels with it, from bits of any kind, and is read back as it was chosen", () => {
    const bits = withPatch({ data: { binarization: "static" } });
    for (const choice of Object.keys(CHOICE_TITLES.likelihood) as (keyof typeof CHOICE_TITLES.likelihood)[]) {
      const { likelihood, data } = mergeExperiment(bits, likelihoodPatch(choice, "bernoulli"));
      expect(likelihoodChoice(likelihood)).toBe(choice);
      expect(data.binarization).toBe(choice === "bernoulli" ? "static" : "none");
    }
  });

  test("the Bernoulli likelihood after a density has bits again; by itself it leaves grey levels as they are", () => {
    const grey = withPatch({ data: { binarization: "none" } });
    const pixels = (from: keyof typeof CHOICE_TITLES.likelihood) =>
      mergeExperiment(mergeExperiment(grey, likelihoodPatch(from, "bernoulli")), likelihoodPatch("bernoulli", from)).data.binarization;
    expect((["gaussian", "gaussianLearned", "continuousBernoulli"] as const).map(pixels)).toEqual(["dynamic", "dynamic", "dynamic"]);
    expect(mergeExperiment(grey, likelihoodPatch("bernoulli", "bernoulli")).data.binarization).toBe("none");
  });

  test("a family's parameters have names of their own", () => {
    for (const { parameters } of Object.values(POSTERIORS)) {
      const titles = parameters.map(({ name }) => parameterTitle(name));
      expect(new Set(titles).size).toBe(titles.length);
      for (const title of titles) expect(title).toMatch(/^[A-Z]/);
    }
  });
});

test("every idea to choose has a sentence and a reference of its own, every term a paragraph", () => {
  const sentences = (["posterior", "network", "prior", "likelihood", "bound", "kl", "estimator"] satisfies ChoiceGroup[]).flatMap(
    (group) => {
      const explained = explainedChoices(group);
      expect(Object.keys(explained).sort()).toEqual(Object.keys(CHOICE_TITLES[group]).sort());
      for (const { reference } of Object.values(explained)) expect(reference.url).toMatch(/^https:/);
      return Object.values(explained).map(({ sentence }) => sentence);
    },
  );
  for (const sentence of sentences) expect(sentence).toMatch(/^\S.{50,}\.$/);
  expect(new Set(sentences).size).toBe(sentences.length);
  for (const { text } of Object.values(EXPLANATIONS)) expect(text).toMatch(/\S\.\)?$/);
});

test("the drawing of the network is told in words", () => {
  const { network, latent } = withPatch({ network: { kind: "conv", encoder: [8, 16, 4], decoder: [32] } });
  expect(describeNetwork({ network, dim: latent.dim, upper: 3 })).toBe(
    "Layers of the network: 784, 8 maps of 14 × 14, 16 maps of 7 × 7, 4 maps of 4 × 4, 2, 32 maps of 14 × 14, 784 units; 3 above the code",
  );
});
