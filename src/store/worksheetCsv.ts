import { MOST_ROWS, type RowDraft, type WorksheetModel, type WorksheetRow } from "./worksheet";
import { runningFigures } from "./worksheetFigures";

/** The worksheet as a CSV file and back. Samples are counted from 1 there. */

/** The largest file that is read. */
export const MOST_BYTES = 4_000_000;

/** The largest number that a z may be set to. */
export const LARGEST_CODE = 1_000_000;

/** The largest number of a sample: its noise is counted in 32 bits. */
const LARGEST_SAMPLE = 1_000_000;

const SCORES = ["logLikelihood", "logPrior", "logPosterior", "logWeight"] as const;
const RUNNING = ["elbo", "bound", "ess"] as const;

/** "z1", … and with a hierarchical prior "u1", …: the columns of a code. */
function codeColumns({ dim, latents }: WorksheetModel): string[] {
  return Array.from({ length: latents }, (_, i) => (i < dim ? `z${i + 1}` : `u${i + 1 - dim}`));
}

function columnsOf(model: WorksheetModel): string[] {
  return ["row", "kind", "sample", ...codeColumns(model), "logShare", ...SCORES, ...RUNNING];
}

const cell = (value: number): string => (Number.isFinite(value) ? String(value) : "");

/** All rows with the running figures as of each, in nats and in full precision. */
export function worksheetCsv(rows: readonly WorksheetRow[], model: WorksheetModel): string {
  const figures = runningFigures(rows, model.strata);
  const lines = rows.map((row, i) => {
    const sample = row.kind === "draw" ? String(row.sample + 1) : "";
    const running = RUNNING.map((name) => cell(figures[name][figures.samplesAtRow[i] - 1]));
    const scores = SCORES.map((name) => cell(row[name]));
    return [i + 1, row.kind, sample, ...[...row.z].map(cell), cell(row.logShare), ...scores, ...running].join(",");
  });
  return `${[columnsOf(model).join(","), ...lines].join("\n")}\n`;
}

/** What a file says of a row: its z, and of a draw which sample it is of, counted from 0. */
export interface FileRow {
  sample: number | null;
  z: Float32Array;
}

/** @throws Error with a sentence that names the line and the column, what was wrong and what is allowed. */
export function readWorksheetCsv(text: string, model: WorksheetModel): FileRow[] {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  const header = cellsOf(lines[0]);
  checkHeader(header, model);
  const numbered = lines.map((line, i) => ({ line, number: i + 1 })).slice(1);
  const filled = numbered.filter(({ line }) => line.trim() !== "");
  if (filled.length === 0) throw new Error("it has no rows below its header line");
  if (filled.length > MOST_ROWS) throw new Error(`it has ${filled.length} rows; allowed: at most ${MOST_ROWS}`);
  const rows = filled.map(({ line, number }) => readRow(cellsOf(line), { header, number, model }));
  checkStrata(rows, filled, model);
  return rows;
}

const cellsOf = (line: string): string[] => line.split(",").map((text) => text.trim().replace(/^"(.*)"$/, "$1"));

function checkHeader(header: string[], model: WorksheetModel): void {
  const known = columnsOf(model);
  const needed = ["kind", ...codeColumns(model)];
  const missing = needed.find((name) => !header.includes(name));
  if (missing !== undefined) {
    throw new Error(`line 1 has no column ${missing}; this model's rows have ${needed.join(", ")}, separated by commas`);
  }
  const unknown = header.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`line 1 has a column “${unknown.slice(0, 40)}”; allowed: ${known.join(", ")}`);
  const twice = header.find((name, i) => header.indexOf(name) !== i);
  if (twice !== undefined) throw new Error(`line 1 has the column ${twice} twice; allowed: each once`);
}

interface LineOfFile {
  header: string[];
  number: number;
  model: WorksheetModel;
}

function readRow(cells: string[], { header, number, model }: LineOfFile): FileRow {
  if (cells.length !== header.length) {
    throw new Error(`line ${number} has ${cells.length} values; allowed: ${header.length}, as many as line 1 has columns`);
  }
  const textOf = (column: string): string => cells[header.indexOf(column)] ?? "";
  const refuse = (column: string, allowed: string): never => {
    const text = textOf(column);
    const was = text === "" ? "was empty" : `was “${text.slice(0, 40)}”`;
    throw new Error(`line ${number}, column ${column} ${was}; allowed: ${allowed}`);
  };
  const kind = textOf("kind");
  if (kind !== "draw" && kind !== "hand") refuse("kind", "draw or hand");
  const z = codeColumns(model).map((column) => {
    const value = readDecimal(textOf(column));
    return Math.abs(value) <= LARGEST_CODE ? value : refuse(column, `a number from −${LARGEST_CODE} to ${LARGEST_CODE}, with a point`);
  });
  const sample = kind === "draw" ? readDecimal(textOf("sample")) : null;
  if (sample !== null && !(Number.isInteger(sample) && sample >= 1 && sample <= LARGEST_SAMPLE)) {
    refuse("sample", `of a draw, a whole number from 1 to ${LARGEST_SAMPLE}`);
  }
  return { sample: sample === null ? null : sample - 1, z: Float32Array.from(z) };
}

/** NaN for what is no decimal number. */
function readDecimal(text: string): number {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
}

/** A sample has one row, of a mixture one for each component at most. */
function checkStrata(rows: readonly FileRow[], lines: readonly { number: number }[], { strata }: WorksheetModel): void {
  const counts = new Map<number, number>();
  rows.forEach(({ sample }, i) => {
    if (sample === null) return;
    const count = (counts.get(sample) ?? 0) + 1;
    counts.set(sample, count);
    if (count <= strata) return;
    const allowed = strata === 1 ? "each sample once" : `each sample ${strata} times, once for each component`;
    throw new Error(`line ${lines[i].number}, column sample was “${sample + 1}” once more than before; allowed: ${allowed}`);
  });
}

/** The samples that a file's draws are of, each once. */
export function claimedSamples(rows: readonly FileRow[]): number[] {
  return [...new Set(rows.flatMap(({ sample }) => (sample === null ? [] : [sample])))];
}

/** Float32 sums of two engines differ by less, of z. */
const SAME_CODE = 1e-4;

/**
 * The rows of a file as drafts. A draw is one of the present q(z|x) if the ε of its sample gives its z under the weights of now; any other
 * is a point set by hand. `drawn` is z of `claimedSamples(rows)`, [samples, strata, latents].
 */
export function draftsOfFile(
  rows: readonly FileRow[],
  { latents, strata }: WorksheetModel,
  drawn: Float32Array,
  firstId: number,
): RowDraft[] {
  const places = new Map(claimedSamples(rows).map((sample, place) => [sample, place]));
  const taken = new Set<number>();
  return rows.map(({ sample, z }, i) => {
    const id = firstId + i;
    if (sample === null) return { id, kind: "hand", z };
    const first = (places.get(sample) ?? 0) * strata;
    const isSame = (at: number) => z.every((value, d) => Math.abs(value - drawn[at * latents + d]) <= SAME_CODE * (1 + Math.abs(value)));
    const stratum = Array.from({ length: strata }, (_, c) => c).find((c) => !taken.has(first + c) && isSame(first + c));
    if (stratum === undefined) return { id, kind: "hand", z };
    taken.add(first + stratum);
    return { id, kind: "draw", sample, stratum };
  });
}
