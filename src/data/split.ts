/** The official halves of a dataset. */
export type Split = "train" | "test";
