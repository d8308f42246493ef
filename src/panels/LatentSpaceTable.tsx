import { formatNats, latentName } from "../charts/numberFormat";
import type { Encodings } from "../worker/protocol";
import { useAppState } from "./app";
import type { LatentView } from "./latentView";
import { describePoint } from "./latentWords";

interface DigitMean {
  digit: number;
  count: number;
  across: number;
  up: number;
}

/** Mean position of the test images of each digit over the two dimensions shown. */
function meanPositions({ z, dim, labels, count }: Encodings, across: number, up: number): DigitMean[] {
  const sums = Array.from({ length: 10 }, (_, digit) => ({ digit, count: 0, across: 0, up: 0 }));
  for (let i = 0; i < count; i++) {
    const sum = sums[labels[i]];
    sum.count += 1;
    sum.across += z[i * dim + across];
    sum.up += z[i * dim + up];
  }
  return sums.filter((sum) => sum.count > 0).map((sum) => ({ ...sum, across: sum.across / sum.count, up: sum.up / sum.count }));
}

/** The square in words, for a screen reader: where the digits are, where the pin is. */
export function LatentSpaceTable({ view }: { view: LatentView }) {
  const encodings = useAppState((state) => state.encodings?.value ?? null);
  const { across, up, pin, dim, variable } = view;
  const shown = encodings !== null && encodings.dim === dim ? encodings : null;
  return (
    <div className="visuallyHidden">
      <p>{pin === null ? "Nothing is pinned." : `The pin is at ${describePoint(pin, view)}.`}</p>
      {shown === null ? (
        <p>The test images are not on the square.</p>
      ) : (
        <table>
          <caption>Mean position of the test images in latent space, by digit</caption>
          <thead>
            <tr>
              <th scope="col">Digit</th>
              <th scope="col">Images</th>
              <th scope="col">Mean {latentName(across, variable)}</th>
              {up !== null && <th scope="col">Mean {latentName(up, variable)}</th>}
            </tr>
          </thead>
          <tbody>
            {meanPositions(shown, across, up ?? across).map((row) => (
              <tr key={row.digit}>
                <th scope="row">{row.digit}</th>
                <td>{row.count}</td>
                <td>{formatNats(row.across, 2)}</td>
                {up !== null && <td>{formatNats(row.up, 2)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
