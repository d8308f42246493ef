import { safeParse } from "valibot";
import { describe, expect, it } from "vitest";
import { linkNotice, MAX_LINK_LENGTH, readLink, writeLink } from "../../src/experiment/link";
import { LINK_KEYS } from "../../src/experiment/linkKeys";
import { brokenRules } from "../../src/experiment/rules";
import { EXPERIMENT_SCHEMA } from "../../src/experiment/schema";
import { readAddress } from "../../src/store/address";
import { type Chance, chance } from "../chance";
import { randomExperiment } from "./randomExperiments";

const MUTANTS = 10_000;

const LINKS = Array.from({ length: 400 }, (_, index) => randomExperiment(index))
  .filter((experiment) => brokenRules(experiment).length === 0)
  .map((experiment) => writeLink(experiment, { view: "grid.images.q", z: "0.31_-1.2", hide: "rail" }));

const HOSTILE = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "%00",
  "%",
  "%%",
  "%E0%A4%A",
  "%F0%9F%99%82",
  "🙂",
  "β",
  "\u0000",
  "\uD800",
  "NaN",
  "Infinity",
  "-Infinity",
  "-0",
  "1e999",
  "-1e999",
  "1e-999",
  "9007199254740993",
  "4294967296",
  "0x10",
  "0b1",
  "1_000",
  "1,2,,3",
  ",,,,",
  "null",
  "undefined",
  "none",
  "true",
  "[]",
  "{}",
  "[object Object]",
  "<img src=x onerror=alert(1)>",
  "javascript:alert(1)",
  "'\"`$(1)",
  "a".repeat(500),
  "9".repeat(400),
  "1-".repeat(300),
  "0..1@2000",
  "0..1~-5",
  "0..1/2000*0",
  "1..2..3",
  "..@",
  "iaf-2-64",
  "iaf-99-9999-9",
  "gaussian-learned",
  "mixture--4",
  "conv",
];
const KEYS = [...LINK_KEYS.map(({ key }) => key), "view", "z", "hide", "v", "__proto__", "constructor", "engine", ""];

type Mutation = (link: string, by: Chance) => string;

const replaced = (text: string, at: number, length: number, by: string) => text.slice(0, at) + by + text.slice(at + length);

/** The link's settings, changed as a list. */
const ofParts =
  (change: (parts: string[], by: Chance) => void): Mutation =>
  (link, by) => {
    const parts = link.split("&");
    change(parts, by);
    return parts.join("&");
  };

const MUTATIONS: readonly Mutation[] = [
  (link, by) => {
    const at = by.whole(link.length);
    return replaced(link, at, 1, String.fromCharCode(link.charCodeAt(at) ^ (1 << by.whole(7))));
  },
  (link, by) => replaced(link, by.whole(link.length), 1 + by.whole(5), ""),
  (link, by) => replaced(link, by.whole(link.length + 1), 0, by.pick(HOSTILE)),
  ofParts((parts, by) => parts.push(by.pick(parts))),
  ofParts((parts, by) => {
    const [a, b] = [by.whole(parts.length), by.whole(parts.length)];
    [parts[a], parts[b]] = [parts[b], parts[a]];
  }),
  ofParts((parts, by) => parts.splice(by.whole(parts.length), 1)),
  ofParts((parts, by) => {
    const at = by.whole(parts.length);
    parts[at] = `${parts[at].split("=")[0]}=${by.pick(HOSTILE)}`;
  }),
  ofParts((parts, by) => parts.push(`${by.pick(KEYS)}=${by.pick(HOSTILE)}`)),
  ofParts((parts, by) => parts.unshift(`${by.pick(KEYS)}=${by.whole(3000)}`)),
  ofParts((parts, by) => {
    // A value under the key of another.
    const [a, b] = [by.pick(parts), by.pick(parts)];
    parts.push(`${a.split("=")[0]}=${b.split("=")[1]}`);
  }),
  (link, by) => link + "&x=1".repeat(by.pick([1, 50, 400, 600])),
];

function mutant(by: Chance): string {
  let link = by.pick(LINKS);
  for (let n = by.pick([1, 1, 2, 3, 6]); n > 0 && link.length > 0; n--) link = by.pick(MUTATIONS)(link, by);
  return link;
}

/** A setting by its path, a link's key, or what of a link can be wrong as a whole. */
const NAMES = /^(the link|the settings|(seed|data|network|latent|likelihood|objective|optimizer|batchSize|stopAfterEpochs)\b)/;

describe(`${MUTANTS} links that were changed`, () => {
  const by = chance("links");
  const mutants = Array.from({ length: MUTANTS }, () => mutant(by));

  it("each mean a valid experiment, with a notice for what was not understood", () => {
    const count = { unchanged: 0, repaired: 0, refused: 0 };
    const before = Object.getOwnPropertyNames(Object.prototype);
    for (const link of mutants) {
      const { experiment, notices } = readLink(link);
      const { issues } = safeParse(EXPERIMENT_SCHEMA, experiment);
      if (issues !== undefined) throw new Error(`${link} means ${JSON.stringify(experiment)}: ${issues[0].message}`);
      expect(JSON.stringify(experiment).length).toBeLessThan(2500);
      const nameless = notices.find((notice) => !NAMES.test(notice) || notice.length > 700);
      if (nameless !== undefined) throw new Error(`${link}: ${nameless}`);
      if (notices.length === 0) count.unchanged += 1;
      else if (notices.some((notice) => notice.endsWith("the defaults are used"))) count.refused += 1;
      else count.repaired += 1;
    }
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(count.unchanged + count.repaired + count.refused).toBe(MUTANTS);
    // So many of each that the changes reach every way through.
    expect(count.unchanged).toBeGreaterThan(1000);
    expect(count.repaired).toBeGreaterThan(4000);
    expect(count.refused).toBeGreaterThan(200);
  });

  it("are read again as what was made of them, without a notice", () => {
    for (const link of mutants.slice(0, 2000)) {
      const { experiment } = readLink(link);
      const again = writeLink(experiment);
      expect(again.length).toBeLessThanOrEqual(MAX_LINK_LENGTH);
      expect(readLink(again).notices).toEqual([]);
      expect(JSON.stringify(readLink(again).experiment)).toBe(JSON.stringify(experiment));
    }
  });

  it("are an address with at most one notice, of a length that can be read, and a view of known parts", () => {
    for (const link of mutants.slice(0, 4000)) {
      const { view, notices, engineChoice } = readAddress({ search: "?engine=simd", hash: `#${link}` });
      expect(notices.length).toBeLessThanOrEqual(1);
      expect(notices.join().length).toBeLessThan(4000);
      expect(engineChoice).toBe("simd");
      expect(view.pin === null || view.pin.every((value) => Math.abs(value) <= 10)).toBe(true);
      expect(view.hide.length).toBeLessThanOrEqual(8);
    }
  });
});

it("a notice says the first of many things and how many there were", () => {
  const notices = Array.from({ length: 600 }, (_, i) => `the link's "x${i}" is not a setting; it is ignored`);
  const notice = linkNotice(notices);
  expect(notice).toMatch(/^600 things in the link were not understood as written: the link's "x0" is/);
  expect(notice?.length).toBeLessThan(1000);
  expect(linkNotice(notices.slice(0, 2))).toBe(
    '2 things in the link were not understood as written: the link\'s "x0" is not a setting; it is ignored. the link\'s "x1" is not a setting; it is ignored.',
  );
});
