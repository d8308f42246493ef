import { isUnion, unionDefault } from "./defaults";
import { isPlain, type Plain, valueAt } from "./paths";

/** A patch over an experiment, not yet judged. */

const FORBIDDEN = new Set(["__proto__", "constructor", "prototype"]);

/** Refuses keys that could reach a prototype, wherever they are. */
export function checkKeys(value: unknown, prefix = ""): void {
  if (!isPlain(value)) return;
  for (const key of Object.keys(value)) {
    if (FORBIDDEN.has(key)) throw new Error(`${prefix}${key} is not a setting of an experiment`);
    checkKeys(value[key], `${prefix}${key}.`);
  }
}

/** `patch` over `base`; keys that could reach a prototype are left out, unknown ones are kept for the schema to refuse. */
export function mergePatch(base: Plain, patch: Plain, prefix = ""): Plain {
  const merged: Plain = { ...base };
  for (const key of Object.keys(patch)) {
    if (FORBIDDEN.has(key) || patch[key] === undefined) continue;
    const path = prefix + key;
    const value = patch[key];
    if (!isPlain(value)) merged[key] = structuredClone(value);
    else merged[key] = mergePatch(isUnion(path) ? unionDefault(path, value.kind) : isPlain(base[key]) ? base[key] : {}, value, `${path}.`);
  }
  return merged;
}

/** True when a patch says what a field is; the kind of a union is said by any patch of the union. */
export function names(patch: unknown, field: string): boolean {
  const union = field.replace(/\.kind$/, "");
  return valueAt(patch, field) !== undefined || (isUnion(union) && valueAt(patch, union) !== undefined);
}
