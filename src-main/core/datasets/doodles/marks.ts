import type { Random } from '../../random/random'
import type { Stroke } from '../strokes/way-of-writing'
import { angular, between, countBetween, repeat, smooth, type Point } from './pieces'

/** What a hand leaves without drawing anything. */
export const MARKS = {
  scribble: drawScribble,
  tangle: drawTangle,
  hatching: drawHatching,
  grid: drawGrid,
  blot: drawBlot,
  dot: drawDot,
  dots: drawDots,
  dashes: drawDashes,
  litter: drawLitter,
} as const

/** To and fro, fast, over some area. */
function drawScribble(random: Random): Stroke[] {
  const turns = countBetween(random, 8, 26)
  const height = between(random, 25, 100)
  const lean = between(random, -30, 30)
  const points = repeat(turns + 1, (at): Point => {
    const isUp = at % 2 === 0
    return [
      (at * 100) / turns + (isUp ? lean : -lean) + 6 * random.normal(),
      (isUp ? 0 : height) + 0.12 * height * random.normal(),
    ]
  })
  return [random.uniform() < 0.7 ? smooth(points) : angular(points)]
}

/** A line that wanders without aim and crosses itself. */
function drawTangle(random: Random): Stroke[] {
  const steps = countBetween(random, 26, 60)
  let [x, y, direction] = [50, 50, between(random, 0, 2 * Math.PI)]
  let turn = 0
  const points = repeat(steps, (): Point => {
    turn = 0.5 * turn + 0.9 * random.normal()
    direction += turn
    x = Math.min(100, Math.max(0, x + 19 * Math.cos(direction)))
    y = Math.min(100, Math.max(0, y + 19 * Math.sin(direction)))
    return [x, y]
  })
  return [smooth(points)]
}

/** Lines beside one another, in one direction or two. */
function drawHatching(random: Random): Stroke[] {
  const lines = countBetween(random, 4, 12)
  const lean = between(random, -60, 60)
  const length = between(random, 50, 110)
  const first = repeat(lines, (at) => {
    const x = (at * 100) / (lines - 1)
    return angular([
      [x + lean / 2, 0],
      [x - lean / 2, length],
    ])
  })
  if (random.uniform() < 0.6) return first
  return [
    ...first,
    ...repeat(lines, (at) => {
      const y = (at * length) / (lines - 1)
      return angular([
        [0, y - lean / 4],
        [100, y + lean / 4],
      ])
    }),
  ]
}

/** A board of squares; of two lines each way it is the # of games. */
function drawGrid(random: Random): Stroke[] {
  const [columns, rows] = [countBetween(random, 2, 5), countBetween(random, 2, 5)]
  const isFramed = columns + rows > 5 && random.uniform() < 0.5
  const place = (at: number, count: number): number =>
    isFramed ? (at * 100) / (count - 1) : ((at + 1) * 100) / (count + 1)
  return [
    ...repeat(columns, (at) =>
      angular([
        [place(at, columns), 0],
        [place(at, columns), 100],
      ]),
    ),
    ...repeat(rows, (at) =>
      angular([
        [0, place(at, rows)],
        [100, place(at, rows)],
      ]),
    ),
  ]
}

/** An area filled by a pen that goes to and fro too closely to leave gaps. */
function drawBlot(random: Random): Stroke[] {
  const lines = countBetween(random, 14, 24)
  const [radiusX, radiusY] = [between(random, 25, 50), between(random, 25, 50)]
  const corner = between(random, 0.6, 2)
  return [
    smooth(
      repeat(lines, (at): Point => {
        const v = (2 * (at + 0.5)) / lines - 1
        const half = radiusX * (1 - Math.abs(v) ** (2 * corner)) ** 0.5
        return [at % 2 === 0 ? 50 - half : 50 + half, 50 + v * radiusY]
      }),
    ),
  ]
}

/** Touched once, or held a moment. */
function drawDot(random: Random): Stroke[] {
  const length = between(random, 0.2, 1.2)
  return [
    angular([
      [50, 50],
      [50 + length, 50 + length * random.normal()],
    ]),
  ]
}

function drawDots(random: Random): Stroke[] {
  return repeat(countBetween(random, 3, 14), () => {
    const [x, y] = [between(random, 0, 100), between(random, 0, 100)]
    return angular([
      [x, y],
      [x + 1, y + 1],
    ])
  })
}

/** A line across, or several below one another. */
function drawDashes(random: Random): Stroke[] {
  const lines = countBetween(random, 1, 5)
  const gap = between(random, 18, 40)
  return repeat(lines, (at) =>
    angular([
      [0, at * gap],
      [between(random, 80, 100), at * gap],
    ]),
  )
}

/** Short lines in all directions. */
function drawLitter(random: Random): Stroke[] {
  return repeat(countBetween(random, 6, 16), () => {
    const [x, y] = [between(random, 0, 100), between(random, 0, 100)]
    const [angle, length] = [between(random, 0, Math.PI), between(random, 8, 26)]
    return angular([
      [x, y],
      [x + length * Math.cos(angle), y + length * Math.sin(angle)],
    ])
  })
}
