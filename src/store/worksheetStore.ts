import { createStore, type StoreApi } from "zustand/vanilla";
import type { SessionCalls } from "../worker/protocol";
import { isSameImage } from "./sameImage";
import type { Notice } from "./state";
import type { AppStore } from "./store";
import {
  draftsOfSamples,
  MOST_ROWS,
  type OpenWorksheet,
  type RowDraft,
  samplesOf,
  type WorksheetModel,
  type WorksheetRow,
  type WorksheetState,
  withoutScore,
  worksheetModel,
} from "./worksheet";
import { claimedSamples, draftsOfFile, readWorksheetCsv } from "./worksheetCsv";
import { drawSamples, scoreDrafts } from "./worksheetScores";

export interface WorksheetHost {
  store: AppStore;
  call: SessionCalls["worksheet"];
  say(notice: Omit<Notice, "id">): void;
}

const EMPTY: WorksheetState = { rows: [], drawn: 0, made: 0, step: 0, busy: null, highlighted: null };

const sentence = (error: unknown): string => (error instanceof Error ? error.message : String(error));

type Draft = RowDraft | WorksheetRow;

const isScored = (draft: Draft): draft is WorksheetRow => "logWeight" in draft;

/** One task after the other, because each is made of what the one before has led to; those of rows that are gone are dropped. */
function taskQueue(store: StoreApi<WorksheetState>, say: WorksheetHost["say"]) {
  let beginnings = 0;
  let queue: Promise<void> = Promise.resolve();
  return {
    beginAnew() {
      beginnings += 1;
    },
    /** A task asks `isCurrent` before it changes anything. */
    enqueue(busy: string, task: (isCurrent: () => boolean) => Promise<void>): Promise<void> {
      const begun = beginnings;
      const isCurrent = () => beginnings === begun;
      queue = queue.then(async () => {
        if (!isCurrent()) return;
        store.setState({ busy });
        try {
          await task(isCurrent);
        } catch (error) {
          if (isCurrent()) say({ level: "error", text: sentence(error) });
        }
        if (isCurrent()) store.setState({ busy: null });
      });
      return queue;
    },
  };
}

/** Makes an empty worksheet of the selected image. It is emptied whenever another image or another run takes its place. */
export function createWorksheet({ store: page, call, say }: WorksheetHost): OpenWorksheet {
  const store = createStore<WorksheetState>(() => EMPTY);
  const { enqueue, beginAnew } = taskQueue(store, say);
  const model = (): WorksheetModel => worksheetModel(page.getState().experiment);
  const step = (): number => page.getState().run?.step ?? 0;

  page.subscribe((now, before) => {
    const { selected } = now.view;
    if (now.runId === before.runId && (selected === before.view.selected || isSameImage(selected, before.view.selected))) return;
    beginAnew();
    store.setState(EMPTY);
  });

  /** Whether rows scored before are of the weights of now. */
  const isPresent = (): boolean => page.getState().run?.phase === "idle" && step() === store.getState().step;

  /** Scores what has no score under the present weights, and puts all in place: the rows of a sheet are of the same weights. */
  const put = async (drafts: readonly Draft[], isCurrent: () => boolean, rest: Partial<WorksheetState> = {}) => {
    const due = isPresent() ? drafts.filter((draft) => !isScored(draft)) : drafts;
    const scored = new Map((await scoreDrafts(page, call, due)).map((row) => [row.id, row]));
    const rows = drafts.flatMap((draft) => scored.get(draft.id) ?? (isScored(draft) ? [draft] : []));
    if (isCurrent()) store.setState({ ...rest, rows, step: step() });
  };

  return {
    store,
    ...additions(),
    setCode: (id, latent, value) =>
      enqueue("Scoring the point …", (isCurrent) => {
        const set = (row: WorksheetRow): Draft => (row.id === id ? { id, kind: "hand", z: row.z.with(latent, value) } : row);
        return put(store.getState().rows.map(set), isCurrent);
      }),
    recompute: () => enqueue("Scoring the rows again …", (isCurrent) => put(store.getState().rows.map(withoutScore), isCurrent)),
    load: (text, name) =>
      enqueue("Reading the file …", async (isCurrent) => {
        try {
          await load(text, name, isCurrent);
        } catch (error) {
          throw new Error(`${name} was refused: ${sentence(error)}. The rows are as they were.`);
        }
      }),
    clear() {
      beginAnew();
      store.setState(({ drawn, made }) => ({ ...EMPTY, drawn, made }));
    },
    highlight: (highlighted) => store.setState({ highlighted }),
  };

  function additions(): Pick<OpenWorksheet, "add" | "addPoint"> {
    return {
      add: (samples) =>
        enqueue("Drawing …", async (isCurrent) => {
          const { rows, drawn, made } = store.getState();
          const { strata } = model();
          const count = Math.min(samples, Math.floor((MOST_ROWS - rows.length) / strata));
          if (count === 0) return;
          const drafts = draftsOfSamples(drawn, count, strata, made);
          await put([...rows, ...drafts], isCurrent, { drawn: drawn + count, made: made + drafts.length });
        }),
      addPoint: (z) =>
        enqueue("Scoring the point …", async (isCurrent) => {
          const { rows, made } = store.getState();
          if (rows.length >= MOST_ROWS) return;
          await put([...rows, { id: made, kind: "hand", z: Float32Array.from(z) }], isCurrent, { made: made + 1 });
        }),
    };
  }

  async function load(text: string, name: string, isCurrent: () => boolean): Promise<void> {
    const rows = readWorksheetCsv(text, model());
    const samples = await drawSamples(page, call, claimedSamples(rows));
    const { made, drawn } = store.getState();
    const drafts = draftsOfFile(rows, model(), samples?.z ?? new Float32Array(0), made);
    const reached = samplesOf(drafts).reduce((most, sample) => Math.max(most, sample + 1), drawn);
    await put(drafts, isCurrent, { made: made + drafts.length, drawn: reached });
    const strangers = rows.filter(({ sample }, i) => sample !== null && drafts[i].kind === "hand").length;
    if (isCurrent() && strangers > 0) say({ level: "warning", text: strangersNotice(strangers, name) });
  }
}

function strangersNotice(count: number, name: string): string {
  const what = count === 1 ? `1 draw of ${name} is` : `${count} draws of ${name} are`;
  return `${what} not from the present q(z|x), but from other weights, another image or another seed. Such rows count as set by hand.`;
}
