import type { Random } from '../../random/random'
import { parseStrokes, type Stroke } from '../strokes/way-of-writing'
import { angular, arc, between, countBetween, repeat, ring, smooth, type Point } from './pieces'

/** Things that people draw. */
export const PICTURES = {
  face: drawFace,
  house: drawHouse,
  sun: drawSun,
  flower: drawFlower,
  tree: drawTree,
  figure: drawFigure,
  fish: drawFish,
  cat: drawCat,
  cup: (random: Random) => oneOf(CUPS, random),
  car: (random: Random) => oneOf(CARS, random),
  umbrella: (random: Random) => oneOf(UMBRELLAS, random),
  ladder: drawLadder,
  cloud: drawCloud,
} as const

const CUPS = [
  '0,0! 8,90! 70,90! 78,0! 0,0 / 76,20 104,18 106,56 74,62',
  '0,10! 4,70 20,96 56,96 74,70 78,10! 40,20 0,10 40,0 78,10 / 78,24 106,20 102,60 74,64 / 26,-12 34,-24 26,-36 / 52,-12 60,-24 52,-36',
]
const CARS = [
  '0,60! 0,36! 24,34! 38,8! 84,8! 100,34! 124,38! 124,60! 0,60 / 28,50 16,60 28,72 40,60 28,50 / 94,50 82,60 94,72 106,60 94,50',
  '0,70! 0,30! 60,30! 60,0! 96,0! 110,36! 130,40! 130,70! 0,70 / 26,60 14,72 26,84 38,72 26,60 / 100,60 88,72 100,84 112,72 100,60 / 70,10! 90,10! 96,32! 70,32! 70,10',
]
const UMBRELLAS = [
  '0,40 14,8 50,-6 86,8 100,40! 84,30 66,40! 50,30 34,40! 16,30 0,40 / 50,-6 50,84 44,98 30,98 28,86',
  '0,40 14,8 50,-6 86,8 100,40! 0,40 / 50,40 50,90 60,100 70,90 / 50,-6 34,16 32,40 / 50,-6 66,16 68,40',
]

function oneOf(drawings: readonly string[], random: Random): Stroke[] {
  return parseStrokes(drawings[random.integer(drawings.length)] ?? '')
}

function drawFace(random: Random): Stroke[] {
  const height = between(random, 42, 56)
  const eyeHeight = between(random, 30, 42)
  const apart = between(random, 13, 22)
  const mouth = between(random, -14, 16)
  const eyes = [50 - apart, 50 + apart].map((x) => drawEye(x, eyeHeight, random))
  const width = between(random, 16, 26)
  const smile = smooth([
    [50 - width, 68],
    [50, 68 + mouth],
    [50 + width, 68],
  ])
  const nose =
    random.uniform() < 0.5
      ? [
          angular([
            [50, 46],
            [46, 58],
            [53, 59],
          ]),
        ]
      : []
  const hair =
    random.uniform() < 0.3
      ? repeat(countBetween(random, 3, 7), (at) => {
          const x = 25 + at * 9
          return angular([
            [x, 8],
            [x + 4 * random.normal(), -10],
          ])
        })
      : []
  return [ring(50, 50, 50, height), ...eyes, smile, ...nose, ...hair]
}

function drawEye(x: number, y: number, random: Random): Stroke {
  const drawn = random.uniform()
  if (drawn < 0.4)
    return angular([
      [x, y - 3],
      [x, y + 5],
    ])
  if (drawn < 0.7) return ring(x, y, between(random, 4, 8))
  return smooth([
    [x - 7, y + 3],
    [x, y - 4],
    [x + 7, y + 3],
  ])
}

function drawHouse(random: Random): Stroke[] {
  const roof = between(random, -52, -24)
  const width = between(random, 70, 110)
  const wall = between(random, 46, 80)
  const eaves = random.uniform() < 0.5 ? 0 : 10
  const box = angular([
    [0, 0],
    [0, wall],
    [width, wall],
    [width, 0],
    [0, 0],
  ])
  const top = angular([
    [-eaves, 0],
    [width / 2, roof],
    [width + eaves, 0],
  ])
  const door = angular([
    [width * 0.4, wall],
    [width * 0.4, wall * 0.45],
    [width * 0.62, wall * 0.45],
    [width * 0.62, wall],
  ])
  const chimney = angular([
    [width * 0.72, roof * 0.5],
    [width * 0.72, roof * 0.95],
    [width * 0.84, roof * 0.95],
    [width * 0.84, roof * 0.3],
  ])
  const window = angular([
    [8, 14],
    [8, 34],
    [28, 34],
    [28, 14],
    [8, 14],
  ])
  return [
    box,
    top,
    ...[door, chimney, window].filter((_, at) => at === 0 || random.uniform() < 0.5),
  ]
}

function drawSun(random: Random): Stroke[] {
  const rays = countBetween(random, 6, 14)
  const radius = between(random, 18, 30)
  const start = between(random, 0, 2 * Math.PI)
  return [
    ring(50, 50, radius),
    ...repeat(rays, (at) => {
      const angle = start + (2 * Math.PI * at) / rays
      const [inner, outer] = [radius + 5, between(random, 46, 56)]
      return angular([
        [50 + inner * Math.cos(angle), 50 + inner * Math.sin(angle)],
        [50 + outer * Math.cos(angle), 50 + outer * Math.sin(angle)],
      ])
    }),
  ]
}

function drawFlower(random: Random): Stroke[] {
  const petals = countBetween(random, 5, 8)
  const size = (2.2 * 30) / petals + 4
  const blossom = [
    ring(50, 30, between(random, 7, 12)),
    ...repeat(petals, (at) => {
      const angle = (2 * Math.PI * at) / petals
      return ring(50 + 24 * Math.cos(angle), 30 + 24 * Math.sin(angle), size)
    }),
  ]
  if (random.uniform() < 0.3) return blossom
  const stem = smooth([
    [50, 66],
    [46, 90],
    [50, 118],
  ])
  const leaf = smooth([
    [49, 100],
    [66, 84],
    [78, 88],
    [64, 102],
    [49, 102],
  ])
  return random.uniform() < 0.5 ? [...blossom, stem] : [...blossom, stem, leaf]
}

function drawTree(random: Random): Stroke[] {
  if (random.uniform() < 0.5) {
    // A fir: tiers over a trunk.
    const tiers = countBetween(random, 2, 4)
    const outline = repeat(tiers, (tier): Stroke => {
      const [top, half] = [tier * 26, 18 + tier * 13]
      return angular([
        [50, top],
        [50 - half, top + 36],
        [50 + half, top + 36],
        [50, top],
      ])
    })
    const foot = (tiers - 1) * 26 + 36
    return [
      ...outline,
      angular([
        [45, foot],
        [45, foot + 18],
        [56, foot + 18],
        [56, foot],
      ]),
    ]
  }
  const crown = scallops(countBetween(random, 6, 9), 42, 34)
  return [
    crown,
    angular([
      [43, 62],
      [40, 116],
    ]),
    angular([
      [58, 62],
      [61, 116],
    ]),
  ]
}

function drawCloud(random: Random): Stroke[] {
  return [scallops(countBetween(random, 6, 10), 56, between(random, 26, 38))]
}

/** A round outline of bulges. */
function scallops(count: number, radiusX: number, radiusY: number): Stroke {
  const points = repeat(count, (at): readonly Point[] => {
    const angle = (2 * Math.PI * at) / count
    const centre: Point = [50 + radiusX * Math.cos(angle), 30 + radiusY * Math.sin(angle)]
    const size = 70 / count + 7
    return arc(centre, [size, size], angle - 1.9, angle + 1.9)
  }).flat()
  return smooth([...points, points[0] ?? [0, 0]])
}

function drawFigure(random: Random): Stroke[] {
  const arms = between(random, 26, 62)
  const [left, right] = [between(random, 18, 38), between(random, 18, 38)]
  return [
    ring(50, 14, between(random, 11, 16)),
    angular([
      [50, 28],
      [50, 74],
    ]),
    angular([
      [50 - 30, arms],
      [50, 44],
      [50 + 30, between(random, 26, 62)],
    ]),
    angular([
      [50 - left, 112],
      [50, 74],
      [50 + right, 112],
    ]),
  ]
}

function drawFish(random: Random): Stroke[] {
  const height = between(random, 22, 36)
  const body = smooth([
    [0, 40],
    [30, 40 - height],
    [70, 40 - 0.7 * height],
    [96, 44],
    [118, 66],
  ])
  const belly = smooth([
    [0, 40],
    [30, 40 + height],
    [70, 40 + 0.7 * height],
    [96, 36],
    [118, 12],
  ])
  const tail = angular([
    [118, 12],
    [118, 66],
  ])
  return [body, belly, tail, ring(24, 34, 4), ...(random.uniform() < 0.5 ? scales(random) : [])]
}

function scales(random: Random): Stroke[] {
  return repeat(countBetween(random, 1, 3), (at) =>
    smooth([
      [44 + at * 14, 26],
      [50 + at * 14, 40],
      [44 + at * 14, 54],
    ]),
  )
}

function drawCat(random: Random): Stroke[] {
  const ear = between(random, 22, 36)
  const whisker = (side: 1 | -1, y: number): Stroke =>
    angular([
      [50 + side * 14, 62],
      [50 + side * 62, y],
    ])
  return [
    ring(50, 50, 46, 42),
    angular([
      [10, 30],
      [12, 10 - ear],
      [36, 10],
    ]),
    angular([
      [64, 10],
      [88, 10 - ear],
      [90, 30],
    ]),
    ring(34, 40, 5),
    ring(66, 40, 5),
    angular([
      [45, 56],
      [55, 56],
      [50, 63],
      [45, 56],
    ]),
    ...[52, 64, 76].flatMap((y) => [whisker(1, y), whisker(-1, y)]),
  ]
}

function drawLadder(random: Random): Stroke[] {
  const rungs = countBetween(random, 3, 7)
  const width = between(random, 24, 44)
  const isTrack = random.uniform() < 0.3
  const strokes = [
    angular([
      [0, 0],
      [0, 100],
    ]),
    angular([
      [width, 0],
      [width, 100],
    ]),
    ...repeat(rungs, (at) => {
      const y = ((at + 0.7) * 100) / (rungs + 0.4)
      return angular([
        [-3, y],
        [width + 3, y],
      ])
    }),
  ]
  if (!isTrack) return strokes
  return strokes.map(({ points, corners }) => ({
    corners,
    points: points.map((_, at) => points[at % 2 === 0 ? at + 1 : at - 1] ?? 0),
  }))
}
