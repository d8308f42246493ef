import type { DiagnosticName } from "../../worker/protocol";
import type { WorkName } from "../explanations/explanation";

interface DiagnosticText {
  title: string;
  /** What it shows, what to look for, where it can mislead. */
  sentences: string;
  /** What to expect to wait for. */
  cost: string;
  works: readonly WorkName[];
}

/** What each diagnostic is called and asks, in the order of the page. */
export const DIAGNOSTIC_TEXTS = {
  evidence: {
    title: "log p(x) of this image",
    sentences:
      "log p(x) = ELBO + KL(q ‖ p(z|x)): what the bound lacks is how far q is from the true posterior. L_K, the bound of K draws, climbs from the ELBO towards log p(x) as K grows. Where q misses a mode the ladder can come to rest below log p(x), as if it had arrived: only the quadrature shows that.",
    cost: "5\u202f000 draws and up to about 250\u202f000 decodings, some seconds",
    works: ["burda"],
  },
  gap: {
    title: "The gap, decomposed",
    sentences:
      "log p(x) − ELBO has two causes: the encoder does not find the best q of its family for this image (amortisation), and the best q of the family is still not the posterior (approximation). The best q is searched for from several starts. A local search finds a lower bound of the best in the family, so amortisation is at least, and approximation at most, what stands here.",
    cost: "2 to 5 searches of up to 2\u202f000 steps each, up to a minute",
    works: ["cremer"],
  },
  tails: {
    title: "Tails of the weights, k̂",
    sentences:
      "k̂ is the shape of the tail of the weights p(x, z)/q(z|x), image by image. Below the threshold the S draws behind L_S suffice; above it their average is not reliable, and above 1 the fitted tail has no mean. A low k̂ does not exclude a missed mode: what was never drawn leaves no trace in the weights.",
    cost: "2\u202f000 draws of each of 200 test images, some seconds",
    works: ["vehtari"],
  },
  annealing: {
    title: "Annealed importance sampling",
    sentences:
      "Chains go from q, or from the prior, to p(z|x) by way of intermediate densities; the log of their mean weight is a stochastic lower bound on log p(x), in any number of dimensions. It is trusted where twice the temperatures and the start from the prior come to the same. All three can still miss the same mode.",
    cost: "16 chains over 300, 600 and 300 temperatures, up to a minute",
    works: ["neal", "wu"],
  },
  calibration: {
    title: "Calibration on the model's own images",
    sentences:
      "z is drawn from the prior, x from p(x|z), and z is ranked among draws of q(z|x). If q were the posterior, every rank would be equally likely. ∪-shaped: q is too narrow; ∩-shaped: too wide; sloping: biased. Uniform ranks do not prove q exact, and what holds on these images need not hold on MNIST.",
    cost: "2\u202f000 simulated images with 99 draws each, some seconds",
    works: ["talts", "sailynoja"],
  },
  coverage: {
    title: "Coverage on test images",
    sentences:
      "How much of the exact posterior lies in q's region of highest density. A region that holds 95 % of q ought to hold 95 % of p(z|x): less says that q is too narrow or beside it, more that q is too wide. The mean can be right while no image is, so look at the spread.",
    cost: "log p(x) by quadrature of each of 100 test images, up to a minute",
    works: ["yao"],
  },
  aggregate: {
    title: "What the codes say",
    sentences:
      "−ELBO = R + D: the rate R is the KL that the codes cost, the distortion D = −E_q[log p(x|z)] what they leave unsaid. The rate is what a code says of its image (the mutual information I_q) and how far all codes together, q(z), lie from the prior. Models of one ELBO can differ in everything else: look along the diagonal.",
    cost: "2\u202f000 test images, and the density of each code under each, some seconds",
    works: ["hoffman", "alemi", "burda"],
  },
} as const satisfies Record<DiagnosticName, DiagnosticText>;

/** Diagnostics of the selected image; the others are of many. */
export const OF_ONE_IMAGE: readonly DiagnosticName[] = ["evidence", "gap", "annealing"];
