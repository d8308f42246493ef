import type { Experiment } from "../experiment/experiment";
import styles from "./NetworkDrawing.module.css";

interface NetworkDrawingProps {
  network: Pick<Experiment["network"], "kind" | "encoder" | "decoder">;
  /** Dimensions of z. */
  dim: number;
  /** Dimensions of u above z; null without. */
  upper: number | null;
}

interface Layer {
  name: string;
  /** Units, or channels of maps. */
  count: number;
  role: "pixels" | "hidden" | "latent";
  /** Height and width of a map, in pixels; absent for units. */
  side?: number;
}

const SIDE = 28;
const PIXELS = SIDE * SIDE;
const WIDTH = 228;
const HEIGHT = 44;
const BASELINE = 41;
const TALLEST = 26;
const BAR = 8;
/** Room for u above z. */
const UPPER = 17;

/** The layers from left to right: x, encoder, z, decoder, x again. */
function layersOf({ network, dim }: Pick<NetworkDrawingProps, "network" | "dim">): Layer[] {
  const isConvolutional = network.kind === "conv";
  const hidden = (prefix: string, sides: number[]) => (count: number, index: number) =>
    ({ name: `${prefix}${index}`, count, role: "hidden", side: isConvolutional ? sides[index] : undefined }) as const;
  const side = isConvolutional ? SIDE : undefined;
  return [
    { name: "x", count: PIXELS, role: "pixels", side },
    ...network.encoder.map(hidden("encoder", halvings(network.encoder.length))),
    { name: "z", count: dim, role: "latent" },
    ...network.decoder.map(hidden("decoder", halvings(network.decoder.length).reverse())),
    { name: "decoded", count: PIXELS, role: "pixels", side },
  ];
}

/** The sides of maps that each halve the one before, rounded up: 14, 7, 4, 2. */
function halvings(layers: number): number[] {
  return Array.from({ length: layers }, (_, index) => Math.ceil(SIDE / 2 ** (index + 1)));
}

/** The network: bars whose heights go with the square root of the layers' widths, and squares for the maps of convolutions. */
export function NetworkDrawing(props: NetworkDrawingProps) {
  const layers = layersOf(props);
  const widest = Math.max(...layers.filter(({ side }) => side === undefined).map(({ count }) => count));
  const size = ({ count, side }: Layer) =>
    Math.max(3, side === undefined ? TALLEST * Math.sqrt(count / Math.max(widest, PIXELS)) : (TALLEST * side) / SIDE);
  const top = props.upper === null ? 0 : UPPER;
  const x = (index: number) => 14 + (index * (WIDTH - 28)) / (layers.length - 1);
  const middle = top + TALLEST / 2 + 1;
  const outline = (edge: 1 | -1) =>
    layers.map((layer, index) => `${x(index).toFixed(1)},${(middle + (edge * size(layer)) / 2).toFixed(1)}`);
  const code = layers.findIndex(({ role }) => role === "latent");
  return (
    <svg className={styles.network} viewBox={`0 0 ${WIDTH} ${HEIGHT + top}`} role="img" aria-label={describeNetwork(props)}>
      <polygon className={styles.shape} points={[...outline(-1), ...outline(1).reverse()].join(" ")} />
      {props.upper !== null && <UpperLayer x={x(code)} bottom={middle - size(layers[code]) / 2} count={props.upper} />}
      {layers.map((layer, index) => (
        <g key={layer.name} className={styles[layer.role]} transform={`translate(${x(index)} ${top})`}>
          <LayerShape side={layer.side} size={size(layer)} />
          <text y={BASELINE}>{layer.count}</text>
        </g>
      ))}
    </svg>
  );
}

/** A bar of units, or a map with another behind it. */
function LayerShape({ side, size }: { side: number | undefined; size: number }) {
  const y = (TALLEST - size) / 2 + 1;
  if (side === undefined || side === SIDE) return <rect x={-BAR / 2} y={y} width={BAR} height={size} rx={1.5} />;
  return (
    <>
      <rect className={styles.behind} x={-size / 2 + 2} y={y - 2} width={size} height={size} rx={1} />
      <rect className={styles.map} x={-size / 2} y={y} width={size} height={size} rx={1} />
    </>
  );
}

/** u, from which the prior of z comes. */
function UpperLayer({ x, bottom, count }: { x: number; bottom: number; count: number }) {
  return (
    <g className={styles.upper} transform={`translate(${x} 0)`}>
      <line y1={9} y2={bottom} />
      <rect x={-BAR / 2} y={2} width={BAR} height={8} rx={1.5} />
      <text x={BAR} y={9}>
        u {count}
      </text>
    </g>
  );
}

/** "Layers of the network: 784, 256, 2, 256, 784 units". */
export function describeNetwork({ network, dim, upper }: NetworkDrawingProps): string {
  const parts = layersOf({ network, dim }).map(({ count, side, role }) =>
    side === undefined || role === "pixels" ? String(count) : `${count} maps of ${side} × ${side}`,
  );
  return `Layers of the network: ${parts.join(", ")} units${upper === null ? "" : `; ${upper} above the code`}`;
}
