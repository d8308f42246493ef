import { defaultOf } from "./defaults";
import type { Experiment } from "./experiment";
import { LINK_KEYS } from "./linkKeys";
import { putAt, valueAt } from "./paths";
import { faultsOf, repairExperiment } from "./resolve";

/** The readable link: `#latent=2&beta=4&…`, only what differs from the default that a reader takes beside the rest. */

/** The most characters of a link that are read. */
export const MAX_LINK_LENGTH = 2048;

/** Keys that belong to the screen; the store reads them. */
export const VIEW_KEYS = ["view", "z", "hide"] as const;
export type ViewKey = (typeof VIEW_KEYS)[number];

/** "latent=2&beta=4": what differs from what a reader takes by itself, then the screen's keys that are given. */
export function writeLink(experiment: Experiment, view: Partial<Record<ViewKey, string>> = {}): string {
  const parts: [string, string][] = [];
  for (const { key, path, write } of LINK_KEYS) {
    const value = valueAt(experiment, path);
    if (value !== undefined && JSON.stringify(value) !== JSON.stringify(defaultOf(experiment, path)))
      parts.push([key, write(value as never)]);
  }
  for (const key of VIEW_KEYS) {
    const value = view[key];
    if (value !== undefined) parts.push([key, value]);
  }
  return parts.map(([key, value]) => `${key}=${encodeURIComponent(value).replaceAll("%40", "@").replaceAll("%2F", "/")}`).join("&");
}

/** One notice for all that a link says wrongly, of which it says the first; null when there is nothing. */
export function linkNotice(notices: readonly string[]): string | null {
  if (notices.length === 0) return null;
  const count = notices.length === 1 ? "One thing in the link was" : `${notices.length} things in the link were`;
  return `${count} not understood as written: ${notices.slice(0, 9).join(". ")}.`;
}

export interface ReadLink {
  experiment: Experiment;
  view: Partial<Record<ViewKey, string>>;
  /** What was dropped or clamped, one sentence each. */
  notices: string[];
}

/** A link before its settings are judged. */
interface LinkParts {
  patch: Record<string, unknown>;
  view: ReadLink["view"];
  /** What is wrong with the link's keys. */
  notices: string[];
}

const unread = (notice: string): LinkParts => ({ patch: {}, view: {}, notices: [notice] });

function linkParts(hash: string): LinkParts {
  const text = hash.replace(/^#/, "");
  if (text.length > MAX_LINK_LENGTH)
    return unread(`the link has ${text.length} characters; at most ${MAX_LINK_LENGTH} are read, so the defaults are used`);
  const patch: Record<string, unknown> = {};
  const view: ReadLink["view"] = {};
  const notices: string[] = [];
  const seen = new Set<string>();
  for (const [key, value] of new URLSearchParams(text.replaceAll("+", "%2B"))) {
    const known = LINK_KEYS.find((candidate) => candidate.key === key);
    const viewKey = VIEW_KEYS.find((candidate) => candidate === key);
    if (seen.has(key)) notices.push(`the link says ${key} twice; the first is used`);
    else if (key === "v" && value !== "1")
      return unread(`the link is of version ${value.slice(0, 20)}; only version 1 is understood, so the defaults are used`);
    else if (known !== undefined) putAt(patch, known.path, known.read(value));
    else if (viewKey !== undefined) view[viewKey] = value;
    else if (key !== "v") notices.push(`the link's "${key.slice(0, 40)}" is not a setting; it is ignored`);
    seen.add(key);
  }
  return { patch, view, notices };
}

/** A link's meaning, whatever is in it: unknown or bad fields are dropped or clamped, and each is said. `hash` with or without "#". */
export function readLink(hash: string): ReadLink {
  const { patch, view, notices } = linkParts(hash);
  const repaired = repairExperiment(patch);
  return { experiment: repaired.experiment, view, notices: [...notices, ...repaired.notices] };
}

/** What is wrong with a link's settings, as `faultsOf`: for a reader that refuses what the page mends. */
export function linkFaults(hash: string): ReturnType<typeof faultsOf> {
  return faultsOf(linkParts(hash).patch);
}
