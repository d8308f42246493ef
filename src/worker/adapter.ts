import { version } from "../../package.json";
import { fetchFrom } from "../data/fetchFile";
import { answer } from "./answer";
import { createOutbox } from "./outbox";
import { createPageStorage } from "./pageStorage";
import { createPagePlatform } from "./platform";
import type { ToWorker } from "./protocol";
import { createSession } from "./session";
import { messageYielder } from "./yieldToMessages";

/** The folder of index.html: above /src/worker/ in development, above /worker/ in a build. */
const root = new URL(import.meta.env.DEV ? "../../" : "../", self.location.href);

const outbox = createOutbox((message) => self.postMessage(message));

const session = createSession({
  emit: outbox.emit,
  now: () => performance.now(),
  pause: messageYielder(),
  readData: fetchFrom(new URL("data/mnist/", root).href),
  platform: createPagePlatform(),
  app: `vae-playground ${version}`,
  runPrefix: Array.from(crypto.getRandomValues(new Uint32Array(2)), (word) => word.toString(36)).join(""),
  storage: self.name === "unsaved" ? undefined : createPageStorage(self.name),
});

// An error that nobody waits for ends the worker as an uncaught one does.
self.onunhandledrejection = ({ reason }) =>
  outbox.emit({ kind: "fault", cause: reason instanceof Error ? reason.message : String(reason) });
self.onmessage = ({ data }: MessageEvent<ToWorker>) => answer(session, data, outbox.send);
