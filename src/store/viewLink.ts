import type { ViewKey } from "../experiment/link";
import { DEFAULT_VIEW, HIDEABLE, type Hideable, type View } from "./state";

/** The screen's part of a link: `view=grid.images.q.linear`, `z=0.31_-1.2` (the pin), `hide=rail.strip`. */

type ViewText = Partial<Record<ViewKey, string>>;

/** The most a pinned coordinate may be, in z. */
const PIN_LIMIT = 10;

const FLAGS: readonly { word: string; isOn: (view: View) => boolean; turnOn: (view: View) => View }[] = [
  { word: "grid", isOn: ({ layers }) => layers.latentGrid, turnOn: (view) => ({ ...view, layers: { ...view.layers, latentGrid: true } }) },
  {
    word: "images",
    isOn: ({ layers }) => layers.testImages,
    turnOn: (view) => ({ ...view, layers: { ...view.layers, testImages: true } }),
  },
  { word: "q", isOn: ({ layers }) => layers.posterior, turnOn: (view) => ({ ...view, layers: { ...view.layers, posterior: true } }) },
  { word: "exact", isOn: ({ layers }) => layers.exact, turnOn: (view) => ({ ...view, layers: { ...view.layers, exact: true } }) },
  { word: "bounds", isOn: ({ bounds }) => bounds, turnOn: (view) => ({ ...view, bounds: true }) },
  { word: "diagnostics", isOn: ({ tab }) => tab === "diagnostics", turnOn: (view) => ({ ...view, tab: "diagnostics" }) },
  { word: "worksheet", isOn: ({ tab }) => tab === "worksheet", turnOn: (view) => ({ ...view, tab: "worksheet" }) },
  { word: "prior", isOn: ({ gridSource }) => gridSource === "prior", turnOn: (view) => ({ ...view, gridSource: "prior" }) },
  { word: "linear", isOn: ({ scale }) => scale === "linear", turnOn: (view) => ({ ...view, scale: "linear" }) },
];

const NOTHING_ON: View = { ...DEFAULT_VIEW, layers: { latentGrid: false, testImages: false, posterior: false, exact: false } };

const wordsOf = (view: View): string =>
  FLAGS.filter(({ isOn }) => isOn(view))
    .map(({ word }) => word)
    .join(".") || "none";

/** What of the view differs from the default, for a link. */
export function writeView(view: View): ViewText {
  const text: ViewText = {};
  if (wordsOf(view) !== wordsOf(DEFAULT_VIEW)) text.view = wordsOf(view);
  if (view.pin !== null) text.z = view.pin.map((value) => Number(value.toFixed(3))).join("_");
  if (view.hide.length > 0) text.hide = view.hide.join(".");
  return text;
}

function readFlags(text: string, notices: string[]): View {
  return text.split(".").reduce((view, word) => {
    const flag = FLAGS.find((candidate) => candidate.word === word);
    if (flag !== undefined) return flag.turnOn(view);
    if (word !== "none") notices.push(`the link's view has "${word.slice(0, 40)}"; allowed: ${FLAGS.map((f) => f.word).join(", ")}`);
    return view;
  }, NOTHING_ON);
}

function readPin(text: string, dim: number, notices: string[]): number[] | null {
  const values = text.split("_").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  if (values.length === dim && values.every((value) => Math.abs(value) <= PIN_LIMIT)) return values;
  notices.push(
    `the link's z was "${text.slice(0, 40)}"; allowed: ${dim} numbers from −${PIN_LIMIT} to ${PIN_LIMIT} joined by "_"; it is ignored`,
  );
  return null;
}

function isHideable(word: string): word is Hideable {
  return HIDEABLE.some((part) => part === word);
}

/** The view a link asks for; what it says wrongly is dropped and said. */
export function readView(text: ViewText, dim: number): { view: View; notices: string[] } {
  const notices: string[] = [];
  let view = text.view === undefined ? DEFAULT_VIEW : readFlags(text.view, notices);
  if (text.z !== undefined) view = { ...view, pin: readPin(text.z, dim, notices) };
  const hidden = text.hide?.split(".") ?? [];
  for (const word of hidden) {
    if (!isHideable(word)) notices.push(`the link hides "${word.slice(0, 40)}"; allowed: ${HIDEABLE.join(", ")}; it is ignored`);
  }
  return { view: { ...view, hide: [...new Set(hidden.filter(isHideable))] }, notices };
}
