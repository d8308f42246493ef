import type { MeasuredProducts } from "./measureProducts";
import { SLOW, type StepRow } from "./measureSteps";
import { EPOCH_STEPS, nameOf } from "./models";
import type { ModelCosts } from "./node/costs";
import type { MeasuredGrowth, MeasuredSteps } from "./sections";
import { type Spread, spreadOf } from "./statistics";

/** The measurements as text: medians, quartiles in brackets, and how often the time of the faster PyTorch a row takes. */

export function stepTable({ model, rows }: MeasuredSteps): string {
  const native = nativeMedian(rows);
  const lines = rows.map((row) => {
    if (row.samples.length === 0) return [row.name, `— ${row.failure ?? "not measured"}`];
    const spread = spreadOf(row.samples);
    const images = Math.round((1000 * model.batch) / spread.median);
    const figures = [digits(spread.median), quartiles(spread), String(row.steps), String(images), ratio(spread.median, native)];
    return [row.name, ...figures, row.failure === null ? row.label : `${row.label}; then failed: ${row.failure}`];
  });
  const title = `A training step of ${nameOf(model)} (over ${SLOW} ms, fewer steps)`;
  return table(title, ["", "ms/step", "[q1–q3]", "steps", "images/s", "÷ PyTorch", ""], lines);
}

export function epochTable({ model, rows }: MeasuredSteps): string {
  const native = nativeMedian(rows);
  const lines = rows.map((row) => {
    if (row.samples.length === 0) return [row.name, `— ${row.failure ?? "not measured"}`];
    const seconds = spreadOf(row.samples.map((milliseconds) => (milliseconds * EPOCH_STEPS) / 1000));
    const step = spreadOf(row.samples).median;
    return [
      row.name,
      digits(seconds.median),
      quartiles(seconds),
      String(row.steps),
      String(Math.round((1000 * model.batch) / step)),
      ratio(step, native),
    ];
  });
  const title = `An epoch (${EPOCH_STEPS} steps) of the default experiment, ${nameOf(model)}; PyTorch's is the bare loop`;
  return table(title, ["", "s/epoch", "[q1–q3]", "steps", "images/s", "÷ PyTorch"], lines);
}

export function productTable({ multiplyAddRate, rows }: MeasuredProducts): string {
  const lines = [...new Set(rows.map(({ product }) => product))].flatMap((product) => [
    [product],
    ...rows
      .filter((row) => row.product === product)
      .map((row) => {
        if (row.samples.length === 0) return [`  ${row.name}`, `— ${row.failure ?? "not measured"}`];
        const spread = spreadOf(row.samples);
        return [`  ${row.name}`, digits(spread.median), quartiles(spread), share(spread.median, row.label, multiplyAddRate), row.label];
      }),
  ]);
  const loop = multiplyAddRate === null ? "not known in this build" : `${multiplyAddRate.toFixed(1)} GFLOP/s a thread`;
  return table(
    `The matrix product alone; registers only, the engine multiplies and adds at: ${loop}`,
    ["", "GFLOP/s", "[q1–q3]", "of that", ""],
    lines,
  );
}

export function growthTable(measured: readonly MeasuredGrowth[]): string {
  const lines = measured.map(({ size, rows }) => {
    const ours = rows.find(({ native, samples }) => !native && samples.length > 0);
    const native = nativeMedian(rows);
    if (ours === undefined) return [size, `— ${rows.find((row) => !row.native)?.failure ?? "not measured"}`];
    const spread = spreadOf(ours.samples);
    return [size, digits(spread.median), quartiles(spread), native === null ? "—" : digits(native), ratio(spread.median, native)];
  });
  const title = "ms/step of the grey model as one size changes: this page (simd) and the faster PyTorch";
  return table(title, ["", "this page", "[q1–q3]", "PyTorch", "÷ PyTorch"], lines);
}

/** A step of each family and kind of network beside mean field's. */
export function familyTable({ engine, families }: ModelCosts): string {
  const reference = spreadOf(families[0].samples).median;
  const lines = families.map(({ name, samples }) => {
    const spread = spreadOf(samples);
    return [name, digits(spread.median), quartiles(spread), (spread.median / reference).toFixed(2)];
  });
  return table(
    `ms/step of the default experiment with other posteriors; ${engine}, Node`,
    ["", "ms/step", "[q1–q3]", "÷ mean field"],
    lines,
  );
}

/** A step with K samples beside what its parts take: e once, and d for each sample. */
export function sampleTable({ bySamples, encoderPart, decoderPart }: ModelCosts): string {
  const [once, each] = [spreadOf(encoderPart).median, spreadOf(decoderPart).median];
  const lines = bySamples.map(({ samples, step }) => {
    const spread = spreadOf(step);
    const parts = once + samples * each;
    return [`K = ${samples}`, digits(spread.median), quartiles(spread), digits(parts), (spread.median / parts).toFixed(2)];
  });
  const title = `ms/step with K samples, beside e + K·d: the encoder's part e ${digits(once)} ms, the decoder's d ${digits(each)} ms`;
  return table(title, ["", "ms/step", "[q1–q3]", "e + K·d", "÷"], lines);
}

/** The faster PyTorch's median, or null without one. */
function nativeMedian(rows: readonly StepRow[]): number | null {
  const medians = rows.filter(({ native, samples }) => native && samples.length > 0).map(({ samples }) => spreadOf(samples).median);
  return medians.length > 0 ? Math.min(...medians) : null;
}

/** Of what so many threads would do in registers; only for rows that are the engine's own. */
function share(rate: number, label: string, multiplyAddRate: number | null): string {
  const threads = Number(/^SIMD engine · (\d+)/.exec(label)?.[1]);
  return multiplyAddRate === null || Number.isNaN(threads) ? "" : `${Math.round((100 * rate) / (threads * multiplyAddRate))} %`;
}

function ratio(value: number, native: number | null): string {
  return native === null ? "—" : (value / native).toFixed(2);
}

export function digits(value: number): string {
  return value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);
}

function quartiles({ first, third }: Spread): string {
  return `[${digits(first)}–${digits(third)}]`;
}

/** The first column to the left, figures to the right; a line of two cells runs on. */
export function table(title: string, head: string[], lines: string[][]): string {
  const complete = [head, ...lines.filter((line) => line.length > 2)];
  const widths = head.map((_, column) => Math.max(...complete.map((line) => (line[column] ?? "").length)));
  widths[0] = Math.max(...lines.map(([name]) => name.length));
  const text = [head, ...lines].map((line) =>
    line
      .map((cell, column) =>
        column === 0 || column > 5 || cell.startsWith("—") ? cell.padEnd(widths[column]) : cell.padStart(widths[column]),
      )
      .join("  ")
      .trimEnd(),
  );
  return `\n${title}\n${text.join("\n")}\n`;
}
