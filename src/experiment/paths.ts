/** Fields of a plain value by dotted path, "objective.beta.kind". */

export type Plain = Record<string, unknown>;

export function isPlain(value: unknown): value is Plain {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

/** What is at a path; undefined where the way to it ends before. */
export function valueAt(root: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((inner, key) => (isPlain(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined), root);
}

/** Puts `value` at a path, with objects on the way where there are none; undefined removes the key. */
export function putAt(root: Plain, path: string, value: unknown): void {
  const keys = path.split(".");
  const last = keys.pop() as string;
  let holder = root;
  for (const key of keys) {
    if (!isPlain(holder[key])) holder[key] = {};
    holder = holder[key] as Plain;
  }
  if (value === undefined) delete holder[last];
  else holder[last] = value;
}
