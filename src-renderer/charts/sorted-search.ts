/** Index of the first value that is not below `limit`; the length where all are. Values rise. */
export function firstFrom(values: Float64Array, limit: number): number {
  let [low, high] = [0, values.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((values[middle] ?? 0) < limit) low = middle + 1
    else high = middle
  }
  return low
}

/** Index of the value nearest to `wanted`, the earlier of two; -1 where there is none. Values rise. */
export function nearest(values: Float64Array, wanted: number): number {
  const after = firstFrom(values, wanted)
  if (after === 0) return values.length === 0 ? -1 : 0
  if (after === values.length) return values.length - 1
  const [left, right] = [values[after - 1] ?? 0, values[after] ?? 0]
  return wanted - left <= right - wanted ? after - 1 : after
}
