import type { Outbox } from "./outbox";
import type { SessionCalls, ToWorker } from "./protocol";

/** Carries out one message of the page on a session and sends the answer, or the refusal, under the message's id. */
export async function answer(session: SessionCalls, message: ToWorker, send: Outbox["send"]): Promise<void> {
  const { id, call } = message;
  try {
    const method = session[call] as (...values: unknown[]) => Promise<unknown>;
    send({ kind: "answer", id, value: await method(...message.arguments) });
  } catch (error) {
    send({ kind: "refusal", id, message: error instanceof Error ? error.message : String(error) });
  }
}
