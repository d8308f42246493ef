import type { Choice } from "../../experiment/choices";
import type { Missing } from "./NotOffered";

interface Offered<T extends string> {
  /** The titles of what may be chosen, in the titles' order. */
  options: Partial<Record<T, string>>;
  missing: Missing[];
}

/** Parts what may be chosen from what a rule forbids; the choice in force is always among the first. */
export function partOffers<T extends string>(titles: Readonly<Record<T, string>>, choices: readonly Choice<T>[], present: T): Offered<T> {
  const names = (Object.keys(titles) as T[]).filter((name) => choices.some(({ value }) => value === name));
  const sentenceOf = (name: T) => (name === present ? null : (choices.find(({ value }) => value === name)?.sentence ?? null));
  return {
    options: Object.fromEntries(names.filter((name) => sentenceOf(name) === null).map((name) => [name, titles[name]])) as Partial<
      Record<T, string>
    >,
    missing: names.flatMap((name) => {
      const sentence = sentenceOf(name);
      return sentence === null ? [] : [{ title: titles[name], sentence }];
    }),
  };
}
