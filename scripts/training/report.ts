import { boundName } from "../../src/charts/numberFormat";
import { SPLIT_IMAGES } from "../../src/data/manifest";
import type { Experiment } from "../../src/experiment/experiment";
import type { EvaluationResult, TrainResult } from "../../src/worker/protocol";
import { decimal } from "./progress";

/** What a run came to. */
export interface Outcome {
  experiment: Experiment;
  /** The engine's label. */
  engine: string;
  training: TrainResult & { epoch: number };
  evaluation: EvaluationResult;
}

const PER_LINE = 8;

/** 10 000, with a space between thousands; fractions as they are. */
export function grouped(count: number): string {
  return Number.isInteger(count) ? String(count).replace(/\B(?=(\d{3})+$)/g, " ") : String(count);
}

const PART_NAMES = ["layer z", "layer u"];

/** The KL by dimension, with what a full covariance's dimensions share, or by layer. */
function klParts({ klPerDimension = [], klPerLayer = [] }: EvaluationResult, latentDim: number): [string, string][] {
  const values = klPerDimension.slice(0, latentDim);
  const rows = Array.from({ length: Math.ceil(values.length / PER_LINE) }, (_, row) => values.slice(PER_LINE * row, PER_LINE * (row + 1)));
  const shared = klPerDimension.slice(latentDim);
  return [
    ...rows.map((row, i): [string, string] => [
      i === 0 ? "KL per dimension" : "",
      row.map((value) => decimal(value, 2).padStart(6)).join(" "),
    ]),
    ...shared.map((value): [string, string] => ["KL shared", `${decimal(value, 2).padStart(6)} (total correlation of q's dimensions)`]),
    ...klPerLayer.map((value, layer): [string, string] => [`KL, ${PART_NAMES[layer]}`, decimal(value, 2).padStart(6)]),
  ];
}

/** "L₅", as the page writes it, with the two ways in which it is uncertain. */
function boundRow({ iwae }: EvaluationResult): [string, string][] {
  if (iwae === undefined) return [];
  const { samples, value, imageError, mcError } = iwae;
  return [[boundName(samples), `${decimal(value, 2)} ± ${decimal(imageError, 2)} (standard error; draws alone ± ${decimal(mcError, 2)})`]];
}

/** What must be known of the reconstruction's nats, and of all bounds made of it. */
function natsText({ data, likelihood }: Experiment): string {
  if (likelihood.kind !== "bernoulli") return " (nats of density, not comparable with Bernoulli nats)";
  return data.binarization === "none" ? " (grey pixels: minus a cross-entropy, no log-likelihood)" : "";
}

/** "1 step", "10 000 steps" */
export function counted(count: number, unit: string): string {
  return `${grouped(count)} ${unit}${count === 1 ? "" : "s"}`;
}

/** "MNIST, the first 500 training images, digits 1, 4, binarized once" */
export function dataText({ data }: Experiment): string {
  const { trainSize } = data;
  const images = `${trainSize < SPLIT_IMAGES.train ? "the first " : ""}${counted(trainSize, "training image")}`;
  const digits = data.digits.length === 10 ? "" : `, digits ${data.digits.join(", ")}`;
  const pixels = { dynamic: "binarized anew at each showing", static: "binarized once", none: "grey pixels" }[data.binarization];
  return `MNIST, ${images}${digits}, ${pixels}`;
}

/** The results as a small table. */
export function reportText({ experiment, engine, training, evaluation }: Outcome): string {
  const { count, reconstruction, kl, klKind, elbo, elboStandardError, activeUnits } = evaluation;
  const rows: [string, string][] = [
    ["ELBO", `${decimal(elbo, 2)}${count === 1 ? "" : ` ± ${decimal(elboStandardError, 2)} (standard error)`}`],
    ...boundRow(evaluation),
    ["Reconstruction", `${decimal(reconstruction, 2)}${natsText(experiment)}`],
    ["KL", `${decimal(kl, 2)} (${klKind === "analytic" ? "analytic" : "Monte Carlo"})`],
    ["Active units", `${activeUnits} of ${experiment.latent.dim}`],
    ...klParts(evaluation, experiment.latent.dim),
    ["Data", dataText(experiment)],
    ["Trained", `${training.epoch.toFixed(2)} epochs, ${counted(training.step, "step")}; ${training.stepsPerSecond.toFixed(1)} steps/s`],
    ["Engine", engine],
  ];
  const images = `${counted(count, "test image")}${count === SPLIT_IMAGES.test ? " (all)" : ""}`;
  const width = Math.max(...rows.map(([name]) => name.length)) + 2;
  return [`${images}, one posterior sample each, nats per image`, ...rows.map(([name, text]) => `  ${name.padEnd(width)}${text}`)].join(
    "\n",
  );
}
