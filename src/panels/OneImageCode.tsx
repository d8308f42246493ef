import { RefreshCw } from "lucide-react";
import { formatNats, latentName } from "../charts/numberFormat";
import { PosteriorIntervals } from "../charts/PosteriorIntervals";
import type { OneImage } from "../worker/protocol";
import { useActions } from "./app";
import { Explain } from "./Explain";
import styles from "./OneImageCode.module.css";
import { OneImageDraw } from "./OneImageDraw";
import panel from "./OneImagePanel.module.css";

/** Up to this many dimensions the code is a list of numbers, above it a picture. */
export const LISTED_DIMENSIONS = 4;

const ROWS = [
  { term: "mu", symbol: "μ", read: (image: OneImage, d: number) => image.mean[d] },
  { term: "sigma", symbol: "σ", read: (image: OneImage, d: number) => image.standardDeviation[d] },
  { term: "epsilonNoise", symbol: "ε", read: (image: OneImage, d: number) => image.epsilon[d] },
  { term: "z", symbol: "z", read: (image: OneImage, d: number) => image.z[d] },
] as const;

/** What lies between encoder and decoder: q's mean and spread, the noise ε, and the z that is made of it. */
export function OneImageCode({ image }: { image: OneImage | null }) {
  const { resample } = useActions();
  return (
    <div className={styles.code}>
      {image !== null && image.mean.length > LISTED_DIMENSIONS ? <CodePicture image={image} /> : <CodeTable image={image} />}
      <button type="button" className={panel.chip} aria-label="Resample ε" onClick={resample}>
        <RefreshCw size={11} aria-hidden="true" /> resample ε
      </button>
    </div>
  );
}

/** "z₂", or "u₁" of a variable above z. */
function nameOf(image: OneImage | null, d: number): string {
  return image !== null && d >= image.dim ? latentName(d - image.dim, "u") : latentName(d);
}

function CodeTable({ image }: { image: OneImage | null }) {
  const dimensions = [...(image?.mean ?? [0, 0]).keys()];
  const isElementwise = image === null || image.reparameterization === "elementwise";
  return (
    <div>
      <table className={styles.codeTable}>
        <caption className="visuallyHidden">The code of the image, by latent dimension</caption>
        <thead>
          <tr>
            <td />
            {dimensions.map((d) => (
              <th key={d} scope="col">
                {nameOf(image, d)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ROWS.filter(({ symbol }) => isElementwise || symbol !== "ε").map(({ term, symbol, read }) => (
            <tr key={symbol}>
              <th scope="row">
                <Explain term={term}>
                  <var>{symbol}</var>
                </Explain>
              </th>
              {dimensions.map((d) => (
                <td key={d}>{image === null ? "–" : formatNats(read(image, d), 2)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {!isElementwise && <OneImageDraw image={image} />}
    </div>
  );
}

function CodePicture({ image }: { image: OneImage }) {
  const isElementwise = image.reparameterization === "elementwise";
  return (
    <div>
      <PosteriorIntervals
        mean={image.mean}
        standardDeviation={image.standardDeviation}
        z={image.z}
        width={200}
        height={isElementwise ? 84 : 68}
        label={`Mean, standard deviation and sample of ${image.mean.length} latent dimensions`}
      />
      <div className={styles.codeLegend}>
        <Explain term="mu">
          <var className={styles.kl}>μ</var>
        </Explain>
        {" ± "}
        <Explain term="sigma">
          <var className={styles.kl}>σ</var>
        </Explain>
        {", "}
        <Explain term="z">
          <var className={styles.accent}>● z</var>
        </Explain>
        {isElementwise && (
          <>
            {" = μ + σ"}
            <Explain term="epsilonNoise">
              <var>ε</var>
            </Explain>
          </>
        )}
      </div>
      {!isElementwise && <OneImageDraw image={image} />}
    </div>
  );
}
