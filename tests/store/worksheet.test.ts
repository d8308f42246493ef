import { describe, expect, it } from "vitest";
import { effectiveSampleSize, logMeanEstimate, meanEstimate } from "../../src/numeric/estimates";
import { normals, stream } from "../../src/numeric/random";
import { MOST_ROWS, type WorksheetRow } from "../../src/store/worksheet";
import { runningFigures } from "../../src/store/worksheetFigures";
import { type Toy, toySheet, toyWorksheet } from "./toyWorksheet";

const MIXTURE = { posterior: { kind: "mixture", components: 3 } } as const;

const rowsOf = ({ worksheet }: Toy): readonly WorksheetRow[] => worksheet.store.getState().rows;

const scores = ({ z, logShare, logLikelihood, logPrior, logPosterior, logWeight }: WorksheetRow) => [
  ...z,
  logShare,
  logLikelihood,
  logPrior,
  logPosterior,
  logWeight,
];

describe("rows of the worksheet", () => {
  it.each([
    ["one draw a sample", {}],
    ["a mixture's strata", MIXTURE],
  ])("are one stream: ten and ten more are twenty; %s", async (_, latent) => {
    const [piecewise, atOnce] = [toyWorksheet(latent), toyWorksheet(latent)];
    await Promise.all([piecewise.worksheet.add(10), piecewise.worksheet.add(10)]);
    await atOnce.worksheet.add(20);
    expect(rowsOf(piecewise)).toEqual(rowsOf(atOnce));
  });

  it("are the draws that the session makes of the experiment's seed", async () => {
    const toy = toyWorksheet();
    await toy.worksheet.add(5);
    const noise = normals(10, 0, stream(toy.experiment.seed, "worksheet"));
    const sheet = toySheet(2, 1, 0, { noise });
    expect(rowsOf(toy).flatMap(({ z }) => [...z])).toEqual([...sheet.z]);
    expect(rowsOf(toy).map(({ logWeight }) => logWeight)).toEqual([...sheet.logWeight]);
  });

  it("cleared begin anew, with the draws that follow", async () => {
    const [toy, other] = [toyWorksheet(), toyWorksheet()];
    await toy.worksheet.add(3);
    toy.worksheet.clear();
    expect(rowsOf(toy)).toEqual([]);
    await toy.worksheet.add(2);
    await other.worksheet.add(5);
    expect(rowsOf(toy).map(scores)).toEqual(rowsOf(other).slice(3).map(scores));
  });

  it("set by hand are scored there, and are no longer draws", async () => {
    const toy = toyWorksheet();
    await toy.worksheet.add(2);
    const [first, second] = rowsOf(toy);
    await toy.worksheet.setCode(first.id, 1, 0.25);
    await toy.worksheet.addPoint([1, -1]);
    const z = Float32Array.from([first.z[0], 0.25, 1, -1]);
    const sheet = toySheet(2, 1, 0, { z });
    const [edited, kept, point] = rowsOf(toy);
    expect([edited.kind, kept, point.kind]).toEqual(["hand", second, "hand"]);
    expect([...edited.z, ...point.z]).toEqual([...z]);
    expect([edited.logWeight, point.logWeight]).toEqual([...sheet.logWeight]);
  });

  it("keep their ε under other weights, and what a hand has set", async () => {
    const [toy, later] = [toyWorksheet(MIXTURE), toyWorksheet(MIXTURE)];
    await toy.worksheet.add(4);
    await toy.worksheet.addPoint([0.5, 0.5]);
    toy.train(50);
    await toy.worksheet.recompute();
    later.train(50);
    await later.worksheet.add(4);
    await later.worksheet.addPoint([0.5, 0.5]);
    expect(rowsOf(toy)).toEqual(rowsOf(later));
    expect(toy.worksheet.store.getState().step).toBe(50);
  });

  it("are all of the same weights: adding one brings the others along", async () => {
    const [toy, later] = [toyWorksheet(), toyWorksheet()];
    await toy.worksheet.add(4);
    toy.train(50);
    await toy.worksheet.add(1);
    later.train(50);
    await later.worksheet.add(5);
    expect(rowsOf(toy)).toEqual(rowsOf(later));
  });

  it("go with their image and their run, also those on their way", async () => {
    const toy = toyWorksheet();
    await toy.worksheet.add(4);
    const onItsWay = toy.worksheet.add(3);
    toy.select(8);
    await onItsWay;
    expect(rowsOf(toy)).toEqual([]);
    await toy.worksheet.add(2);
    expect(rowsOf(toy)).toHaveLength(2);
    toy.page.setState({ runId: "b" });
    expect(rowsOf(toy)).toEqual([]);
    expect(toy.notices).toEqual([]);
  });

  it("are at most 5 000, and whole samples", async () => {
    const toy = toyWorksheet(MIXTURE);
    await toy.worksheet.add(MOST_ROWS);
    expect(rowsOf(toy)).toHaveLength(4998);
    await toy.worksheet.add(1);
    expect(rowsOf(toy)).toHaveLength(4998);
  });

  it("say why there are none while the model has not seen the image", async () => {
    const toy = toyWorksheet();
    toy.page.setState({ oneImage: null });
    await toy.worksheet.add(1);
    expect(toy.notices).toEqual([expect.stringContaining("has not been through the model yet")]);
    expect(toy.worksheet.store.getState().busy).toBeNull();
  });
});

describe("the running figures", () => {
  it.each([
    ["one draw a sample", {}, 1],
    ["a mixture's strata", MIXTURE, 3],
  ])("after each row are those of the rows so far; %s", async (_, latent, strata) => {
    const toy = toyWorksheet(latent);
    await toy.worksheet.add(60);
    const rows = rowsOf(toy);
    const figures = runningFigures(rows, strata);
    expect(figures.logWeights).toHaveLength(60);
    for (const row of [0, strata - 1, 10 * strata - 1, 17 * strata, 60 * strata - 1]) {
      const count = Math.floor((row + 1) / strata);
      expect(figures.samplesAtRow[row]).toBe(count);
      if (count < 2) continue;
      const samples = Array.from({ length: count }, (_, k) => rows.slice(k * strata, (k + 1) * strata));
      const terms = samples.map((strataOf) => strataOf.reduce((sum, r) => sum + Math.exp(r.logShare) * r.logWeight, 0));
      const weights = samples.map((strataOf) => Math.log(strataOf.reduce((sum, r) => sum + Math.exp(r.logShare + r.logWeight), 0)));
      expect(figures.elbo[count - 1]).toBeCloseTo(meanEstimate(terms).value, 9);
      expect(figures.elboError[count - 1]).toBeCloseTo(meanEstimate(terms).error, 9);
      expect(figures.bound[count - 1]).toBeCloseTo(logMeanEstimate(weights).value, 9);
      expect(figures.ess[count - 1]).toBeCloseTo(effectiveSampleSize(weights), 7);
    }
  });

  it("of one draw are its log-weight, twice", async () => {
    const toy = toyWorksheet();
    await toy.worksheet.add(1);
    const { elbo, bound, ess, elboError } = runningFigures(rowsOf(toy), 1);
    expect([elbo[0], bound[0], ess[0]]).toEqual([rowsOf(toy)[0].logWeight, rowsOf(toy)[0].logWeight, 1]);
    expect(elboError[0]).toBeNaN();
  });

  it("leave out what a hand has set, and the rest of a sample that is no longer whole", async () => {
    const toy = toyWorksheet(MIXTURE);
    await toy.worksheet.add(4);
    const before = runningFigures(rowsOf(toy), 3);
    await toy.worksheet.addPoint([0, 0]);
    expect(runningFigures(rowsOf(toy), 3)).toMatchObject({ elbo: before.elbo, leftOut: 1 });
    await toy.worksheet.setCode(rowsOf(toy)[1].id, 0, 2);
    const after = runningFigures(rowsOf(toy), 3);
    expect([...after.logWeights]).toEqual([...before.logWeights.slice(1)]);
    expect(after.leftOut).toBe(4);
    expect([...after.samplesAtRow]).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3]);
  });
});
