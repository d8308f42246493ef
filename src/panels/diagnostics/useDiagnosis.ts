import type { Diagnosis } from "../../store/state";
import type { DiagnosticName, MadeReport } from "../../worker/protocol";
import { useAppState } from "../app";

interface DiagnosisOf<N extends DiagnosticName> {
  progress: Diagnosis["progress"];
  made: MadeReport<N> | null;
}

const NOTHING: Diagnosis = { progress: null, made: null };

/** Where the diagnostic stands, and what it last gave. */
export function useDiagnosis<N extends DiagnosticName>(name: N): DiagnosisOf<N> {
  // The state holds under each name what was made under that name.
  return useAppState((state) => state.diagnostics[name] ?? NOTHING) as DiagnosisOf<N>;
}
