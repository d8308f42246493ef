/** Settings as they come from a message or a file, before the schema walks through them: small, plain, without a cycle. */

/** An experiment is four deep and has some sixty values. */
const DEEPEST = 8;
const MOST_VALUES = 1000;
const LONGEST_TEXT = 1000;

const kindOf = (value: object): string => Object.prototype.toString.call(value).slice(8, -1);

/**
 * @throws Error that names the place, for what no experiment can hold: another kind of object, a text or a list without end, a cycle. What it
 * lets through can be merged, judged and shown at little cost, whatever it says.
 */
export function checkPlainValue(value: unknown, name = "the experiment"): void {
  let values = 0;
  const check = (inner: unknown, path: string, depth: number): void => {
    values += 1;
    if (values > MOST_VALUES) throw new Error(`${name} has more than ${MOST_VALUES} values`);
    if (typeof inner === "string" && inner.length > LONGEST_TEXT) {
      throw new Error(`${path || name} was a text of ${inner.length} characters; allowed: at most ${LONGEST_TEXT}`);
    }
    if (typeof inner === "bigint" || typeof inner === "function" || typeof inner === "symbol") {
      throw new Error(`${path || name} was a ${typeof inner}; allowed: numbers, words, lists and plain objects`);
    }
    if (typeof inner !== "object" || inner === null) return;
    const isList = Array.isArray(inner);
    if (!isList && kindOf(inner) !== "Object") {
      throw new Error(`${path || name} was of kind ${kindOf(inner)}; allowed: numbers, words, lists and plain objects`);
    }
    if (depth === DEEPEST) throw new Error(`${path} is nested too deep; allowed: the settings of an experiment`);
    // Told before the list is walked through: one of holes alone may be of any length.
    if (isList && inner.length > MOST_VALUES)
      throw new Error(`${path || name} was a list of ${inner.length}; an experiment has none so long`);
    for (const [key, each] of Object.entries(inner)) check(each, path === "" ? key.slice(0, 60) : `${path}.${key.slice(0, 60)}`, depth + 1);
  };
  check(value, "", 0);
}
