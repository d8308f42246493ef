import { type CSSProperties, useId } from "react";
import { formatNats, latentName } from "../charts/numberFormat";
import { useActions, useAppState } from "./app";
import { Popover } from "./controls/Popover";
import { onSquare } from "./LatentPosteriorLayer";
import styles from "./LatentSpacePanel.module.css";
import { type LatentView, roundedPoint } from "./latentView";
import { describePoint } from "./latentWords";

/** Where the pin is, and the ways to set it that the square itself does not offer. */
export function LatentSpacePin({ view }: { view: LatentView }) {
  const { setView } = useActions();
  const { pin, dim, up, across, variable } = view;
  const mean = useAppState((state) => state.oneImage?.value.mean ?? null);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a few buttons, not a form's fieldset
    <div className={styles.pin} role="group" aria-label="Pin">
      <span className={styles.settingLabel}>Pin</span>
      <span className={styles.pinWhere}>
        {pin === null ? (view.sheet ? "click a draw" : "click the square") : describePoint(pin, view)}
      </span>
      {mean !== null && mean.length >= dim && (
        <button type="button" className={styles.small} onClick={() => setView({ pin: roundedPoint(onSquare(mean, view)) })}>
          pin at μ of image
        </button>
      )}
      {dim > (up === null ? 1 : 2) && (
        <Popover
          button={`other ${dim - 2} dim${dim > 3 ? "s" : ""} …`}
          buttonClassName={styles.small}
          label="Other dimensions of the pin"
          width={260}
        >
          <p className={styles.popoverText}>{variable} of the dimensions that are not on the axes: where the slice is cut.</p>
          {Array.from({ length: dim }, (_, dimension) => dimension)
            .filter((dimension) => dimension !== across && dimension !== up)
            .map((dimension) => (
              <PinSlider key={dimension} dimension={dimension} view={view} />
            ))}
        </Popover>
      )}
      {pin !== null && (
        <button type="button" className={styles.small} onClick={() => setView({ pin: null })}>
          unpin
        </button>
      )}
    </div>
  );
}

/** One coordinate of the pin; moving it without a pin makes one at 0. */
function PinSlider({ dimension, view }: { dimension: number; view: LatentView }) {
  const { setView } = useActions();
  const id = useId();
  const value = view.pin?.[dimension] ?? 0;
  const move = (next: number): void => {
    const pin = view.pin === null ? new Array<number>(view.dim).fill(0) : [...view.pin];
    pin[dimension] = next;
    setView({ pin });
  };
  return (
    <div className={styles.pinSlider}>
      <label htmlFor={id}>{latentName(dimension, view.variable)}</label>
      <input
        id={id}
        type="range"
        min={-3}
        max={3}
        step={0.05}
        value={value}
        style={{ accentColor: "var(--accent)" } satisfies CSSProperties}
        onChange={(event) => move(event.target.valueAsNumber)}
      />
      <span aria-hidden="true">{formatNats(value, 2)}</span>
    </div>
  );
}
