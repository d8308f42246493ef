import type { FromWorker, SessionEvent } from "./protocol";

/** What the worker has to say to the page, on its way out. */
export interface Outbox {
  emit(event: SessionEvent): void;
  /** An answer or a refusal; what happened before it is said before it. */
  send(message: Exclude<FromWorker, { kind: "events" }>): void;
}

/** While training, curves, pictures and progress wait this long for one another, in milliseconds, so that the page draws them at once. */
const GATHERING = 150;

/** Posts events in order, those of a run in training gathered. */
export function createOutbox(post: (message: FromWorker) => void): Outbox {
  let events: SessionEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isTraining = false;

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    const gathered = events;
    events = [];
    if (gathered.length > 0) post({ kind: "events", events: gathered });
  };

  return {
    emit(event) {
      if (event.kind === "progress") isTraining = event.progress.phase === "training";
      events.push(event);
      if (isTraining && mayWait(event)) timer ??= setTimeout(flush, GATHERING);
      else flush();
    },
    send(message) {
      flush();
      post(message);
    },
  };
}

function mayWait({ kind }: SessionEvent): boolean {
  switch (kind) {
    case "progress":
    case "history":
    case "latentGrid":
    case "encodings":
    case "oneImage":
    case "exactPosterior":
    case "truthPoint":
    case "gradientSignal":
    case "diagnostic":
    case "saved":
    case "savedRuns":
      return true;
    case "engine":
    case "data":
    case "run":
    case "settings":
    case "notice":
    case "fault":
      return false;
    default:
      throw new Error(`unknown event ${kind satisfies never}`);
  }
}
