import { engine } from "@tensorflow/tfjs-core";

/** What `differentiate` gives; when it throws, nothing stays that it had put by for the backward pass. */
export function abandoningTape<T>(differentiate: () => T): T {
  try {
    return differentiate();
  } catch (error) {
    abandonTape();
    throw error;
  }
}

/** tfjs lets go of the saved tensors only at the end of a differentiation that succeeds. Those of an outer one, if any, stay. */
function abandonTape(): void {
  const { state } = engine();
  if (state.gradientDepth > 0) return;
  for (const { saved } of state.activeTape ?? []) for (const tensor of saved ?? []) tensor.dispose();
  state.activeTape = [];
}
