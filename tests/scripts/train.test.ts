import { execFile, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { train } from "../../scripts/training/command";
import { prepareFolder } from "../../scripts/training/files";
import { answerAtOnce, helpText, readOptions } from "../../scripts/training/options.mjs";
import { startOf } from "../../scripts/training/start";
import { threadsWorthUsing } from "../../src/engine/simd/threads";
import { DEFAULT_EXPERIMENT } from "../../src/experiment/experiment";
import { betaSchedule } from "../../src/experiment/objectives";
import { readWeights } from "../../src/training/weightsFile";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "vae-train-"));
const LINK = "#enc=160&dec=160&latent=3&n=4000";
const STEPS = 10;

interface Ended {
  code: number;
  out: string;
  errors: string;
}

const argumentsOf = (threads: number): string[] => {
  const run = ["--steps", `${STEPS}`, "--evaluate", "100", "--out", join(folder, `${threads}`)];
  return ["--link", LINK, "--threads", `${threads}`, ...run];
};

/** The command in this process, on a terminal; `onProgress` is called when the first line of progress is written. */
async function trainHere(args: string[], onProgress: () => void = () => undefined): Promise<Ended> {
  const ended: Ended = { code: 0, out: "", errors: "" };
  const out = {
    isTTY: true,
    write(text: string) {
      const isFirst = text.includes("ELBO train") && !ended.out.includes("ELBO train");
      ended.out += text;
      if (isFirst) onProgress();
    },
  };
  const errors = {
    write(text: string) {
      ended.errors += text;
    },
  };
  ended.code = await train(readOptions(args), out, errors);
  return ended;
}

/** The command in a process of its own. */
function trainApart(args: string[]): Promise<Ended> {
  const command = ["scripts/runInNode.mjs", "scripts/train.ts", ...args];
  return new Promise((resolve) => {
    execFile(process.execPath, command, { cwd: root }, (error, out, errors) => resolve({ code: Number(error?.code ?? 0), out, errors }));
  });
}

const fileOf = (run: string, file: string) => readFileSync(join(folder, run, file));
const startFrom = (args: string[], file: Uint8Array | null = null) => startOf(readOptions(args), file);

let ended: Ended[];

beforeAll(async () => {
  ended = await Promise.all([trainHere(argumentsOf(1)), trainApart(argumentsOf(2))]);
});

afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  [["--epochs", "many"], '--epochs was "many"; allowed: a number above 0'],
  [["--epochs", "0"], '--epochs was "0"; allowed: a number above 0'],
  [["--epochs", "-5"], "--epochs needs a value; allowed: a number above 0"],
  [["--steps", "1.5"], '--steps was "1.5"; allowed: a whole number from 1 to 2147483648'],
  [["--epochs", "."], '--epochs was "."; allowed: a number above 0'],
  [["--seconds", "1e-999"], '--seconds was "1e-999"; allowed: a number above 0'],
  [["--seconds", "1e999"], '--seconds was "1e999"; allowed: a number above 0'],
  [["--seed", "4294967296"], '--seed was "4294967296"; allowed: a whole number from 0 to 4294967295'],
  [["--evaluate", "10001"], '--evaluate was "10001"; allowed: a whole number from 1 to 10000'],
  [["--threads", "0"], '--threads was "0"; allowed: a whole number from 1 to 64'],
  [["--engine", "webgl"], '--engine was "webgl"; allowed: simd or cpu (WebGL needs a browser)'],
  [["--engine", "cpu", "--threads", "2"], "--threads 2 has no effect with --engine cpu"],
  [["--out", ""], '--out was ""; allowed: the name of a folder'],
  [["--link"], "--link needs a value; allowed: a link such as '#latent=2&beta=4', in quotes (to a shell, # begins a comment)"],
  [["--link", "--epochs", "3"], "--link needs a value"],
  [["--quiet=yes"], "--quiet takes no value"],
  [["--epoch", "3"], "--epoch is not an option; allowed: --link, --epochs,"],
  [["#beta=4"], '"#beta=4" belongs to no option; a link is given as --link'],
])("the options %j are refused with what is allowed", (args, message) => {
  expect(() => readOptions(args)).toThrow(message);
});

test("without options: no budget, all test images, the SIMD engine on the threads worth using", () => {
  expect(readOptions([])).toMatchObject({ budget: {}, evaluate: 10_000, engine: "simd", threads: null, out: null, seed: null });
  expect(readOptions(["--steps", "5", "--epochs", "0.5"]).budget).toEqual({ steps: 5, epochs: 0.5 });
  expect([1, 2, 4, 6, 8, 12, 64].map(threadsWorthUsing)).toEqual([1, 2, 4, 4, 4, 6, 8]);
});

test("numbers may be written as JavaScript writes them", () => {
  expect(readOptions(["--epochs", ".5", "--seconds", "1e-3", "--steps", "1e3"]).budget).toEqual({
    epochs: 0.5,
    seconds: 0.001,
    steps: 1000,
  });
  expect(readOptions(["--epochs", "2.", "--seconds", "1E+2"]).budget).toEqual({ epochs: 2, seconds: 100 });
});

test("--help, a mistake, and an option that npm has kept are answered before anything is set up", () => {
  expect(answerAtOnce(["--help"], {})).toEqual({ code: 0, text: helpText() });
  expect(answerAtOnce(["--epochs", "many"], {})).toEqual({ code: 1, text: '--epochs was "many"; allowed: a number above 0' });
  expect(answerAtOnce([], { npm_config_epochs: "5" })).toMatchObject({
    code: 1,
    text: expect.stringContaining("put -- before the options"),
  });
  expect(answerAtOnce(["--epochs", "5"], { npm_config_force: "true" })).toBeNull();

  // A copy of the command alone, with nothing installed beside it.
  const bare = join(folder, "bare", "scripts");
  for (const file of ["train.mjs", "setUp.mjs", "training/options.mjs"]) cpSync(join(root, "scripts", file), join(bare, file));
  const { status, stdout } = spawnSync(process.execPath, [join(bare, "train.mjs"), "--help"], { encoding: "utf8", env: {} });
  expect([status, stdout]).toEqual([0, `${helpText()}\n`]);
});

test("the README and --help tell of every option", () => {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const names = [...helpText().matchAll(/^ {2}(--\w+)/gm)].map(([, name]) => name);
  expect(names.length).toBeGreaterThan(10);
  expect(names.filter((name) => !readme.includes(`\`${name}`))).toEqual([]);
});

test("a link may have its #, lack it, or be a whole address; --seed is in place of its seed", () => {
  for (const link of ["#latent=4&seed=9", "latent=4&seed=9", "https://example.org/page/?engine=cpu#latent=4&seed=9"]) {
    expect(startFrom(["--link", link]).experiment).toMatchObject({ latent: { dim: 4 }, seed: 9 });
    expect(startFrom(["--link", link, "--seed", "7"]).experiment.seed).toBe(7);
  }
  expect(startFrom(["--link", "https://example.org/"]).experiment).toEqual(DEFAULT_EXPERIMENT);
  expect(startFrom(["--link", "#latent=999"]).warning).toContain("latent.dim was 999");
});

test("without a budget the experiment's stop condition ends training, or ten epochs do; a budget takes its place", () => {
  expect(startFrom([])).toMatchObject({ budget: { epochs: 30 }, length: "30 epochs (the experiment's stop condition)" });
  expect(startFrom(["--link", "epochs=none"])).toMatchObject({ budget: { epochs: 10 }, experiment: { stopAfterEpochs: 10 } });
  expect(startFrom(["--epochs", "50"])).toMatchObject({ length: "50 epochs", experiment: { stopAfterEpochs: 50 } });
  const both = startFrom(["--epochs", "1", "--seconds", "60"]);
  expect(both).toMatchObject({ length: "1 epoch or 60 seconds, whichever ends first", experiment: { stopAfterEpochs: null } });
});

test("a folder with a run in it is kept unless --force is given; a file is no folder", async () => {
  await expect(prepareFolder(join(folder, "1"), false)).rejects.toThrow(/has a run in it \(metrics.csv, .*--force/);
  await prepareFolder(join(folder, "1"), true);
  const file = join(folder, "file");
  writeFileSync(file, "");
  await expect(prepareFolder(file, true)).rejects.toThrow("is a file; allowed: a folder");
  await expect(prepareFolder(join(file, "inside"), true)).rejects.toThrow("cannot be made");
  mkdirSync(join(folder, "empty"));
  await prepareFolder(join(folder, "empty"), false);
});

test("a run says what it trains and what it came to", () => {
  for (const { code, out, errors } of ended) {
    expect([code, errors]).toEqual([0, ""]);
    expect(out).toContain("seed 1; 10 steps");
    expect(out).toMatch(/^#n=4000&enc=160&dec=160&latent=3\n/);
    expect(out).toContain("100 test images, one posterior sample each, nats per image");
    expect(out).toMatch(/ELBO +−\d+\.\d\d ± \d+\.\d\d \(standard error\)/);
    expect(out).toMatch(/Active units +\d of 3/);
    expect(out).toMatch(/KL per dimension( +\d+\.\d\d){3}\n/);
  }
  expect(ended.map(({ out }) => /SIMD · \d thread/.exec(out)?.[0])).toEqual(["SIMD · 1 thread", "SIMD · 2 thread"]);
});

test("the same seed gives the same curves and weights with one thread and with two", () => {
  expect(fileOf("1", "weights.safetensors").equals(fileOf("2", "weights.safetensors"))).toBe(true);
  expect(fileOf("1", "metrics.csv").equals(fileOf("2", "metrics.csv"))).toBe(true);
});

test("the files hold the curves, the weights and the experiment", () => {
  const rows = fileOf("1", "metrics.csv")
    .toString()
    .trimEnd()
    .split("\n")
    .map((row) => row.split(","));
  expect(rows[0].slice(0, 6)).toEqual(["step", "epoch", "split", "reconstruction", "kl", "elbo"]);
  expect(rows.every((row) => row.length === 15)).toBe(true);
  expect(rows.filter(([, , split]) => split === "train").map(([step]) => Number(step))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(rows.filter(([, , split]) => split === "test").map(([step]) => Number(step))).toEqual([0, 10]);
  for (const [, , , reconstruction, kl, elbo] of rows.slice(1)) expect(Number(reconstruction) - Number(kl)).toBeCloseTo(Number(elbo), 3);

  const weights = readWeights(new Uint8Array(fileOf("1", "weights.safetensors")));
  const described = JSON.parse(fileOf("1", "experiment.json").toString());
  expect(weights.step).toBe(STEPS);
  expect(weights.experiment).toEqual(described.experiment);
  expect(described).toMatchObject({ link: `${LINK.replace(/&n.*/, "").replace("#", "#n=4000&")}&epochs=none`, interrupted: false });
  expect(described.training.step).toBe(STEPS);
  expect(described.evaluation).toMatchObject({ split: "test", count: 100 });
  expect(described.evaluation.klPerDimension).toHaveLength(3);
});

test("weights of a file are gone on from, with its experiment or a link's of the same model", async () => {
  const file = join(folder, "1", "weights.safetensors");
  const bytes = new Uint8Array(readFileSync(file));
  const start = startFrom(["--weights", file, "--link", `${LINK}&beta=4`], bytes);
  const from = readWeights(start.weights ?? new Uint8Array());
  expect([from.step, from.experiment]).toEqual([STEPS, start.experiment]);
  expect(betaSchedule(start.experiment.objective)).toEqual({ kind: "constant", value: 4 });
  expect(start.length).toContain("10 epochs (more than the weights have");
  expect(() => startFrom(["--weights", file, "--link", "#latent=5"], bytes)).toThrow(/are of another model than the link's.*'#n=4000/);

  const { out, code } = await trainHere(["--weights", file, "--steps", "2", "--evaluate", "100", "--quiet"]);
  expect([code, out.includes("12 steps"), out.includes("from step")]).toEqual([0, true, false]);
});

test("Ctrl-C ends training after the step in hand, and what there is is written", async () => {
  const stopped = join(folder, "stopped");
  const { code, errors } = await trainHere(["--link", LINK, "--evaluate", "100", "--out", stopped], () => process.emit("SIGINT"));
  expect(errors).toContain("stopping; what there is will be evaluated and written");
  expect(code).toBe(130);
  const { interrupted, training } = JSON.parse(fileOf("stopped", "experiment.json").toString());
  expect(interrupted).toBe(true);
  expect(training.step).toBeLessThan(STEPS);
  expect(readWeights(new Uint8Array(fileOf("stopped", "weights.safetensors"))).step).toBe(training.step);
});
