declare module "subset-font" {
  /** The font with the glyphs of `text` only; of its OpenType features those named; an axis can be limited to a range. */
  const subsetFont: (
    font: Uint8Array,
    text: string,
    options: { targetFormat: "woff2"; keepFeatures: string[]; variationAxes: Record<string, { min: number; max: number }> },
  ) => Promise<Uint8Array>;
  export = subsetFont;
}
