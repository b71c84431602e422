/**
 * A way to write a character: how often it is met beside the others, and its strokes. Strokes are parted
 * by `/`; each is a line through its points `x,y`, smooth but for points with `!`, which are corners. The
 * unit is a hundredth of a capital's height, y points down, and where the origin lies does not matter.
 */
export type WayOfWriting = readonly [share: number, strokes: string]

/** By character. */
export type WaysOfWriting = Readonly<Record<string, readonly WayOfWriting[]>>

/** A stroke as points with x and y in turn. */
export interface Stroke {
  readonly points: Float64Array
  /** Whether each point is a corner; the two ends always are. */
  readonly corners: readonly boolean[]
}

const POINT_PATTERN = /^(-?\d+),(-?\d+)(!?)$/

/** Reads the strokes of a {@link WayOfWriting}; each has two points or more. */
export function parseStrokes(text: string): Stroke[] {
  return text.split(' / ').map((part) => {
    const found = part
      .trim()
      .split(/ +/)
      .map((word) => {
        const [, x, y, corner] = POINT_PATTERN.exec(word) ?? []
        if (x === undefined || y === undefined) throw new RangeError(`no point: ${word} in ${text}`)
        return { x: Number(x), y: Number(y), corner: corner === '!' }
      })
    if (found.length < 2) throw new RangeError(`a stroke of one point in ${text}`)
    return {
      points: Float64Array.from(found.flatMap(({ x, y }) => [x, y])),
      corners: found.map(({ corner }, i) => corner || i === 0 || i === found.length - 1),
    }
  })
}
