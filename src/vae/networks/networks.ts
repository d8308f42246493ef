import type { NetworkKind } from "../../experiment/experiment";
import { convolutional } from "./convolutional";
import { multilayerPerceptron } from "./multilayerPerceptron";
import type { Network } from "./network";

/** Every kind of network by its name in the experiment. */
export const NETWORKS = { mlp: multilayerPerceptron, conv: convolutional } as const satisfies Record<NetworkKind, Network>;
