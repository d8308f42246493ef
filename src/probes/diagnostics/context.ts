import type { Experiment } from "../../experiment/experiment";
import type { SplitData } from "../../training/evaluation";
import type { Parameters } from "../../vae/parameters";
import type { VariationalAutoencoder } from "../../vae/vae";
import type { ImageSource } from "../oneImage";
import type { Between, CoarseCodes } from "../truth/codeLikelihoods";
import type { DiagnosticName, DiagnosticOptions, DiagnosticReports } from "./reports";

/** What a diagnostic has to go by: a model that stays as it is, images, and the session around it. */
export interface DiagnosticContext {
  experiment: Experiment;
  vae: VariationalAutoencoder;
  parameters: Parameters;
  /** Null where quadrature is not to be had. */
  coarse: CoarseCodes | null;
  /** An image and what the encoder sees of it, [784]. @throws Error when it has not arrived. */
  image(source: ImageSource): { seen: Float32Array; label: number | null };
  /** The test split. @throws Error when it has not arrived. */
  test(): SplitData;
  now(): number;
  between: Between;
  /** How far it is, in units of its own. */
  progress(done: number, total: number): void;
}

export interface Diagnostic<N extends DiagnosticName> {
  /** What may be asked for; of a count its default and the most. */
  takes: { source?: true; count?: { default: number; most: number } };
  measure(context: DiagnosticContext, options: Required<DiagnosticOptions>): Promise<DiagnosticReports[N]>;
}
