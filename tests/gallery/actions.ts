import type { Actions } from "../../src/store/actions";

/** Actions that do nothing: the gallery shows pictures of fixed data. */
export const NO_ACTIONS: Actions = {
  configure: async () => {},
  choosePreset: async () => {},
  train: async () => {},
  pause: async () => {},
  step: async () => {},
  reset: async () => {},
  newSeed: async () => {},
  undo: async () => {},
  chooseEngine: async () => {},
  setView: () => {},
  selectImage: () => {},
  resample: () => {},
  setTheme: () => {},
  notify: (level, text) => console.info(`${level}: ${text}`),
  dismiss: () => {},
  openLink: () => undefined,
  acceptLink: async () => undefined,
  declineLink: () => undefined,
  shareLink: () => "",
  decodePoint: async () => null,
  images: async () => ({ pixels: new Float32Array(0), labels: [] }),
  evaluate: async () => null,
  exportWeights: async () => null,
  importWeights: async () => {},
};
