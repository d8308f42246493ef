import { useStore } from "zustand";
import type { OpenWorksheet } from "../../store/worksheet";

/** The place among the rows of the one that is pointed at, or null. */
export function useHighlightedIndex({ store }: OpenWorksheet): number | null {
  return useStore(store, ({ rows, highlighted }) => {
    const index = highlighted === null ? -1 : rows.findIndex(({ id }) => id === highlighted.id);
    return index < 0 ? null : index;
  });
}
