import type { Random } from '../../random/random'
import type { Stroke } from '../strokes/way-of-writing'

/** x and y; doodles are drawn in hundredths of about their own side, y down, as characters are. */
export type Point = readonly [x: number, y: number]

/** A smooth stroke through points. */
export function smooth(points: readonly Point[]): Stroke {
  return stroke(points, (at) => at === 0 || at === points.length - 1)
}

/** A stroke of straight pieces from point to point. */
export function angular(points: readonly Point[]): Stroke {
  return stroke(points, () => true)
}

/** A closed curve around a centre. */
export function ring(centreX: number, centreY: number, radiusX: number, radiusY = radiusX): Stroke {
  return smooth(arc([centreX, centreY], [radiusX, radiusY], -Math.PI / 2, (3 * Math.PI) / 2))
}

/** Points of an ellipse from one angle to another, eight or so a turn. */
export function arc(
  [centreX, centreY]: Point,
  [radiusX, radiusY]: Point,
  from: number,
  to: number,
): Point[] {
  const pieces = Math.max(2, Math.ceil(Math.abs(to - from) / (Math.PI / 4)))
  return Array.from({ length: pieces + 1 }, (_, at): Point => {
    const angle = from + ((to - from) * at) / pieces
    return [centreX + radiusX * Math.cos(angle), centreY + radiusY * Math.sin(angle)]
  })
}

/** A number between two, each as likely. */
export function between(random: Random, least: number, most: number): number {
  return least + (most - least) * random.uniform()
}

/** A whole number between two, both of which can come. */
export function countBetween(random: Random, least: number, most: number): number {
  return least + random.integer(most - least + 1)
}

/** So many of something. */
export function repeat<T>(count: number, make: (at: number) => T): T[] {
  return Array.from({ length: count }, (_, at) => make(at))
}

function stroke(points: readonly Point[], isCorner: (at: number) => boolean): Stroke {
  return {
    points: Float64Array.from(points.flat()),
    corners: points.map((_, at) => isCorner(at)),
  }
}
