/** Nonlinearity of a hidden layer. `gelu` is the erf form x·Φ(x); `elu` has α = 1. */
export type ActivationName = "relu" | "tanh" | "elu" | "softplus" | "gelu";

/** The activations whose derivative follows from their output, so that a dense layer applies them in place and keeps no input. */
export type InvertibleActivation = Exclude<ActivationName, "gelu"> | "linear";
