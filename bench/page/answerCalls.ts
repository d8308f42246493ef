import type { PeerAnswer, PeerCalls, PeerRequest } from "../protocol";

/** Makes this worker the peer with these calls. */
export function answerCalls(calls: PeerCalls): void {
  addEventListener("message", async ({ data }: MessageEvent<PeerRequest>) => {
    const call = calls[data.call] as (argument: unknown) => Promise<unknown>;
    const answer: PeerAnswer = await call(data.argument).then(
      (result) => ({ result }),
      (error: unknown) => ({ error: error instanceof Error ? error.message : JSON.stringify(error) }),
    );
    postMessage(answer);
  });
}

/** "1 thread", "2 threads". */
export function countOf(threads: number): string {
  return `${threads} ${threads === 1 ? "thread" : "threads"}`;
}
