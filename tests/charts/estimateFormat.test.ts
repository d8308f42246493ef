import { expect, test } from "vitest";
import { errorDecimals, formatError, formatEstimate, formatPValue, formatShape, formatShare } from "../../src/charts/estimateFormat";

test("a value has as many decimals as its error has digits that count", () => {
  expect(formatEstimate({ value: -98.3217, error: 0.024 })).toBe("−98.32 ± 0.02");
  expect(formatEstimate({ value: -98.3217, error: 0.0123 })).toBe("−98.322 ± 0.012");
  expect(formatEstimate({ value: 0.85, error: 0.03 })).toBe("0.85 ± 0.03");
  expect(formatEstimate({ value: -171.93, error: 4.2 })).toBe("−171.9 ± 4.2");
});

test("an error smaller than what is written is not written as none", () => {
  expect(formatEstimate({ value: -206.44, error: 2e-6 })).toBe("−206.4400 ± < 0.0001");
  expect(formatError(0)).toBe("± 0.00");
});

test("without an error two decimals stand alone", () => {
  expect(errorDecimals(Number.NaN)).toBe(2);
  expect(formatEstimate({ value: -206.4418, error: Number.NaN })).toBe("−206.44");
});

test("p-values, shares and shapes", () => {
  expect([1, 0.34, 0.0341, 2e-9, Number.NaN].map(formatPValue)).toEqual(["p = 1.00", "p = 0.34", "p = 0.034", "p < 0.001", "p = –"]);
  expect([formatShare(0.8871), formatShare(0.95, 0), formatShare(Number.NaN)]).toEqual(["88.7\u202f%", "95\u202f%", "–"]);
  const { POSITIVE_INFINITY, NEGATIVE_INFINITY, NaN: none } = Number;
  expect([0.697, -0.2, POSITIVE_INFINITY, NEGATIVE_INFINITY, none].map(formatShape)).toEqual(["0.70", "−0.20", "∞", "−∞", "–"]);
});
