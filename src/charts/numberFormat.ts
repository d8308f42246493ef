const NARROW_SPACE = "\u202f";

/** "−142.1": a true minus sign, fixed decimals; a dash for what is not finite. */
export function formatNats(value: number, decimals = 1): string {
  if (!Number.isFinite(value)) return "–";
  const text = Math.abs(value).toFixed(decimals);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

/** "14 040": a whole number with its thousands apart by narrow no-break spaces. */
export function formatCount(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, NARROW_SPACE);
}

/** A weight such as β or λ with no needless digits: "1", "0.35", "0.0012". */
export function formatWeight(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(3))) : "–";
}

/** Decimals that tell ticks a distance `tickStep` apart from one another. */
export function tickDecimals(tickStep: number): number {
  return Math.max(0, -Math.floor(Math.log10(tickStep) + 1e-9));
}

/** "₁₂" */
const subscript = (count: number): string => [...String(count)].map((digit) => String.fromCodePoint(0x2080 + Number(digit))).join("");

/** "z₁₂": the latent dimension of a zero-based index, as the page numbers them; "u₁₂" of the variables above z. */
export function latentName(index: number, variable: "z" | "u" = "z"): string {
  return `${variable}${subscript(index + 1)}`;
}

/** "L₅": IWAE's bound of K samples. */
export function boundName(samples: number): string {
  return `L${subscript(samples)}`;
}
