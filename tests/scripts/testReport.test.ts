import { expect, test } from "vitest";
import { countTests } from "../../scripts/testReport";

const file = (status: string, statuses: string[], message = "") => ({
  name: "a.test.ts",
  status,
  message,
  assertionResults: statuses.map((each, index) => ({ status: each, fullName: `test ${index}` })),
});

test("each test counts one", () => {
  expect(countTests({ testResults: [file("passed", ["passed", "passed"])] }, true)).toEqual({ passed: 2, failed: 0, failures: [] });
});

test.each(["failed", "skipped", "pending", "todo"])("a test that is %s is a failure", (status) => {
  const report = { testResults: [file(status === "failed" ? "failed" : "passed", ["passed", status])] };
  expect(countTests(report, status !== "failed")).toEqual({ passed: 1, failed: 1, failures: [`${status}: test 1`] });
});

test("a file that could not be run is a failure", () => {
  expect(countTests({ testResults: [file("failed", [], "no such module")] }, false).failures).toEqual(["failed: a.test.ts no such module"]);
});

test("an error outside the tests, an empty run and a missing report are failures", () => {
  expect(countTests({ testResults: [file("passed", ["passed"])] }, false)).toMatchObject({ passed: 1, failed: 1 });
  expect(countTests({ testResults: [] }, true)).toMatchObject({ passed: 0, failed: 1 });
  expect(countTests(null, false)).toMatchObject({ passed: 0, failed: 1 });
});
