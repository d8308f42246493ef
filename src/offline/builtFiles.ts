/** What a build has made, as `scripts/builtFiles.ts` writes it into the service worker. */
export interface BuiltFiles {
  /** Another one whenever a file, a name or a header is another. */
  version: string;
  /** Documents, scripts, styles, fonts, kernels: the SHA-256 of each, as base64, by its path from the root. */
  files: Record<string, string>;
  /** MNIST, by path: kept once it has arrived. */
  data: Record<string, BuiltData>;
}

export interface BuiltData {
  /** Hexadecimal. */
  sha256: string;
  /** A run on more training images than this reads the file. */
  from: number;
}

/** What the page says to its service worker. */
export type ToServiceWorker =
  /** Take the place of the version in force; said when the person asks for it, and never otherwise. */
  | { kind: "takeOver" }
  /** The data of a run on so many training images have arrived: keep them too. */
  | { kind: "keepData"; trainSize: number };
