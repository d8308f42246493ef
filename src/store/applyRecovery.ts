import type { Recovering } from "../supervision/supervisor";
import type { EngineName } from "../worker/protocol";
import { withNotice } from "./applyEvent";
import type { AppState } from "./state";

/** The engine that is offered when one does not come back. */
const NEXT: Record<EngineName, EngineName> = { webgl: "simd", simd: "cpu", cpu: "simd" };
const TITLES: Record<EngineName, string> = { webgl: "WebGL", simd: "SIMD", cpu: "CPU" };

const steps = (count: number): string => (count === 1 ? "1 step is" : `${count} steps are`);

/** What the supervisor's doings make of the state. Pure. */
export function applyRecovery(state: AppState, recovering: Recovering): AppState {
  const { cause } = recovering;
  switch (recovering.phase) {
    case "restarting":
      return { ...state, recovery: { cause, waiting: null } };
    case "waiting":
      return { ...state, recovery: { cause, waiting: recovering.seconds } };
    case "recovered": {
      const { lost, step, goesOn } = recovering;
      const where = step === 0 ? "The run begins again from its seed" : `The run was restored at step ${step}`;
      const again = lost === 0 ? "" : `; ${steps(lost)} ${goesOn ? "made again" : "lost"}`;
      const text = `The worker was restarted (${cause}). ${where}${again}.${goesOn ? " Training goes on." : ""}`;
      return withNotice({ ...state, recovery: null, failure: null }, { level: "warning", text });
    }
    case "givenUp": {
      const engine = NEXT[recovering.engine];
      const text = `The engine does not come back (${cause}). What was saved is safe. Try another engine, or reload the page.`;
      const offer = { label: `Go on with ${TITLES[engine]}`, does: { kind: "restart" as const, engine } };
      return withNotice({ ...state, recovery: null, failure: cause }, { level: "error", text, offer });
    }
    default:
      throw new Error(`unknown phase ${recovering satisfies never}`);
  }
}
