import { DEFAULT_EXPERIMENT, type Experiment } from "../../src/experiment/experiment";
import { type AppState, DEFAULT_VIEW, type Diagnosis } from "../../src/store/state";
import type { DiagnosticName, DiagnosticReports, HistoryPoint } from "../../src/worker/protocol";
import { AWKWARD } from "./diagnosticsAwkward";
import { MEASURED, WITHOUT_QUADRATURE } from "./diagnosticsData";

const RUN = {
  runId: "1",
  phase: "training",
  betaStep: 4680,
  epoch: 10,
  stepsPerEpoch: 468,
  imagesPerSecond: 9410,
  memory: { tensors: 60, bytes: 7_000_000 },
  firstStepSeconds: 0.3,
} as const;

function pageAt(step: number, experiment: Experiment = DEFAULT_EXPERIMENT): Partial<AppState> {
  return {
    experiment,
    data: { bytesLoaded: 1, bytesTotal: 1, imagesReady: 70_000, imagesTotal: 70_000, ready: true, problem: null },
    run: { ...RUN, step, secondsLeft: null, beta: 1 },
    history: historyTo(step),
  };
}

function historyTo(step: number): HistoryPoint[] {
  return Array.from({ length: Math.floor(step / 100) }, (_, i) => {
    const at = 100 * (i + 1);
    const reconstruction = -142 - 900 / Math.sqrt(at);
    const kl = 6 - 20 / Math.sqrt(at);
    return { step: at, epoch: at / 468, split: "test", reconstruction, kl, elbo: reconstruction - kl, loss: kl - reconstruction, beta: 1 };
  });
}

function made(reports: Partial<DiagnosticReports>, step = 4680, seconds = 3.24): AppState["diagnostics"] {
  const names = Object.keys(reports) as DiagnosticName[];
  return Object.fromEntries(
    names.map((name): [DiagnosticName, Diagnosis] => [
      name,
      { progress: null, made: { name, report: reports[name] as DiagnosticReports[DiagnosticName], step, seconds } },
    ]),
  );
}

const withLatent = (latent: Partial<Experiment["latent"]>): Experiment => ({
  ...DEFAULT_EXPERIMENT,
  latent: { ...DEFAULT_EXPERIMENT.latent, ...latent },
});

/** The tab before, during and after measurements, with ordinary reports and with those that are hard to draw. */
export const DIAGNOSTIC_STATES: Readonly<Record<string, () => Partial<AppState>>> = {
  measured: () => ({ ...pageAt(4680), diagnostics: made(MEASURED) }),
  before: () => pageAt(4680),
  stale: () => ({
    ...pageAt(5200),
    view: { ...DEFAULT_VIEW, selected: { kind: "dataset", split: "test", index: 1203 } },
    diagnostics: made({ evidence: MEASURED.evidence, gap: MEASURED.gap, annealing: MEASURED.annealing }, 4680, 74.4),
  }),
  underWay: () => ({
    ...pageAt(4680),
    diagnostics: {
      evidence: { progress: { phase: "measuring", done: 31, total: 120 }, made: null },
      gap: { progress: { phase: "waiting" }, made: null },
      tails: { progress: { phase: "failed", reason: "the test images have not arrived yet; try again when they have" }, made: null },
      ...made({ aggregate: MEASURED.aggregate }),
    },
  }),
  awkward: () => ({ ...pageAt(4680), diagnostics: made(AWKWARD, 4680, 0.034) }),
  tenDimensions: () => ({ ...pageAt(4680, withLatent({ dim: 10 })), diagnostics: made(WITHOUT_QUADRATURE) }),
  ownDraws: () => pageAt(4680, withLatent({ posterior: { kind: "iaf", layers: 4, hidden: 64 } })),
  waiting: () => ({ experiment: DEFAULT_EXPERIMENT }),
};
