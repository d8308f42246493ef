import type { OneImage } from "../../src/worker/protocol";
import { NO_PROBES } from "../worker/sessions";
import type { Trained } from "./phenomena";

const IMAGES = 24;

/** The noise lattice behind a flow's shape goes from −4.5 to 4.5 in both directions. */
const NOISE_LIMIT = 4.5;

/** What mean field cannot do in two dimensions. */
interface Bend {
  /** |correlation| of z₁ and z₂ under q. */
  tilt: number;
  /** KL(q ‖ the Gaussian of q's own mean and covariance), nats: E_q[log q] + log 2π + ½ log det Σ + 1. */
  nonGaussianity: number;
}

function gaussianBend([across, shared, , up]: readonly number[]): Bend {
  return { tilt: Math.abs(shared) / Math.sqrt(across * up), nonGaussianity: 0 };
}

/** Moments under the mass that the noise has at each node. */
function latticeBend({ side, points, logDensity }: { side: number; points: Float32Array; logDensity: Float32Array }): Bend {
  const noise = (node: number) => NOISE_LIMIT * ((2 * node) / (side - 1) - 1);
  let [mass, x, y, xx, xy, yy, negativeEntropy] = [0, 0, 0, 0, 0, 0, 0];
  for (let node = 0; node < side * side; node++) {
    const weight = Math.exp(-(noise(node % side) ** 2 + noise(Math.floor(node / side)) ** 2) / 2);
    const [across, up] = [points[2 * node], points[2 * node + 1]];
    mass += weight;
    x += weight * across;
    y += weight * up;
    xx += weight * across ** 2;
    xy += weight * across * up;
    yy += weight * up ** 2;
    negativeEntropy += weight * logDensity[node];
  }
  const covariance = [xx, xy, xy, yy].map((sum, i) => sum / mass - [x * x, x * y, x * y, y * y][i] / mass ** 2);
  const determinant = covariance[0] * covariance[3] - covariance[1] ** 2;
  const nonGaussianity = negativeEntropy / mass + Math.log(2 * Math.PI) + Math.log(determinant) / 2 + 1;
  return { ...gaussianBend(covariance), nonGaussianity };
}

function bendOf(shape: OneImage["shape"]): Bend {
  if (shape?.kind === "gaussian") return gaussianBend(shape.covariance);
  if (shape?.kind === "lattice" && shape.draws === null) return latticeBend(shape);
  throw new Error("q has no exact shape over two dimensions here");
}

/** How q(z|x) is tilted and bent: means over the first 24 test images. */
export async function bend({ session }: Trained): Promise<Bend> {
  const total: Bend = { tilt: 0, nonGaussianity: 0 };
  for (let index = 0; index < IMAGES; index++) {
    const source = { kind: "dataset" as const, split: "test" as const, index };
    const oneImage = { source, draw: 0, axes: [0, 1] as [number, number] };
    await session.call.setProbes({ ...NO_PROBES, oneImage });
    const seen = session.events.flatMap((event) => (event.kind === "oneImage" && event.oneImage ? [event.oneImage] : [])).at(-1);
    if (seen === undefined) throw new Error("no image was shown");
    const { tilt, nonGaussianity } = bendOf(seen.shape);
    total.tilt += tilt / IMAGES;
    total.nonGaussianity += nonGaussianity / IMAGES;
  }
  return total;
}
