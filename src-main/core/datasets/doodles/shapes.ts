import type { Random } from '../../random/random'
import type { Stroke } from '../strokes/way-of-writing'
import { angular, arc, between, countBetween, repeat, ring, smooth, type Point } from './pieces'

/** Shapes of one idea. Those that some hand would take for a character (a circle, a triangle) are none of them. */
export const SHAPES = {
  spiral: drawSpiral,
  star: drawStar,
  heart: drawHeart,
  zigzag: drawZigzag,
  coil: drawCoil,
  waves: drawWaves,
  arrow: drawArrow,
  rings: drawRings,
  cube: drawCube,
  crystal: drawCrystal,
} as const

/** Two turns or more: one and a half are a 6 or an e. */
function drawSpiral(random: Random): Stroke[] {
  const turns = between(random, 2.2, 6)
  const start = between(random, 0, 2 * Math.PI)
  const way = random.uniform() < 0.5 ? 1 : -1
  const isSquare = random.uniform() < 0.2
  const steps = Math.round(turns * (isSquare ? 4 : 9))
  const points = repeat(steps + 1, (at): Point => {
    const share = at / steps
    const angle = start + way * share * turns * 2 * Math.PI
    const radius = 3 + 47 * share
    return [50 + radius * Math.cos(angle), 50 + radius * Math.sin(angle)]
  })
  return [isSquare ? angular(points) : smooth(points)]
}

function drawStar(random: Random): Stroke[] {
  const tips = countBetween(random, 5, 8)
  const start = between(random, 0, 2 * Math.PI)
  const tip = (at: number, radius: number): Point => [
    50 + radius * Math.cos(start + (2 * Math.PI * at) / tips),
    50 + radius * Math.sin(start + (2 * Math.PI * at) / tips),
  ]
  const drawn = random.uniform()
  // In one go across, as an outline, or as rays from the middle.
  if (drawn < 0.4 && tips % 2 === 1) return [angular(repeat(tips + 1, (at) => tip(2 * at, 50)))]
  if (drawn < 0.75) {
    const inner = between(random, 16, 28)
    const outline = repeat(2 * tips + 1, (at) => tip(at / 2, at % 2 === 0 ? 50 : inner))
    return [angular(outline)]
  }
  return repeat(tips, (at) => angular([[50, 50], tip(at, 50)]))
}

function drawHeart(random: Random): Stroke[] {
  const dent = between(random, 18, 34)
  const foot = between(random, 92, 110)
  const left: Point[] = [
    [50, dent],
    [38, 6],
    [16, 2],
    [0, 24],
    [10, 56],
    [50, foot],
  ]
  const right = left.map(([x, y]): Point => [100 - x, y])
  const outline = random.uniform() < 0.5 ? joined(left, right) : [smooth(left), smooth(right)]
  if (random.uniform() < 0.7) return outline
  return [
    ...outline,
    angular([
      [-15, 85],
      [118, 12],
    ]),
    angular([
      [100, 12],
      [118, 12],
      [114, 30],
    ]),
  ]
}

/** One line around, with corners above and below. */
function joined(left: readonly Point[], right: readonly Point[]): Stroke[] {
  const points = [...left, ...right.toReversed().slice(1)]
  const { points: drawn } = smooth(points)
  const foot = left.length - 1
  const corners = points.map((_, at) => at === 0 || at === foot || at === points.length - 1)
  return [{ points: drawn, corners }]
}

/** Six teeth or more: fewer are an N, an M or a W. */
function drawZigzag(random: Random): Stroke[] {
  const teeth = countBetween(random, 6, 16)
  const height = between(random, 12, 60)
  const upright = random.uniform() < 0.3
  return [
    angular(
      repeat(teeth + 1, (at): Point => {
        const along = (at * 100) / teeth
        const across = at % 2 === 0 ? 0 : height
        return upright ? [across, along] : [along, across]
      }),
    ),
  ]
}

/** Loops after one another, as a wire's. */
function drawCoil(random: Random): Stroke[] {
  const loops = between(random, 3.5, 9)
  const radius = between(random, 10, 26)
  const steps = Math.round(loops * 9)
  const lean = between(random, 0.6, 1.8)
  return [
    smooth(
      repeat(steps + 1, (at): Point => {
        const angle = (2 * Math.PI * loops * at) / steps
        return [(100 * at) / steps + radius * Math.sin(angle), lean * radius * Math.cos(angle)]
      }),
    ),
  ]
}

function drawWaves(random: Random): Stroke[] {
  const lines = countBetween(random, 2, 5)
  const bends = countBetween(random, 4, 9)
  const height = between(random, 4, 10)
  const gap = between(random, 20, 32)
  return repeat(lines, (line) =>
    smooth(
      repeat(bends + 1, (at): Point => [
        (at * 100) / bends,
        line * gap + (at % 2 === 0 ? -height : height),
      ]),
    ),
  )
}

function drawArrow(random: Random): Stroke[] {
  const length = between(random, 20, 34)
  const spread = between(random, 0.35, 0.75)
  const head = (tip: Point, direction: number): Stroke =>
    angular([
      [
        tip[0] - length * Math.cos(direction - spread),
        tip[1] - length * Math.sin(direction - spread),
      ],
      tip,
      [
        tip[0] - length * Math.cos(direction + spread),
        tip[1] - length * Math.sin(direction + spread),
      ],
    ])
  // To the right or left; upright it would be read as a 1 or a T by some.
  const direction = between(random, -0.6, 0.6) + (random.uniform() < 0.5 ? 0 : Math.PI)
  const end: Point = [50 + 60 * Math.cos(direction), 50 + 60 * Math.sin(direction)]
  const start: Point = [50 - 60 * Math.cos(direction), 50 - 60 * Math.sin(direction)]
  const isDouble = random.uniform() < 0.4
  const shaft = angular([start, end])
  return isDouble
    ? [shaft, head(end, direction), head(start, direction + Math.PI)]
    : [shaft, head(end, direction)]
}

/** Circles in one another, or one with a cross in it. */
function drawRings(random: Random): Stroke[] {
  if (random.uniform() < 0.6) {
    const count = countBetween(random, 2, 4)
    return repeat(count, (at) => ring(50, 50, (50 * (at + 0.7)) / (count - 0.3)))
  }
  const turn = between(random, 0, Math.PI / 2)
  const spoke = (angle: number): Stroke =>
    angular([
      [50 - 50 * Math.cos(angle), 50 - 50 * Math.sin(angle)],
      [50 + 50 * Math.cos(angle), 50 + 50 * Math.sin(angle)],
    ])
  return [ring(50, 50, 50), spoke(turn), spoke(turn + Math.PI / 2)]
}

function drawCube(random: Random): Stroke[] {
  const depth = between(random, 18, 40)
  const rise = between(random, 14, 34)
  const square = (x: number, y: number): Stroke =>
    angular([
      [x, y],
      [x + 70, y],
      [x + 70, y + 70],
      [x, y + 70],
      [x, y],
    ])
  const edge = (x: number, y: number): Stroke =>
    angular([
      [x, y],
      [x + depth, y - rise],
    ])
  return [square(0, 0), square(depth, -rise), edge(0, 0), edge(70, 0), edge(70, 70), edge(0, 70)]
}

/** Lines from corner to corner of a polygon. */
function drawCrystal(random: Random): Stroke[] {
  const corners = countBetween(random, 5, 7)
  const outline = arc([50, 50], [50, 50], 0, 2 * Math.PI)
  const at = (corner: number): Point => {
    const angle = (2 * Math.PI * corner) / corners - Math.PI / 2
    return [50 + 50 * Math.cos(angle), 50 + 50 * Math.sin(angle)]
  }
  const spokes = repeat(corners, (corner) => angular([[50, 50], at(corner)]))
  const isRound = random.uniform() < 0.3
  return [isRound ? smooth(outline) : angular(repeat(corners + 1, at)), ...spokes]
}
