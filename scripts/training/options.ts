import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { threadsWorthUsing } from "../../src/engine/simd/threads";
import type { TrainBudget } from "../../src/worker/protocol";

/** The options of `npm run train`: one table drives reading, refusing and `--help`. */

interface Option {
  type: "string" | "boolean";
  /** What stands for the value in `--help`. */
  value?: string;
  /** What the value may be. */
  allowed?: string;
  help: string;
}

const MOST_STEPS = 2 ** 31;
const MOST_SEED = 2 ** 32 - 1;
const MOST_TEST_IMAGES = 10_000;
const MOST_THREADS = 64;
const ENGINES = ["simd", "cpu"] as const;

const string = (value: string, allowed: string, help: string) => ({ type: "string", value, allowed, help }) as const;
const flag = (help: string) => ({ type: "boolean", help }) as const;
const ABOVE_0 = "a number above 0";
const whole = (min: number, max: number): string => `a whole number from ${min} to ${max}`;
const LINK = "a link such as '#latent=2&beta=4', in quotes (to a shell, # begins a comment)";

const OPTIONS = {
  link: string("LINK", LINK, "the experiment: '#latent=2&beta=4', or a page's whole address, in quotes"),
  epochs: string("N", ABOVE_0, "train for N epochs (fractions too)"),
  steps: string("N", whole(1, MOST_STEPS), "train for N steps"),
  seconds: string("N", ABOVE_0, "train for N seconds; of several budgets the first that is spent ends training"),
  seed: string("N", whole(0, MOST_SEED), "the seed, in place of the link's"),
  weights: string("FILE", "a .safetensors file", "go on from the weights of a file, with its experiment unless --link is given"),
  evaluate: string("COUNT", whole(1, MOST_TEST_IMAGES), "test images of the evaluation at the end (10000)"),
  out: string("FOLDER", "the name of a folder", "write metrics.csv, weights.safetensors and experiment.json there"),
  force: flag("replace the run that is in the folder"),
  engine: string("NAME", `${ENGINES.join(" or ")} (WebGL needs a browser)`, "simd or cpu (simd)"),
  threads: string(
    "N",
    whole(1, MOST_THREADS),
    "threads of the SIMD engine (as many as are worth using); any number gives the same results",
  ),
  quiet: flag("no progress: warnings and the results only"),
  help: flag("this text"),
} as const satisfies Record<string, Option>;

type OptionName = keyof typeof OPTIONS;
type ValueName = Exclude<OptionName, "force" | "quiet" | "help">;
type Values = Partial<Record<OptionName, string | boolean>>;

const NAMES = Object.keys(OPTIONS) as OptionName[];

export interface TrainOptions {
  /** As it was given, or null. */
  link: string | null;
  /** What was given of it; empty for the default. */
  budget: TrainBudget;
  seed: number | null;
  engine: (typeof ENGINES)[number];
  threads: number;
  weights: string | null;
  evaluate: number;
  out: string | null;
  force: boolean;
  quiet: boolean;
  help: boolean;
}

/** `--help`. */
export function helpText(): string {
  const heads = NAMES.map((name) => {
    const option: Option = OPTIONS[name];
    return `  --${name}${option.value === undefined ? "" : ` ${option.value}`}`;
  });
  const width = Math.max(...heads.map((head) => head.length)) + 2;
  const lines = NAMES.map((name, i) => `${heads[i].padEnd(width)}${OPTIONS[name].help}`);
  return [
    "npm run train -- --link '#latent=2&beta=4' --epochs 5 --out run",
    "",
    "Trains as the page does, without a browser, and evaluates on test images at the end.",
    "Without a budget it trains to the experiment's own stop condition (30 epochs if the link says nothing), or 10 epochs if there is none.",
    "",
    ...lines,
    "",
    "Ctrl-C stops after the step in hand, evaluates and writes the files; a second one quits at once.",
  ].join("\n");
}

/** What is wrong, in a sentence of ours. */
function explain(error: unknown): string {
  const { code = "", message = String(error) } = error as { code?: string; message?: string };
  const name = /'(?:-\w, )?(--?[\w-]+)/.exec(message)?.[1] ?? "an option";
  const option: Option | undefined = OPTIONS[name.replace(/^--/, "") as OptionName];
  if (code === "ERR_PARSE_ARGS_UNKNOWN_OPTION") return `${name} is not an option; allowed: ${NAMES.map((each) => `--${each}`).join(", ")}`;
  if (code === "ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL") {
    const given = /'([^']*)'/.exec(message)?.[1] ?? "";
    return `"${given}" belongs to no option; a link is given as --link '#latent=2&beta=4', in quotes`;
  }
  if (option?.allowed === undefined) return `${name} takes no value`;
  return `${name} needs a value; allowed: ${option.allowed}`;
}

function readValues(args: readonly string[]): Values {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new Error(explain(error), { cause: error });
  }
}

function refuse(values: Values, name: ValueName): never {
  throw new Error(`--${name} was "${values[name]}"; allowed: ${OPTIONS[name].allowed}`);
}

/** @throws Error for a text that is no number, or one that is not allowed. */
function readNumber(values: Values, name: ValueName, isAllowed: (value: number) => boolean): number | undefined {
  const text = values[name];
  if (text === undefined) return undefined;
  const isNumber = /^\d+(\.\d+)?(e\d+)?$/i.test(String(text)) && Number.isFinite(Number(text));
  return isNumber && isAllowed(Number(text)) ? Number(text) : refuse(values, name);
}

const isAbove0 = (value: number): boolean => value > 0;
const isWhole = (min: number, max: number) => (value: number) => Number.isInteger(value) && value >= min && value <= max;

function readName(values: Values, name: "out" | "weights"): string | null {
  const text = values[name];
  if (typeof text !== "string") return null;
  return text.trim() === "" ? refuse(values, name) : text;
}

function readBudget(values: Values): TrainBudget {
  const epochs = readNumber(values, "epochs", isAbove0);
  const steps = readNumber(values, "steps", isWhole(1, MOST_STEPS));
  const seconds = readNumber(values, "seconds", isAbove0);
  return { ...(epochs && { epochs }), ...(steps && { steps }), ...(seconds && { seconds }) };
}

/** What was asked on the command line. @throws Error with one sentence that names what was wrong and what is allowed. */
export function readOptions(args: readonly string[]): TrainOptions {
  const values = readValues(args);
  const { link = null, engine = "simd" } = values;
  return {
    link: typeof link === "string" ? link : null,
    budget: readBudget(values),
    seed: readNumber(values, "seed", isWhole(0, MOST_SEED)) ?? null,
    engine: ENGINES.find((name) => name === engine) ?? refuse(values, "engine"),
    threads: readNumber(values, "threads", isWhole(1, MOST_THREADS)) ?? threadsWorthUsing(availableParallelism()),
    weights: readName(values, "weights"),
    evaluate: readNumber(values, "evaluate", isWhole(1, MOST_TEST_IMAGES)) ?? MOST_TEST_IMAGES,
    out: readName(values, "out"),
    force: values.force === true,
    quiet: values.quiet === true,
    help: values.help === true,
  };
}
