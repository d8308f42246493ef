import type { Choice } from "../../experiment/choices";
import { CHOICE_TITLES, type ChoiceGroup, type ChoiceOf } from "../choiceTitles";
import type { FieldLabel } from "./Field";
import { NotOffered } from "./NotOffered";
import { partOffers } from "./offers";
import { SelectField } from "./SelectField";

interface ChoiceFieldProps<G extends ChoiceGroup, T extends ChoiceOf<G> & string> extends Omit<FieldLabel, "choices" | "note"> {
  id?: string;
  group: G;
  value: T;
  /** What there is to choose from; everything in the group without it. */
  choices?: readonly Choice<T>[];
  commit(value: T): Promise<void>;
}

/** A choice among ideas, each of which its explanation goes through; what the other settings rule out is not offered, and it is said why. */
export function ChoiceField<G extends ChoiceGroup, T extends ChoiceOf<G> & string>(props: ChoiceFieldProps<G, T>) {
  const { group, value, choices, ...field } = props;
  const titles = CHOICE_TITLES[group] as Readonly<Record<T, string>>;
  const names = (Object.keys(titles) as T[]).filter((name) => choices?.some((choice) => choice.value === name) ?? true);
  const { options, missing } = partOffers(titles, choices ?? names.map((name) => ({ value: name, sentence: null })), value);
  return (
    <SelectField
      {...field}
      value={value}
      options={options}
      choices={{ group, names, present: value }}
      note={missing.length > 0 && <NotOffered missing={missing} />}
    />
  );
}
