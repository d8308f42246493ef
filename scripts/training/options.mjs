// @ts-check
// The options of `npm run train`: one table drives reading, refusing and `--help`. JavaScript, so that it answers before anything is installed.
import { parseArgs } from "node:util";

/**
 * @typedef {object} Option
 * @property {"string" | "boolean"} type
 * @property {string} [value] What stands for the value in `--help`.
 * @property {string} [allowed] What the value may be.
 * @property {string} help
 */

const MOST_STEPS = 2 ** 31;
const MOST_SEED = 2 ** 32 - 1;
const MOST_TEST_IMAGES = 10_000;
const MOST_THREADS = 64;
const ENGINES = /** @type {const} */ (["simd", "cpu"]);

/** @type {(value: string, allowed: string, help: string) => Option & { type: "string" }} */
const string = (value, allowed, help) => ({ type: "string", value, allowed, help });
/** @type {(help: string) => Option & { type: "boolean" }} */
const flag = (help) => ({ type: "boolean", help });
const ABOVE_0 = "a number above 0";
/** @type {(min: number, max: number) => string} */
const whole = (min, max) => `a whole number from ${min} to ${max}`;
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
};

/** @typedef {keyof typeof OPTIONS} OptionName */
/** @typedef {Exclude<OptionName, "force" | "quiet" | "help">} ValueName */
/** @typedef {Partial<Record<OptionName, string | boolean>>} Values */

const NAMES = /** @type {OptionName[]} */ (Object.keys(OPTIONS));

/**
 * @typedef {object} TrainOptions
 * @property {string | null} link As it was given, or null.
 * @property {import("../../src/worker/protocol").TrainBudget} budget What was given of it; empty for the default.
 * @property {number | null} seed
 * @property {(typeof ENGINES)[number]} engine
 * @property {number | null} threads Null for as many as are worth using.
 * @property {string | null} weights
 * @property {number} evaluate
 * @property {string | null} out
 * @property {boolean} force
 * @property {boolean} quiet
 * @property {boolean} help
 */

/** `--help`. @returns {string} */
export function helpText() {
  const heads = NAMES.map((name) => {
    const { value } = /** @type {Option} */ (OPTIONS[name]);
    return `  --${name}${value === undefined ? "" : ` ${value}`}`;
  });
  const width = Math.max(...heads.map((head) => head.length)) + 2;
  const lines = NAMES.map((name, i) => `${heads[i].padEnd(width)}${OPTIONS[name].help}`);
  return [
    "npm run train -- --link '#latent=2&beta=4' --epochs 5 --out run",
    "",
    "Trains as the page does, without a browser, and evaluates on test images at the end.",
    "Without --epochs, --steps or --seconds it trains to the experiment's own stop condition (30 epochs if the link says nothing), or",
    "10 epochs if there is none; from --weights always 10 epochs more.",
    "",
    ...lines,
    "",
    "Ctrl-C stops after the step in hand, evaluates and writes the files; a second one quits at once.",
  ].join("\n");
}

/** What is wrong, in a sentence of ours. @param {unknown} error */
function explain(error) {
  const { code = "", message = String(error) } = /** @type {{ code?: string; message?: string }} */ (error);
  const name = /'(?:-\w, )?(--?[\w-]+)/.exec(message)?.[1] ?? "an option";
  const option = NAMES.find((each) => `--${each}` === name);
  if (code === "ERR_PARSE_ARGS_UNKNOWN_OPTION") return `${name} is not an option; allowed: ${NAMES.map((each) => `--${each}`).join(", ")}`;
  if (code === "ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL") {
    const given = /'([^']*)'/.exec(message)?.[1] ?? "";
    return `"${given}" belongs to no option; a link is given as --link '#latent=2&beta=4', in quotes`;
  }
  const { allowed } = /** @type {Partial<Option>} */ (option === undefined ? {} : OPTIONS[option]);
  return allowed === undefined ? `${name} takes no value` : `${name} needs a value; allowed: ${allowed}`;
}

/** @param {readonly string[]} args @returns {Values} */
function readValues(args) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new Error(explain(error), { cause: error });
  }
}

/** @param {Values} values @param {ValueName} name @returns {never} */
function refuse(values, name) {
  throw new Error(`--${name} was "${values[name]}"; allowed: ${OPTIONS[name].allowed}`);
}

/**
 * @param {Values} values
 * @param {ValueName} name
 * @param {(value: number) => boolean} isAllowed
 * @returns {number | undefined}
 * @throws Error for a text that is no number, or one that is not allowed.
 */
function readNumber(values, name, isAllowed) {
  const text = values[name];
  if (text === undefined) return undefined;
  const isNumber = /^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(String(text)) && Number.isFinite(Number(text));
  return isNumber && isAllowed(Number(text)) ? Number(text) : refuse(values, name);
}

/** @param {number} value */
const isAbove0 = (value) => value > 0;
/** @type {(min: number, max: number) => (value: number) => boolean} */
const isWhole = (min, max) => (value) => Number.isInteger(value) && value >= min && value <= max;

/** @param {Values} values @param {"out" | "weights"} name */
function readName(values, name) {
  const text = values[name];
  if (typeof text !== "string") return null;
  return text.trim() === "" ? refuse(values, name) : text;
}

/** @param {Values} values @returns {TrainOptions["budget"]} */
function readBudget(values) {
  const epochs = readNumber(values, "epochs", isAbove0);
  const steps = readNumber(values, "steps", isWhole(1, MOST_STEPS));
  const seconds = readNumber(values, "seconds", isAbove0);
  return { ...(epochs && { epochs }), ...(steps && { steps }), ...(seconds && { seconds }) };
}

/**
 * What was asked on the command line.
 * @param {readonly string[]} args
 * @returns {TrainOptions}
 * @throws Error with one sentence that names what was wrong and what is allowed.
 */
export function readOptions(args) {
  const values = readValues(args);
  const { link = null, engine = "simd" } = values;
  const threads = readNumber(values, "threads", isWhole(1, MOST_THREADS)) ?? null;
  if (threads !== null && engine === "cpu")
    throw new Error(`--threads ${threads} has no effect with --engine cpu, which has one thread; leave one of them out`);
  return {
    link: typeof link === "string" ? link : null,
    budget: readBudget(values),
    seed: readNumber(values, "seed", isWhole(0, MOST_SEED)) ?? null,
    engine: ENGINES.find((name) => name === engine) ?? refuse(values, "engine"),
    threads,
    weights: readName(values, "weights"),
    evaluate: readNumber(values, "evaluate", isWhole(1, MOST_TEST_IMAGES)) ?? MOST_TEST_IMAGES,
    out: readName(values, "out"),
    force: values.force === true,
    quiet: values.quiet === true,
    help: values.help === true,
  };
}

/** Options that npm keeps when no `--` precedes them, which it then has in its environment. @param {Partial<Record<string, string>>} environment */
function keptByNpm(environment) {
  return NAMES.filter((name) => "value" in OPTIONS[name] && environment[`npm_config_${name}`] !== undefined);
}

/**
 * What can be said before anything is installed: `--help`, or what is wrong with the options; null when they are right.
 * @param {readonly string[]} args
 * @param {Partial<Record<string, string>>} environment
 * @returns {{ code: number; text: string } | null}
 */
export function answerAtOnce(args, environment) {
  const [kept] = keptByNpm(environment);
  if (kept !== undefined)
    return {
      code: 1,
      text: `npm has kept --${kept} for itself; put -- before the options: npm run train -- --${kept} ${OPTIONS[kept].value} …`,
    };
  try {
    return readOptions(args).help ? { code: 0, text: helpText() } : null;
  } catch (error) {
    return { code: 1, text: error instanceof Error ? error.message : String(error) };
  }
}
