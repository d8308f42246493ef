import { describe, expect, it } from "vitest";
import { readOptions } from "../../scripts/training/options.mjs";
import { startOf } from "../../scripts/training/start";

const start = (link: string) => startOf(readOptions(["--link", link]), null);

describe("the experiment of npm run train", () => {
  it.each([
    ["q=planar-8", { latent: { posterior: { kind: "planar", layers: 8 } }, objective: { kl: "monteCarlo" } }],
    ["q=iaf-2-64", { latent: { posterior: { kind: "iaf", layers: 2, hidden: 64 } } }],
    ["q=coupling-4-64&est=stl", { latent: { posterior: { kind: "coupling" } }, objective: { estimator: "stl" } }],
    ["q=mixture-3", { latent: { posterior: { kind: "mixture", components: 3 } } }],
    ["q=fullCovariance", { latent: { posterior: { kind: "fullCovariance" } }, objective: { kl: "analytic" } }],
    ["prior=hierarchical-2", { latent: { prior: { kind: "hierarchical", upper: 2 } }, objective: { kl: "monteCarlo" } }],
    ["lik=gaussian-learned", { likelihood: { kind: "gaussian", sigma: "learned" }, data: { binarization: "none" } }],
    ["lik=continuousBernoulli", { likelihood: { kind: "continuousBernoulli" }, data: { binarization: "none" } }],
    ["net=conv", { network: { kind: "conv" } }],
    ["obj=iwae&k=50&est=dreg", { objective: { kind: "iwae", samples: 50, estimator: "dreg" } }],
  ])("is that of the link %s, as on the page", (link, expected) => {
    expect(start(link)).toMatchObject({ experiment: expected, warning: null });
  });

  it.each([
    ["q=planar-8&kl=analytic", "The analytic KL needs the standard normal prior"],
    ["prior=hierarchical-2&kl=analytic", "The analytic KL needs the standard normal prior"],
    ["kl=analytic&est=stl", "Sticking the landing (stl) needs the Monte Carlo KL"],
    ["q=iaf-2-64&est=stl", "Sticking the landing (stl) needs a posterior whose density"],
    ["obj=iwae&est=stl", "Sticking the landing (stl) is biased for iwae"],
    ["obj=iwae&est=score", "The score function is not offered for iwae"],
    ["est=dreg", "The doubly reparameterized gradient (dreg) is a gradient of iwae"],
    ["obj=iwae&est=dreg&q=mixture-3", "The doubly reparameterized gradient (dreg) needs a posterior"],
    ["q=planar-8&est=score", "A score function estimator needs a posterior"],
    ["est=scoreLeaveOneOut&k=1", "scoreLeaveOneOut needs at least 2 samples"],
    ["kl=monteCarlo&fb=0.5", "Free bits above 0 need the analytic KL"],
    ["lik=gaussian-0.3&bin=dynamic", "need binarization"],
  ])("refuses %s with the rule that it breaks", (link, rule) => {
    expect(() => start(link)).toThrow("the link asks for what cannot be combined: ");
    expect(() => start(link)).toThrow(rule);
  });

  it("says in a refusal what was asked for and no value that would be used instead", () => {
    const asked = 'objective.kl was "analytic" and latent.prior.kind "standardNormal" and latent.posterior.kind "planar". The analytic KL';
    expect(() => start("q=planar-8&kl=analytic")).toThrow(`cannot be combined: ${asked}`);
    expect(() => start("q=planar-8&kl=analytic")).not.toThrow(/is used|not possible/);
  });

  it("says all that is wrong with a link that it refuses", () => {
    const link = "q=planar-8&kl=analytic&lik=gaussian-0.3&bin=dynamic&est=dreg&latent=999&act=nonsense";
    const said = ["The analytic KL needs", "need binarization", "is a gradient of iwae", "latent.dim was 999", 'was "nonsense"'];
    for (const words of said) expect(() => start(link)).toThrow(words);
    expect(() => start(link)).not.toThrow("is used");
  });

  it("warns of a word that it does not know, and says what is used instead", () => {
    expect(start("q=realnvp")).toMatchObject({
      experiment: { latent: { posterior: { kind: "meanField" } } },
      warning: expect.stringMatching(/"realnvp".*"meanField" is used/),
    });
  });

  it("takes what is only out of range as the page does, with a warning", () => {
    expect(start("obj=iwae&k=9999")).toMatchObject({
      experiment: { objective: { samples: 512 } },
      warning: expect.stringContaining("512"),
    });
    expect(start("est=nonsense").warning).toContain("pathwise");
  });
});
