import { type FocusEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { Reading } from "./numberText";

interface DraftOptions<T> {
  /** The value in force, as text. */
  shown: string;
  read(text: string): Reading<T>;
  write(value: T): string;
  /** Puts the value in force; resolves when it is. */
  commit(value: T): Promise<void>;
}

export interface Draft {
  text: string;
  problem: string | null;
  /** Takes text that is still being made. */
  edit(text: string): void;
  /** Commits the text, or says what is wrong with it. */
  settle(text: string): void;
  /** As `settle`, once no other text has come for a while. */
  settleSoon(text: string): void;
  handlers: { onKeyDown(event: KeyboardEvent): void; onBlur(event: FocusEvent): void };
}

const PATIENCE_MS = 450;

/**
 * Text that is being edited over a value in force. Enter and leaving the field commit, Escape reverts; text that
 * cannot be read stays, with its problem, and the value in force stays too, until that is changed from elsewhere.
 */
export function useDraft<T>({ shown, read, write, commit }: DraftOptions<T>): Draft {
  const [draft, setDraft] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const pending = useRef<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const [known, setKnown] = useState(shown);
  if (known !== shown) {
    setKnown(shown);
    if (problem !== null) {
      setDraft(null);
      setProblem(null);
    }
  }
  const text = draft ?? shown;
  useEffect(() => () => clearTimeout(timer.current), []);

  const edit = (next: string) => {
    clearTimeout(timer.current);
    setDraft(next);
  };
  const revert = () => {
    clearTimeout(timer.current);
    setDraft(null);
    setProblem(null);
  };
  const settle = async (next: string) => {
    edit(next);
    if (next === pending.current) return;
    const reading = read(next);
    if ("problem" in reading) return setProblem(`${reading.problem} ${shown} stays in force.`);
    setProblem(null);
    if (write(reading.value) === shown) return setDraft(null);
    pending.current = next;
    await commit(reading.value);
    pending.current = null;
    setDraft((current) => (current === next ? null : current));
  };
  const settleSoon = (next: string) => {
    edit(next);
    timer.current = setTimeout(() => void settle(next), PATIENCE_MS);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") void settle(text);
    if (event.key === "Escape") revert();
  };
  const onBlur = () => {
    if (draft !== null) void settle(text);
  };
  return { text, problem, edit, settle: (next) => void settle(next), settleSoon, handlers: { onKeyDown, onBlur } };
}
