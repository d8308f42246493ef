import styles from "./NetworkDrawing.module.css";

interface NetworkDrawingProps {
  pixels: number;
  encoder: readonly number[];
  latentDimensions: number;
  decoder: readonly number[];
}

interface Layer {
  name: string;
  width: number;
  role: "pixels" | "hidden" | "latent";
}

const WIDTH = 228;
const HEIGHT = 44;
const BASELINE = 41;
const TALLEST = 26;
const BAR = 8;

/** The layers from left to right: x, encoder, z, decoder, x again. */
function layersOf({ pixels, encoder, latentDimensions, decoder }: NetworkDrawingProps): Layer[] {
  const hidden = (prefix: string) => (width: number, index: number) => ({ name: `${prefix}${index}`, width, role: "hidden" }) as const;
  return [
    { name: "x", width: pixels, role: "pixels" },
    ...encoder.map(hidden("encoder")),
    { name: "z", width: latentDimensions, role: "latent" },
    ...decoder.map(hidden("decoder")),
    { name: "decoded", width: pixels, role: "pixels" },
  ];
}

/** The network as bars whose heights go with the square root of the layers' widths. */
export function NetworkDrawing(props: NetworkDrawingProps) {
  const layers = layersOf(props);
  const widest = Math.max(...layers.map((layer) => layer.width));
  const height = (width: number) => Math.max(3, TALLEST * Math.sqrt(width / widest));
  const x = (index: number) => 14 + (index * (WIDTH - 28)) / (layers.length - 1);
  const middle = TALLEST / 2 + 1;
  const outline = (edge: 1 | -1) =>
    layers.map((layer, index) => `${x(index).toFixed(1)},${(middle + (edge * height(layer.width)) / 2).toFixed(1)}`);
  return (
    <svg className={styles.network} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={describe(layers)}>
      <polygon className={styles.shape} points={[...outline(-1), ...outline(1).reverse()].join(" ")} />
      {layers.map((layer, index) => (
        <g key={layer.name} className={styles[layer.role]} transform={`translate(${x(index)} 0)`}>
          <rect x={-BAR / 2} y={middle - height(layer.width) / 2} width={BAR} height={height(layer.width)} rx={1.5} />
          <text y={BASELINE}>{layer.width}</text>
        </g>
      ))}
    </svg>
  );
}

function describe(layers: Layer[]): string {
  return `Layers of the network: ${layers.map((layer) => layer.width).join(", ")} units`;
}
