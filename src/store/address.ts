import type { Experiment } from "../experiment/experiment";
import { squareDimensions } from "../experiment/latentSquare";
import { linkNotice, readLink } from "../experiment/link";
import type { EngineChoice } from "../worker/protocol";
import type { View } from "./state";
import { readView } from "./viewLink";

const ENGINE_CHOICES: readonly EngineChoice[] = ["auto", "webgl", "simd", "cpu"];

/** What an address asks for: the experiment and the view of its link, the engine of its query. */
export interface Address {
  experiment: Experiment;
  view: View;
  engineChoice: EngineChoice;
  /** What in it was not understood, one sentence each. */
  notices: string[];
}

/** Whether a hash is a link, and not a place in the page ("#experiment-result"). */
export function isLink(hash: string): boolean {
  return hash.includes("=");
}

/** Reads `?engine=simd#latent=2&view=grid.images`, whatever is in it. */
export function readAddress({ search, hash }: { search: string; hash: string }): Address {
  const link = readLink(isLink(hash) ? hash : "");
  const { view, notices } = readView(link.view, squareDimensions(link.experiment.latent));
  const ofLink = linkNotice([...link.notices, ...notices]);
  const engine = readEngine(new URLSearchParams(search).get("engine"));
  return {
    experiment: link.experiment,
    view,
    engineChoice: engine.choice,
    notices: [ofLink, engine.notice].filter((notice) => notice !== null),
  };
}

function readEngine(asked: string | null): { choice: EngineChoice; notice: string | null } {
  const known = ENGINE_CHOICES.find((choice) => choice === (asked ?? "auto"));
  if (known !== undefined) return { choice: known, notice: null };
  const notice = `the address asks for engine "${asked?.slice(0, 40)}"; allowed: ${ENGINE_CHOICES.join(", ")}; auto is used`;
  return { choice: "auto", notice };
}
