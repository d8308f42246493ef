/** What the process that measures steps in Node answers: everything in milliseconds. */

export interface FamilyCost {
  name: string;
  /** A step's milliseconds, one figure per block. */
  samples: number[];
}

export interface SamplesCost {
  /** K. */
  samples: number;
  /** A step with K samples, one figure per block. */
  step: number[];
}

export interface ModelCosts {
  engine: string;
  families: FamilyCost[];
  bySamples: SamplesCost[];
  /** What a step does once, however many samples: images, encoder, KL, Adam; one figure per block. */
  encoderPart: number[];
  /** One pass through the decoder and its likelihood, there and back, for one sample of each image; one figure per block. */
  decoderPart: number[];
}
