/** Colours to a ramp, however many stops it has: more the eye does not tell apart. */
const STEPS = 200

const ramps = new WeakMap<readonly string[], readonly string[]>()

/**
 * The colour of a place on a ramp.
 * @param stops `#rrggbb`, at even distances; between two of them is a mixture
 * @param level 0 is the first stop, 1 the last
 */
export function heatColour(stops: readonly string[], level: number): string {
  const ramp = ramps.get(stops) ?? mixed(stops)
  ramps.set(stops, ramp)
  return ramp[Math.round(Math.min(1, Math.max(0, level)) * STEPS)] ?? ''
}

/** Least level of a cell with anything in it: one of very many is told from none. */
const LEAST_LEVEL = 0.05

/**
 * Place of a value on the ramp: by its square root, so that a mistake that is made once is seen beside what
 * is right hundreds of times.
 * @param greatest of all values that are shown
 */
export function heatLevel(value: number, greatest: number): number {
  if (value <= 0 || greatest <= 0) return 0
  return LEAST_LEVEL + (1 - LEAST_LEVEL) * Math.sqrt(Math.min(1, value / greatest))
}

function mixed(stops: readonly string[]): readonly string[] {
  const colours = stops.map((stop) =>
    [1, 3, 5].map((at) => Number.parseInt(stop.slice(at, at + 2), 16)),
  )
  return Array.from({ length: STEPS + 1 }, (_, step) => {
    const place = (step / STEPS) * (stops.length - 1)
    const below = Math.min(stops.length - 2, Math.floor(place))
    const [from, to] = [colours[below] ?? [], colours[below + 1] ?? []]
    const channels = [0, 1, 2].map((channel) => {
      const start = from[channel] ?? 0
      return Math.round(start + ((to[channel] ?? start) - start) * (place - below))
    })
    return `#${channels.map((value) => value.toString(16).padStart(2, '0')).join('')}`
  })
}
