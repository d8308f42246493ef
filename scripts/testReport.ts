/** Counts of one run of tests. */
export interface TestCount {
  passed: number;
  failed: number;
  /** One line for each failure. */
  failures: string[];
}

interface ReportFile {
  name: string;
  status: string;
  message?: string;
  assertionResults: { status: string; fullName: string }[];
}

/**
 * Counts what Vitest's JSON report lists. Only "passed" passes: a skipped test, a todo, and a file that could not be run are
 * failures. `succeeded` is Vitest's own verdict (its exit code), which also covers unhandled errors and an empty run.
 */
export function countTests(report: { testResults: ReportFile[] } | null, succeeded: boolean): TestCount {
  const files = report?.testResults ?? [];
  const tests = files.flatMap(({ assertionResults }) => assertionResults);
  const failures = tests.filter(({ status }) => status !== "passed").map(({ status, fullName }) => `${status}: ${fullName}`);
  for (const { name, status, message, assertionResults } of files) {
    const explained = assertionResults.some((test) => test.status !== "passed");
    if (status !== "passed" && !explained) failures.push(`failed: ${name} ${message ?? ""}`.trim());
  }
  const passed = tests.length - tests.filter(({ status }) => status !== "passed").length;
  if (passed === 0 && failures.length === 0) failures.push("no test ran");
  if (!succeeded && failures.length === 0) failures.push("an error outside the tests (see above)");
  return { passed, failed: failures.length, failures };
}
