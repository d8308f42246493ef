import type { EvidenceReport } from "../../src/worker/protocol";
import { decimal } from "../training/progress";
import { bruteForceEvidence } from "./bruteForce";
import { begin, head, type Laboratory, row } from "./laboratory";

/** log p(x) of the default experiment after ten epochs: quadrature beside brute force, the bounds below it, and annealed importance sampling. */

const EPOCHS = 10;

/** Half of the images are the first, half the first whose posterior has a second mode of a hundredth of its mass. */
const IMAGES = 20;
const SEARCHED = 400;
const LEAST_MASS = 0.01;

/** The brute-force lattice. */
const SPACING = 0.005;
const LIMIT = 7;

interface Case {
  index: number;
  bits: Float32Array;
  report: EvidenceReport;
}

async function cases({ trainer, progress }: Laboratory): Promise<Case[]> {
  const { session } = trainer;
  const found: Case[] = [];
  for (let index = 0; index < SEARCHED && found.length < IMAGES; index++) {
    progress.print(`log p(x) of test image ${index}, ${found.length} of ${IMAGES} chosen`);
    const { pixels } = await session.images("test", [index]);
    const bits = await session.binarize(pixels, index);
    const report = await session.diagnose("evidence", { source: { kind: "drawn", pixels: bits } });
    const isMultimodal = report.modes.filter(({ mass }) => mass >= LEAST_MASS).length > 1;
    if (isMultimodal || found.length < IMAGES / 2) found.push({ index, bits, report });
  }
  return found;
}

export async function truth(laboratory: Laboratory): Promise<void> {
  const { write, seeds, trainer, progress } = laboratory;
  await begin(laboratory, {}, seeds[0]);
  await trainer.train({ epochs: EPOCHS });
  const chosen = await cases(laboratory);
  const pixels = new Float32Array(chosen.length * 784);
  chosen.forEach(({ bits }, i) => {
    pixels.set(bits, 784 * i);
  });
  const brute = await bruteForceEvidence(await trainer.session.exportWeights(), pixels, SPACING, LIMIT, (share) =>
    progress.print(`brute force, ${Math.round(100 * share)} %`),
  );
  write(
    `\nlog p(x) after ${EPOCHS} epochs of the default experiment, seed ${seeds[0]}; brute force: every point of a lattice of ${SPACING} over ±${LIMIT}\n`,
  );
  write(
    head([
      "image",
      "modes",
      "ELBO",
      "L₅",
      "L₅₀",
      "L₅₀₀₀",
      "quadrature ± error",
      "brute force",
      "difference",
      "annealed ± error",
      "verdict",
    ]),
  );
  for (const [i, { index, bits, report }] of chosen.entries()) {
    progress.print(`annealed importance sampling, image ${index}`);
    const annealed = await trainer.session.diagnose("annealing", { source: { kind: "drawn", pixels: bits } });
    const { logEvidence, elbo, bounds, modes } = report;
    if (logEvidence === null) throw new Error("the default experiment has no log p(x)");
    const bound = (samples: number, withError = false) => {
      const { value, error } = bounds.find((one) => one.samples === samples)?.bound ?? { value: Number.NaN, error: Number.NaN };
      return withError ? `${decimal(value, 2)} ± ${error.toFixed(2)}` : decimal(value, 2);
    };
    const quadrature = logEvidence.missed ? "missed mass" : `${decimal(logEvidence.value, 3)} ± ${logEvidence.error.toFixed(4)}`;
    const verdict = annealed.doubts.length === 0 ? "trusted" : "unresolved";
    write(
      row([
        index,
        modes.filter(({ mass }) => mass >= LEAST_MASS).length,
        decimal(elbo.value, 2),
        bound(5),
        bound(50),
        bound(5000, true),
        quadrature,
        decimal(brute[i], 3),
        decimal(logEvidence.value - brute[i], 4),
        `${decimal(annealed.bound.value, 2)} ± ${annealed.bound.error.toFixed(2)}`,
        verdict,
      ]),
    );
  }
}
