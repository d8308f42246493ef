import { aggregate } from "./aggregate";
import { annealing } from "./annealing";
import { calibration } from "./calibration";
import type { Diagnostic } from "./context";
import { coverage } from "./coverage";
import { evidence } from "./evidence";
import { gap } from "./gap";
import type { DiagnosticName } from "./reports";
import { tails } from "./tails";

/** Every diagnostic by its name. */
export const DIAGNOSTICS: { [N in DiagnosticName]: Diagnostic<N> } = { evidence, tails, annealing, gap, calibration, coverage, aggregate };
