/** Quantile 0.975 of the standard normal distribution: what 95 % intervals reach to. */
export const Z_95 = 1.959963984540054
