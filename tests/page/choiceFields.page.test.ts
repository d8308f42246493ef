import { expect, test } from "vitest";
import { DEFAULT_EXPERIMENT } from "../../src/experiment/experiment";
import { type FamilyParameter, POSTERIORS, type PosteriorKind } from "../../src/experiment/posteriors";
import { POSTERIOR_FAMILIES, parameterTitle } from "../../src/panels/posteriorFamilies";
import { configure, experimentOf, historyOf, shapesOf, train } from "./model";
import { PATIENCE, testPages } from "./page";
import { choose, enter, railPage, untilExperiment } from "./rail";

/** Choices among ideas: families, priors, likelihoods, networks, bounds, and ways to the gradient. */

const pages = testPages();
const page = railPage(pages);

const optionsOf = (field: string): Promise<string[]> =>
  page().getByRole("combobox", { name: field, exact: true }).locator("option").allTextContents();

/** Some steps that each have a finite bound. */
async function learns(): Promise<void> {
  await train(page(), 5);
  const points = await historyOf(page(), "train");
  expect(points.length).toBeGreaterThan(0);
  for (const { elbo, loss } of points) expect([elbo, loss].every(Number.isFinite)).toBe(true);
}

/** Every family but the default one, with the last of its parameters. */
const FAMILIES = (Object.keys(POSTERIORS) as PosteriorKind[])
  .filter((kind) => kind !== DEFAULT_EXPERIMENT.latent.posterior.kind)
  .map((kind) => {
    const parameters: readonly FamilyParameter[] = POSTERIORS[kind].parameters;
    return { kind, title: POSTERIOR_FAMILIES[kind].title, parameter: parameters.at(-1) };
  });

for (const { kind, title, parameter } of FAMILIES) {
  test(`Posterior: ${title}, with its parameters, learns`, async () => {
    await choose(page(), "Posterior", title);
    await untilExperiment(page(), ({ latent }) => latent.posterior.kind, kind);
    if (parameter !== undefined) {
      await enter(page(), parameterTitle(parameter.name), "6");
      await untilExperiment(page(), ({ latent }) => Object.values(latent.posterior).includes(6), true);
    }
    await learns();
  });
}

test("Prior: two levels bring networks of their own, and the KL is estimated", async () => {
  await choose(page(), "Prior", "two-level");
  await enter(page(), "Upper dimensions", "3");
  await untilExperiment(page(), ({ latent }) => latent.prior, { kind: "hierarchical", upper: 3 });
  expect((await optionsOf("KL")).join()).toBe("Monte Carlo");
  expect(Object.keys(await shapesOf(page())).some((name) => name.startsWith("prior."))).toBe(true);
  await learns();
});

test("Likelihood: a density takes grey levels with it, and no bits are offered beside it", async () => {
  await choose(page(), "Likelihood", "Gaussian, fixed σ");
  await untilExperiment(page(), ({ data }) => data.binarization, "none");
  await enter(page(), "σ", "0.5");
  await untilExperiment(page(), ({ likelihood }) => likelihood, { kind: "gaussian", sigma: 0.5 });
  expect(await optionsOf("Pixels")).toEqual(["grey levels"]);
  await learns();
  await choose(page(), "Likelihood", "Gaussian, learned σ");
  await untilExperiment(page(), ({ likelihood }) => likelihood, { kind: "gaussian", sigma: "learned" });
  expect(await shapesOf(page())).toHaveProperty(["likelihood.logSigma"]);
  await choose(page(), "Likelihood", "continuous Bernoulli");
  await untilExperiment(page(), ({ likelihood }) => likelihood.kind, "continuousBernoulli");
  await learns();
  await choose(page(), "Likelihood", "Bernoulli");
  await untilExperiment(page(), ({ likelihood, data }) => [likelihood.kind, data.binarization], ["bernoulli", "dynamic"]);
  expect(await optionsOf("Pixels")).toHaveLength(3);
  expect(await page().getByRole("combobox", { name: "Pixels", exact: true }).inputValue()).toBe("dynamic");
});

test("Network: convolutions have kernels, and channels within their limits", async () => {
  await choose(page(), "Network", "convolutional");
  await untilExperiment(page(), ({ network }) => network.kind, "conv");
  const encoder = page().getByRole("textbox", { name: "Encoder", exact: true });
  await encoder.fill("4-8");
  await encoder.press("Enter");
  await untilExperiment(page(), ({ network }) => network.encoder, [4, 8]);
  expect((await shapesOf(page()))["encoder.1.weight"]).toEqual([8, 4, 3, 3]);
  await encoder.fill("500");
  await encoder.press("Enter");
  await page().getByText("it must be up to 4 channels joined by hyphens").waitFor();
  await encoder.press("Escape");
  await choose(page(), "Network", "fully connected");
  await untilExperiment(page(), ({ network }) => network.encoder, [256, 128]);
});

test("Bound: IWAE has its own gradients and more samples; β, KL annealing and Free bits stay in sight, and cannot be set", async () => {
  await choose(page(), "Bound", "IWAE");
  await untilExperiment(page(), ({ objective }) => objective, { kind: "iwae", samples: 5, estimator: "pathwise" });
  for (const field of ["β", "Free bits"])
    expect(await page().getByRole("spinbutton", { name: field, exact: true }).isDisabled()).toBe(true);
  expect(await page().getByRole("combobox", { name: "KL annealing" }).isDisabled()).toBe(true);
  await page().getByText("IWAE's bound has no KL term").waitFor();
  expect(await optionsOf("Gradient")).toEqual(["pathwise", "DReG"]);
  await enter(page(), "Samples K", "100");
  await choose(page(), "Gradient", "DReG");
  await untilExperiment(page(), ({ objective }) => objective, { kind: "iwae", samples: 100, estimator: "dreg" });
  await learns();
  await page().getByRole("button", { name: "How the gradient is estimated", exact: true }).click();
  expect(await page().evaluate(() => document.activeElement?.id)).toBe("setting-estimator");
  await choose(page(), "Bound", "ELBO");
  await untilExperiment(page(), ({ objective }) => objective.kind, "elbo");
  expect(await page().getByRole("spinbutton", { name: "β", exact: true }).isDisabled()).toBe(false);
});

test("Gradient and KL: what the other rules out is not offered, and opens to say why", async () => {
  expect(await optionsOf("Gradient")).not.toContain("sticking the landing");
  await page().getByText("Sticking the landing (stl) needs the Monte Carlo KL").first().waitFor();
  await choose(page(), "KL", "Monte Carlo");
  await untilExperiment(page(), ({ objective }) => objective.kind === "elbo" && objective.kl, "monteCarlo");
  expect(await page().getByRole("spinbutton", { name: "Free bits", exact: true }).isDisabled()).toBe(true);
  await choose(page(), "Gradient", "sticking the landing");
  await untilExperiment(page(), ({ objective }) => objective.estimator, "stl");
  await learns();
  expect(await optionsOf("KL")).toEqual(["Monte Carlo"]);
});

test("Gradient: the score function of other draws needs another draw, and keeps it", async () => {
  await enter(page(), "Samples K", "2");
  await untilExperiment(page(), ({ objective }) => objective.samples, 2);
  await choose(page(), "Gradient", "score, leave one out");
  await untilExperiment(page(), ({ objective }) => objective.estimator, "scoreLeaveOneOut");
  await learns();
  await enter(page(), "Samples K", "1");
  await page().getByText("Samples K was “1”; it must be a whole number from 2 to 64").waitFor();
  await page().getByRole("spinbutton", { name: "Samples K", exact: true }).press("Escape");
  await choose(page(), "Gradient", "score, running mean");
  await untilExperiment(page(), ({ objective }) => objective.estimator, "scoreMovingAverage");
  await learns();
});

test("Floor per: a KL that is no sum over dimensions has its floor in total", async () => {
  await configure(page(), { latent: { posterior: { kind: "fullCovariance" } } });
  await enter(page(), "Free bits", "0.5");
  await untilExperiment(page(), ({ objective }) => objective.kind === "elbo" && objective.freeBits, { nats: 0.5, per: "total" });
  expect(await optionsOf("Floor per")).toEqual(["total"]);
  await learns();
});

test("an explanation goes through the choices, each with a sentence and a reference", async () => {
  await page().getByRole("button", { name: "Explain posterior family" }).click();
  const explanation = page().locator("[popover]:popover-open");
  for (const text of ["mean field in force", "planar flow", "Rezende & Mohamed 2015", "Dinh", "mixture"])
    await expect.poll(async () => (await explanation.textContent()) ?? "", PATIENCE).toContain(text);
  expect((await experimentOf(page())).latent.posterior.kind).toBe("meanField");
});
