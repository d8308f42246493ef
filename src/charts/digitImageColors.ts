import { useEffect, useState } from "react";

/** The theme's colours that canvases need as values. */
export interface DigitColors {
  /** What 1 is drawn in, and what 0 is. */
  ink: string;
  paper: string;
  accent: string;
  truth: string;
  text: string;
  line: string;
  /** The paper is darker than the ink. */
  dark: boolean;
}

/** Red, green and blue of "#1c1c1a", as the theme's colours are written, or of "#fff", as a build shortens them. */
function channels(color: string): number[] {
  const digits = color.slice(1);
  const width = digits.length / 3;
  return [0, 1, 2].map((i) => Number.parseInt(digits.slice(i * width, (i + 1) * width).repeat(2 / width), 16));
}

function readColors(): DigitColors {
  const style = getComputedStyle(document.documentElement);
  const read = (name: string, otherwise: string): string => style.getPropertyValue(name).trim() || otherwise;
  const ink = read("--digit-ink", "#1c1c1a");
  const paper = read("--digit-paper", "#ffffff");
  const lightness = (color: string): number => channels(color).reduce((sum, channel) => sum + channel);
  return {
    ink,
    paper,
    accent: read("--accent", "#4a3fd1"),
    truth: read("--truth", "#0b7285"),
    text: read("--ink-2", "#55544e"),
    line: read("--line-strong", "#c9c7bf"),
    dark: lightness(paper) < lightness(ink),
  };
}

/** The colours of the theme in force; a new object only when the theme changes. */
export function useDigitColors(): DigitColors {
  const [colors, setColors] = useState(readColors);
  useEffect(() => {
    const update = (): void => setColors((before) => (JSON.stringify(before) === JSON.stringify(readColors()) ? before : readColors()));
    update();
    const scheme = matchMedia("(prefers-color-scheme: dark)");
    const observer = new MutationObserver(update);
    scheme.addEventListener("change", update);
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    return () => {
      scheme.removeEventListener("change", update);
      observer.disconnect();
    };
  }, []);
  return colors;
}

/** The 256 mixtures from paper (0) to ink (255), as RGBA bytes in memory order, one word each. */
export function digitRamp(colors: DigitColors): Uint32Array {
  const paper = channels(colors.paper);
  const ink = channels(colors.ink);
  const bytes = new Uint8ClampedArray(4 * 256);
  for (let level = 0; level < 256; level++) {
    const share = level / 255;
    const mixed = paper.map((channel, i) => channel + (ink[i] - channel) * share);
    bytes.set([...mixed, 255], 4 * level);
  }
  return new Uint32Array(bytes.buffer);
}
