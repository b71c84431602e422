/** Farther than anything on a canvas, squared; sums of it stay exact. */
const FAR = 1e12

/**
 * How far each pixel's centre lies from the nearest of the other kind, in pixels, less the half that lies on this side
 * of the edge: negative in ink. By P. Felzenszwalb and D. Huttenlocher, "Distance Transforms of Sampled Functions"
 * (Theory of Computing 8, 2012), exact.
 *
 * @param ink `[height, width]`, 0 paper
 * @returns `[height, width]`
 */
export function signedDistance(ink: Uint8Array, width: number, height: number): Float32Array {
  const toInk = squaredDistance(ink, width, height, true)
  const toPaper = squaredDistance(ink, width, height, false)
  for (let at = 0; at < ink.length; at++)
    toInk[at] = ink[at] === 0 ? Math.sqrt(toInk[at] ?? 0) - 0.5 : 0.5 - Math.sqrt(toPaper[at] ?? 0)
  return toInk
}

function squaredDistance(
  ink: Uint8Array,
  width: number,
  height: number,
  isToInk: boolean,
): Float32Array {
  const squared = new Float32Array(ink.length)
  for (let at = 0; at < ink.length; at++) if ((ink[at] !== 0) !== isToInk) squared[at] = FAR
  const scratch = {
    line: new Float64Array(Math.max(width, height)),
    feet: new Int32Array(Math.max(width, height)),
    begins: new Float64Array(Math.max(width, height)),
  }
  for (let x = 0; x < width; x++) transformLine(squared, x, width, height, scratch)
  for (let y = 0; y < height; y++) transformLine(squared, y * width, 1, width, scratch)
  return squared
}

interface Scratch {
  readonly line: Float64Array
  readonly feet: Int32Array
  readonly begins: Float64Array
}

/** Replaces the values of one line by the lower envelope of the parabolas that stand on them. */
function transformLine(
  values: Float32Array,
  from: number,
  step: number,
  count: number,
  { line, feet, begins }: Scratch,
): void {
  for (let at = 0; at < count; at++) line[at] = values[from + at * step] ?? FAR
  let last = 0
  feet[0] = 0
  begins[0] = -Infinity
  for (let at = 1; at < count; at++) {
    const own = (line[at] ?? FAR) + at * at
    let crossing = -Infinity
    for (; last >= 0; last--) {
      const foot = feet[last] ?? 0
      crossing = (own - (line[foot] ?? FAR) - foot * foot) / (2 * (at - foot))
      if (crossing > (begins[last] ?? 0)) break
    }
    last += 1
    feet[last] = at
    begins[last] = last === 0 ? -Infinity : crossing
  }
  for (let at = 0, parabola = 0; at < count; at++) {
    while (parabola < last && (begins[parabola + 1] ?? 0) < at) parabola += 1
    const foot = feet[parabola] ?? 0
    values[from + at * step] = (at - foot) ** 2 + (line[foot] ?? FAR)
  }
}
