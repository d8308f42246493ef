import { readFile } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
import { version } from "../package.json";
import type { ReadFile } from "../src/data/checkedFile";
import type { SessionCalls, SessionEvent } from "../src/worker/protocol";
import { createSession } from "../src/worker/session";
import { nodePlatform } from "./nodePlatform";

/** Name and version, for the files that are written. */
export const APP = `vae-playground ${version}`;

/** The prepared MNIST files (`npm run generate`). */
const DATA = new URL("../public/data/mnist/", import.meta.url);

const readPrepared: ReadFile = (file) => readFile(new URL(file, DATA));

/** The worker's session in Node, over the same files that the page is served (or others, in a test of what goes wrong with them). */
export function startNodeSession(
  onEvent: (event: SessionEvent) => void = () => undefined,
  readData: ReadFile = readPrepared,
  threads = 1,
): SessionCalls {
  return createSession({
    emit: onEvent,
    now: () => performance.now(),
    pause: setImmediate,
    readData,
    platform: nodePlatform(threads),
    app: APP,
  });
}
