/** The chi-square distribution, in float64, by the incomplete gamma function (DLMF chapter 8). */

/** Lanczos' approximation with g = 7 and nine terms (coefficients by Godfrey, 2001). */
const LANCZOS_G = 7;
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** Relative size of what is left out of a series or fraction. */
const PRECISION = 1e-16;

/** log Γ(a) for a > 0, to about 1e-15 of max(1, log Γ). */
function logGamma(a: number): number {
  // Γ(a) = Γ(a + 1)/a keeps the argument where the approximation is made for.
  if (a < 0.5) return logGamma(a + 1) - Math.log(a);
  const sum = LANCZOS.reduce((total, coefficient, i) => (i === 0 ? coefficient : total + coefficient / (a - 1 + i)), 0);
  const shifted = a + LANCZOS_G - 0.5;
  return 0.5 * Math.log(2 * Math.PI) + (a - 0.5) * Math.log(shifted) - shifted + Math.log(sum);
}

/** x^a e^{−x} / Γ(a). */
function gammaFactor(a: number, x: number): number {
  return Math.exp(a * Math.log(x) - x - logGamma(a));
}

/** P(a, x) = x^a e^{−x}/Γ(a) Σ xⁿ / (a (a + 1) … (a + n)) (DLMF 8.7.1): every term positive. For x < a + 1. */
function lowerGammaSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; term > PRECISION * sum; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return gammaFactor(a, x) * sum;
}

/** Q(a, x) by the even part of the continued fraction DLMF 8.9.2, from the front (modified Lentz). For x ≥ a + 1. */
function upperGammaFraction(a: number, x: number): number {
  let denominator = x + 1 - a;
  let inverse = 1 / denominator;
  let ratio = Number.POSITIVE_INFINITY;
  let fraction = inverse;
  for (let n = 1, change = 0; Math.abs(change - 1) > PRECISION && n < 10_000; n++) {
    const numerator = -n * (n - a);
    denominator += 2;
    inverse = 1 / (numerator * inverse + denominator);
    ratio = denominator + numerator / ratio;
    change = ratio * inverse;
    fraction *= change;
  }
  return gammaFactor(a, x) * fraction;
}

/** P(χ² > x) with `degrees` > 0 degrees of freedom, not necessarily whole: Q(degrees/2, x/2), 1 for x ≤ 0. */
export function chiSquareTail(x: number, degrees: number): number {
  if (x <= 0) return 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  const shape = degrees / 2;
  return x / 2 < shape + 1 ? 1 - lowerGammaSeries(shape, x / 2) : upperGammaFraction(shape, x / 2);
}

/**
 * The x with P(χ² ≤ x) = `probability`, by bisection to the last bit of what 1 − `probability` holds in float64; 0 and +∞ at the ends. A Gaussian of k dimensions
 * holds `probability` within that squared Mahalanobis distance.
 */
export function chiSquareQuantile(probability: number, degrees: number): number {
  if (probability <= 0) return 0;
  if (probability >= 1) return Number.POSITIVE_INFINITY;
  const isBelow = (x: number) => chiSquareTail(x, degrees) > 1 - probability;
  let above = degrees;
  while (isBelow(above)) above *= 2;
  let below = 0;
  for (let middle = above / 2; middle > below && middle < above; middle = (below + above) / 2) {
    if (isBelow(middle)) below = middle;
    else above = middle;
  }
  return above;
}
