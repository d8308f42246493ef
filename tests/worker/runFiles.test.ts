import { expect, it } from "vitest";
import { readRun, writeRun } from "../../src/training/runFile";
import { openSession } from "./sessions";

it("a run that its data cannot feed is refused, and the run in hand stays", async () => {
  const { call, history } = await openSession();
  await call.train({ steps: 20 });
  const before = history();
  const file = readRun(await call.exportRun());
  const { record } = file.run;
  const withExperiment = (experiment: typeof record.experiment) =>
    writeRun({ ...file, run: { ...file.run, record: { ...record, experiment } } }, "test");
  const { experiment } = record;
  const tooWide = withExperiment({ ...experiment, batchSize: 2048, data: { ...experiment.data, trainSize: 1000 } });
  await expect(call.importRun(tooWide)).rejects.toThrow("the run does not fit its data");
  expect(history()).toEqual(before);
  expect(await call.train({ steps: 1 })).toMatchObject({ step: 21 });
});
