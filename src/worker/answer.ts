import type { Outbox } from "./outbox";
import type { SessionCalls } from "./protocol";
import { shown } from "./shown";

/** More arguments than any call has. */
const MOST_ARGUMENTS = 8;

/** The id under which nobody waits. */
const NOBODY = -1;

/** The session's own method of that name, and what it is called with. @throws Error for a name that is none of its calls. */
function readCall(session: SessionCalls, { call, arguments: given }: Record<string, unknown>) {
  if (typeof call !== "string" || !Object.hasOwn(session, call)) {
    throw new Error(`the call was ${shown(call)}; allowed: ${Object.keys(session).join(", ")}`);
  }
  if (!Array.isArray(given) || given.length > MOST_ARGUMENTS) {
    throw new Error(`the arguments of ${call} were ${shown(given)}; allowed: a list of at most ${MOST_ARGUMENTS}`);
  }
  return { method: session[call as keyof SessionCalls] as (...values: unknown[]) => Promise<unknown>, given };
}

/**
 * Carries out one message of the page on a session and sends the answer, or the refusal, under the message's id. What is no message is refused
 * too, so that nothing that arrives can end the worker.
 */
export async function answer(session: SessionCalls, message: unknown, send: Outbox["send"]): Promise<void> {
  const fields: Record<string, unknown> = typeof message === "object" && message !== null ? { ...message } : {};
  const id = typeof fields.id === "number" ? fields.id : NOBODY;
  try {
    const { method, given } = readCall(session, fields);
    send({ kind: "answer", id, value: await method(...given) });
  } catch (error) {
    send({ kind: "refusal", id, message: error instanceof Error ? error.message : String(error) });
  }
}
