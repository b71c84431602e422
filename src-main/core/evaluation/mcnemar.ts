/**
 * McNemar's exact test (McNemar 1947; exact by the binomial distribution: Fagerland, Lydersen and Laake,
 * BMC Medical Research Methodology 13:91, 2013): of the images that one of two networks alone has right,
 * is each as likely to have as many as it has? Two-sided: twice the smaller tail of Binomial(n, 1/2), at
 * most 1, as statsmodels' `mcnemar(exact=True)` has it.
 *
 * @returns the probability of so uneven a share or a more uneven one, where both are equally good; 1
 *   where no image tells them apart
 */
export function mcnemarExact(firstOnly: number, secondOnly: number): number {
  const discordant = firstOnly + secondOnly
  const fewer = Math.min(firstOnly, secondOnly)
  // In logarithms: 2^-n is 0 in float64 from 1,075 images on.
  const logTail = logChoose(discordant, fewer) + Math.log(termsBelow(discordant, fewer))
  return Math.min(1, Math.exp(Math.LN2 + logTail - discordant * Math.LN2))
}

/** ln of the binomial coefficient, for whole numbers. */
function logChoose(n: number, k: number): number {
  let sum = 0
  for (let factor = 1; factor <= k; factor++) sum += Math.log((n - k + factor) / factor)
  return sum
}

/** Sum of the coefficients of n up to that of k, as a multiple of the last: at least 1. */
function termsBelow(n: number, k: number): number {
  let term = 1
  let sum = 1
  for (let at = k; at > 0 && term > Number.EPSILON * sum; at--) {
    term *= at / (n - at + 1)
    sum += term
  }
  return sum
}
