import type { EngineName, SessionCalls } from "../worker/protocol";
import type { Actions } from "./actions";
import type { Notice } from "./state";
import type { AppStore } from "./store";

interface RunActionsHost {
  store: AppStore;
  call: SessionCalls;
  say(notice: Omit<Notice, "id">): void;
  guarded<T>(task: () => Promise<T>): Promise<T | null>;
  /** A change that replaces the run in hand. */
  replacing(change: () => Promise<unknown>, what: string, goOn?: boolean): Promise<boolean>;
  restart(engine: EngineName): void;
}

type RunActions = Pick<Actions, "openRun" | "renameRun" | "duplicateRun" | "deleteRun" | "compareRun" | "exportRun" | "accept">;

/** As many as the ghosts have kinds of line. */
const MOST_COMPARED = 4;

/** The name, numbered where another has it. */
function unlike(name: string, others: readonly { name: string }[]): string {
  const taken = new Set(others.map((other) => other.name));
  let number = 1;
  const numbered = () => (number === 1 ? name : `${name} (${number})`);
  while (taken.has(numbered())) number += 1;
  return numbered();
}

/** What can be done with saved runs. */
export function createRunActions({ store, call, say, guarded, replacing, restart }: RunActionsHost): RunActions {
  const nameOf = (runId: string): string => {
    const run = store.getState().savedRuns?.find((each) => each.runId === runId);
    return run?.name ? `“${run.name}”` : `The run of ${run?.step ?? 0} steps`;
  };

  const without = (runId: string) => store.getState().compared.filter(({ run }) => run.runId !== runId);

  /** Offers that can no longer be taken go with their notices. */
  const withdraw = (isGone: (does: NonNullable<Notice["offer"]>["does"]) => boolean) =>
    store.setState(({ notices }) => ({ notices: notices.filter(({ offer }) => offer === undefined || !isGone(offer.does)) }));

  const openRun: Actions["openRun"] = async (runId, options) => {
    withdraw((does) => does.kind === "openRun" && does.runId === runId);
    if (store.getState().runId === runId) return;
    // Opening a run never starts training.
    await replacing(
      async () => {
        await call.openRun(runId, options);
        return true;
      },
      "The saved run was opened",
      false,
    );
  };

  return {
    openRun,
    async renameRun(runId, name) {
      await guarded(() => call.renameRun(runId, name));
    },
    async duplicateRun(runId) {
      await guarded(() => call.duplicateRun(runId));
    },
    async deleteRun(runId) {
      const name = nameOf(runId);
      const deleted = await guarded(async () => {
        await call.deleteRun(runId);
        return true;
      });
      if (deleted === null) return;
      store.setState({ compared: without(runId) });
      say({ level: "info", text: `${name} was deleted.`, offer: { label: "Undo", does: { kind: "undelete", runId } } });
    },
    async compareRun(runId, name) {
      const run = name === null ? null : await guarded(() => call.runCurve(runId));
      if (name === null) return store.setState({ compared: without(runId) });
      if (run === null) return;
      const others = without(runId).slice(1 - MOST_COMPARED);
      // Its settings are those of its end: a curve that they have not made alone is not called by them alone.
      const isNamed = store.getState().savedRuns?.find((each) => each.runId === runId)?.name !== null;
      const honest = isNamed || run.changes.length === 0 ? name : `${name} in the end`;
      store.setState({ compared: [...others, { name: unlike(honest, others), run }] });
    },
    exportRun: (runId) => guarded(() => call.exportRun(runId)),
    async accept({ id, offer }) {
      store.setState((state) => ({ notices: state.notices.filter((notice) => notice.id !== id) }));
      if (offer === undefined) return;
      const { does } = offer;
      switch (does.kind) {
        case "openRun":
          return openRun(does.runId);
        case "restart":
          return restart(does.engine);
        case "undelete":
          await guarded(() => call.undeleteRun(does.runId));
          return;
        case "newVersion":
          return store.setState({ newVersionAsked: true });
        default:
          throw new Error(`unknown offer ${does satisfies never}`);
      }
    },
  };
}
