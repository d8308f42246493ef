import { describe, expect, it } from "vitest";
import { MOST_ROWS, worksheetModel } from "../../src/store/worksheet";
import { worksheetCsv } from "../../src/store/worksheetCsv";
import { runningFigures } from "../../src/store/worksheetFigures";
import { type Toy, toyWorksheet } from "./toyWorksheet";

const MIXTURE = { posterior: { kind: "mixture", components: 3 } } as const;

const rowsOf = ({ worksheet }: Toy) => worksheet.store.getState().rows;
const csvOf = (toy: Toy) => worksheetCsv(rowsOf(toy), worksheetModel(toy.experiment));
const withoutId = (toy: Toy) => rowsOf(toy).map(({ id: _, ...row }) => row);

async function filled(latent: object = {}): Promise<Toy> {
  const toy = toyWorksheet(latent);
  await toy.worksheet.add(6);
  await toy.worksheet.setCode(rowsOf(toy)[1].id, 0, 0.125);
  await toy.worksheet.addPoint([1, -1]);
  return toy;
}

describe("the worksheet as CSV", () => {
  it("has a line a row, in full precision, with the figures as of it", async () => {
    const toy = await filled();
    const [header, ...lines] = csvOf(toy).trimEnd().split("\n");
    expect(header).toBe("row,kind,sample,z1,z2,logShare,logLikelihood,logPrior,logPosterior,logWeight,elbo,bound,ess");
    expect(lines).toHaveLength(7);
    const figures = runningFigures(rowsOf(toy), 1);
    const row = rowsOf(toy)[3];
    const { logShare, logLikelihood, logPrior, logPosterior, logWeight } = row;
    const numbers = [logShare, logLikelihood, logPrior, logPosterior, logWeight, figures.elbo[2], figures.bound[2], figures.ess[2]];
    expect(lines[3]).toBe(["4,draw,4", ...row.z, ...numbers].join(","));
    expect(lines[6]).toMatch(/^7,hand,,1,-1,,-2,/);
  });

  it("names u after z with a hierarchical prior", async () => {
    const { experiment } = toyWorksheet({ prior: { kind: "hierarchical", upper: 2 } });
    expect(worksheetCsv([], worksheetModel(experiment))).toMatch(/^row,kind,sample,z1,z2,u1,u2,logShare,/);
  });

  it.each([
    ["one draw a sample", {}],
    ["a mixture's strata", MIXTURE],
  ])("comes back as it went: %s", async (_, latent) => {
    const [toy, other] = [await filled(latent), toyWorksheet(latent)];
    const text = csvOf(toy);
    await other.worksheet.add(2);
    await other.worksheet.load(text, "rows.csv");
    expect(withoutId(other)).toEqual(withoutId(toy));
    expect(csvOf(other)).toBe(text);
    expect(other.notices).toEqual([]);
    const { drawn } = other.worksheet.store.getState();
    expect(drawn).toBe(6);
  });

  it("comes back from a spreadsheet: with other ends of lines, quotes, columns in another order and some left out", async () => {
    const toy = toyWorksheet();
    await toy.worksheet.load('\uFEFF"z2",z1,kind\r\n"-1",1,hand\r\n\r\n.5,2e-1,"hand"\r\n', "mine.csv");
    expect(toy.notices).toEqual([]);
    expect(rowsOf(toy).map(({ z }) => [...z])).toEqual([
      [1, -1],
      [Math.fround(0.2), 0.5],
    ]);
  });

  it("holds points set by hand where its draws are of other weights, and says so", async () => {
    const [toy, trained] = [await filled(), toyWorksheet()];
    trained.train(50);
    await trained.worksheet.load(csvOf(toy), "rows.csv");
    expect(rowsOf(trained).map(({ kind }) => kind)).toEqual(new Array(7).fill("hand"));
    expect(rowsOf(trained).map(({ z }) => z)).toEqual(rowsOf(toy).map(({ z }) => z));
    expect(trained.notices).toEqual([expect.stringMatching(/^5 draws of rows.csv are not from the present q\(z\|x\)/)]);
  });

  const header = "kind,sample,z1,z2";
  it.each([
    ["nothing", "", "line 1 has no column kind; this model's rows have kind, z1, z2, separated by commas"],
    ["another delimiter", "kind;z1;z2\nhand;1;2", "line 1 has no column kind"],
    ["too few dimensions", "kind,z1\nhand,1", "line 1 has no column z2"],
    ["too many dimensions", "kind,z1,z2,z3\nhand,1,2,3", "line 1 has a column “z3”; allowed: row, kind, sample, z1, z2, logShare"],
    ["a column twice", "kind,z1,z2,z1\nhand,1,2,3", "line 1 has the column z1 twice"],
    ["no rows", `${header}\n`, "it has no rows below its header line"],
    ["a short line", `${header}\nhand,,1,2\nhand,1`, "line 3 has 2 values; allowed: 4, as many as line 1 has columns"],
    ["another kind", `${header}\nprior,,1,2`, "line 2, column kind was “prior”; allowed: draw or hand"],
    [
      "no number",
      `${header}\nhand,,1,2\nhand,,1,two`,
      "line 3, column z2 was “two”; allowed: a number from −1000000 to 1000000, with a point",
    ],
    ["no value", `${header}\nhand,,,2`, "line 2, column z1 was empty"],
    ["what is not finite", `${header}\nhand,,Infinity,2`, "line 2, column z1 was “Infinity”"],
    ["too large a number", `${header}\nhand,,1e7,2`, "line 2, column z1 was “1e7”"],
    [
      "a draw of no sample",
      `${header}\ndraw,,1,2`,
      "line 2, column sample was empty; allowed: of a draw, a whole number from 1 to 1000000",
    ],
    ["a draw of sample 0", `${header}\ndraw,0,1,2`, "line 2, column sample was “0”"],
    [
      "a sample twice",
      `${header}\ndraw,7,1,2\ndraw,7,1,2`,
      "line 3, column sample was “7” once more than before; allowed: each sample once",
    ],
    ["too many rows", `${header}\n${"hand,,0,0\n".repeat(MOST_ROWS + 1)}`, "it has 5001 rows; allowed: at most 5000"],
  ])("is refused with %s, and nothing is lost", async (_, text, reason) => {
    const toy = await filled();
    const before = rowsOf(toy);
    await toy.worksheet.load(text, "rows.csv");
    expect(toy.notices).toEqual([expect.stringContaining(`rows.csv was refused: ${reason}`)]);
    expect(toy.notices[0]).toMatch(/The rows are as they were\.$/);
    expect(rowsOf(toy)).toBe(before);
  });
});
