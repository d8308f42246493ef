import { KlBars } from "./KlBars";
import { latentName } from "./numberFormat";
import { SizedDrawing } from "./SizedDrawing";

const HEIGHT = 84;
const NAMES = 22;
const MARGIN = { left: 43, right: 6, top: 4 };

/** What each latent dimension costs, in nats. */
export function DimensionKl({ klPerDimension }: { klPerDimension: readonly number[] }) {
  const parts = klPerDimension.map((kl, d) => ({ name: latentName(d), kl }));
  return (
    <SizedDrawing height={MARGIN.top + HEIGHT + NAMES} label="KL of each dimension, in nats; the table has the numbers">
      {(width) => {
        const innerWidth = Math.max(1, width - MARGIN.left - MARGIN.right);
        const geometry = { width, height: HEIGHT, left: MARGIN.left, top: MARGIN.top, innerWidth, innerHeight: HEIGHT, showSteps: false };
        return <KlBars parts={parts} floor={null} geometry={geometry} />;
      }}
    </SizedDrawing>
  );
}
