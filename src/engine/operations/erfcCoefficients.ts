/**
 * erfc(z) = t·exp(−z² + P(t)) with t = 1/(1 + z/2), for z ≥ 0. P, lowest power first, is a least-squares fit of
 * log(erfc(z)·exp(z²)/t) at Chebyshev nodes over 0 ≤ z ≤ 11, past which erfc is zero in float32: relative error 5.4e-8,
 * and 2.6e-7 when P itself is evaluated in float32. As accurate in the far tail as near zero, which 1 + erf(−z) is not.
 */
export const ERFC_COEFFICIENTS: readonly number[] = [
  -1.2654687578473254, 0.9990604091967222, 0.38292455362309075, 0.0525327000541182, -0.05186151704822106, 0.020350489678620853,
  -0.818536589694705, 1.248985030005799, -0.7201575477142226, 0.15217128241012717,
];
