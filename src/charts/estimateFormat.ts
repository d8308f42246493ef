import { formatNats } from "./numberFormat";

const MOST_DECIMALS = 4;
const USUAL_DECIMALS = 2;
const NARROW_SPACE = "\u202f";

/** Decimals that show one digit of the error that counts, or two where the first is a 1; two without an error. */
export function errorDecimals(error: number): number {
  if (!(error > 0) || !Number.isFinite(error)) return USUAL_DECIMALS;
  const exponent = Math.floor(Math.log10(error));
  const isOne = error / 10 ** exponent < 1.95;
  return Math.min(MOST_DECIMALS, Math.max(1, (isOne ? 1 : 0) - exponent));
}

/** "± 0.02"; nothing where there is no error. */
export function formatError(error: number, decimals = errorDecimals(error)): string {
  if (!Number.isFinite(error)) return "";
  const isLess = error > 0 && Number(error.toFixed(decimals)) === 0;
  return isLess ? `± < ${(10 ** -decimals).toFixed(decimals)}` : `± ${error.toFixed(decimals)}`;
}

/** "−98.32 ± 0.02", in nats: as many digits as the error allows. */
export function formatEstimate({ value, error }: { value: number; error: number }): string {
  return `${formatNats(value, errorDecimals(error))} ${formatError(error)}`.trim();
}

/** "p = 0.034", "p < 0.001". */
export function formatPValue(p: number): string {
  if (!Number.isFinite(p)) return "p = –";
  if (p < 0.001) return "p < 0.001";
  return `p = ${p >= 0.1 ? p.toFixed(2) : p.toFixed(3)}`;
}

/** "93.4 %" of a share in [0, 1]. */
export function formatShare(share: number, decimals = 1): string {
  return Number.isFinite(share) ? `${formatNats(100 * share, decimals)}${NARROW_SPACE}%` : "–";
}

/** "1.31", and both infinities as such: a tail that is none, and one that nothing can be fitted to. */
export function formatShape(shape: number): string {
  if (Number.isNaN(shape)) return "–";
  if (!Number.isFinite(shape)) return shape < 0 ? "−∞" : "∞";
  return formatNats(shape, 2);
}
