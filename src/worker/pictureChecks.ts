import type { ProbeSettings } from "../probes/settings";
import { checkCount, checkOptions, checkSeed } from "./callChecks";
import { checkSource } from "./diagnosticOptions";
import { shown } from "./shown";

/** What pictures may be asked for: settings that are kept and used again and again, so nothing wrong may get in. */

const MOST_SIDE = 64;
const MOST_DIMENSIONS = 64;
const MOST_IMAGES = 10_000;
const MOST_TRUTH_SAMPLES = 10_000;

function checkWord(name: string, value: string, words: readonly string[]): void {
  if (!words.includes(value)) throw new Error(`${name} was ${shown(value)}; allowed: ${words.map((word) => `"${word}"`).join(", ")}`);
}

function checkAxes(name: string, axes: readonly number[]): void {
  if (!Array.isArray(axes) || axes.length !== 2) throw new Error(`${name} was ${shown(axes)}; allowed: the numbers of two dimensions`);
  for (const axis of axes) checkCount(`${name}'s dimension`, axis, 0, MOST_DIMENSIONS - 1);
}

function checkAnchor(anchor: readonly number[]): void {
  if (!Array.isArray(anchor) || anchor.length > MOST_DIMENSIONS || !anchor.every(Number.isFinite)) {
    throw new Error(`latentGrid.anchor was ${shown(anchor)}; allowed: at most ${MOST_DIMENSIONS} finite numbers`);
  }
}

const CHECKS: { [K in keyof ProbeSettings]: (settings: NonNullable<ProbeSettings[K]>) => void } = {
  latentGrid(settings) {
    checkOptions(settings, ["side", "source", "axes", "anchor", "scale", "show"], "latentGrid");
    checkCount("latentGrid.side", settings.side, 1, MOST_SIDE);
    checkWord("latentGrid.source", settings.source, ["slice", "prior"]);
    checkAxes("latentGrid.axes", settings.axes);
    checkAnchor(settings.anchor);
    checkWord("latentGrid.scale", settings.scale, ["quantile", "linear"]);
    checkWord("latentGrid.show", settings.show, ["mean", "sample"]);
  },
  encodings(settings) {
    checkOptions(settings, ["count", "show"], "what encodings asks for");
    checkCount("encodings.count", settings.count, 1, MOST_IMAGES);
    checkWord("encodings.show", settings.show, ["mean", "sample"]);
  },
  oneImage(settings) {
    checkOptions(settings, ["source", "draw", "axes"], "oneImage");
    checkSource(settings.source);
    checkSeed(settings.draw, "oneImage.draw");
    if (settings.axes !== null) checkAxes("oneImage.axes", settings.axes);
  },
  exactPosterior(settings) {
    checkOptions(settings, ["source"], "exactPosterior");
    checkSource(settings.source);
  },
  truthPoint(settings) {
    checkOptions(settings, ["images", "samples"], "truthPoint");
    checkCount("truthPoint.images", settings.images, 1, MOST_IMAGES);
    checkCount("truthPoint.samples", settings.samples, 1, MOST_TRUTH_SAMPLES);
  },
};

/** @throws Error that names the setting, what it was and what is allowed. */
export function checkProbes(settings: ProbeSettings): void {
  const names = Object.keys(CHECKS) as (keyof ProbeSettings)[];
  checkOptions(settings, names, "what the pictures need");
  for (const name of names) {
    const value = settings[name];
    if (value === undefined) throw new Error(`${name} is missing; allowed: its settings, or null for no picture`);
    if (value !== null) (CHECKS[name] as (each: object) => void)(value);
  }
}
