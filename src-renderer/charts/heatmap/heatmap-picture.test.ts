import { expect, test } from 'vitest'
import type { Tone } from '../marks'
import { pictureToSvg } from '../marks-to-svg'
import { ConfusionMatrix } from './confusion-matrix'
import { heatmapPicture } from './heatmap-picture'

const grey = '#777777'
const TONES = [
  ...(['training', 'validation', 'accent', 'on-accent', 'ink', 'ink-2', 'ink-3'] as const),
  ...(['line-2', 'grid', 'sunken', 'surface', 'heat-0'] as const),
  ...(['series-1', 'series-2', 'series-3', 'series-4', 'series-5', 'series-6'] as const),
]
const style = {
  colours: Object.fromEntries(TONES.map((tone) => [tone, grey])) as Record<Tone, string>,
  fontFamily: 'A',
  monoFamily: 'B',
  fontSize: 11,
  heat: { ramp: ['#ffffff', '#000000'], flip: 0.5 },
}
const CONFUSION = [
  [8, 2, 0],
  [1, 9, 0],
  [0, 3, 7],
]
const words = {
  title: 'Confusion of a & b',
  actual: 'written',
  predicted: 'read as',
  none: '0',
  most: '9 images',
  value: String,
  cell: ({ actual, predicted }: { readonly actual: number; readonly predicted: number }) =>
    `${actual} as ${predicted}: ${CONFUSION[actual]?.[predicted]}`,
}
const svgOf = (isDiagonalMuted: boolean) =>
  pictureToSvg(
    heatmapPicture(
      new ConfusionMatrix(CONFUSION),
      ['x', 'y', 'z'],
      { mode: 'counts', isDiagonalMuted },
      words,
      style,
    ),
    style,
  )
const counted = (svg: string) =>
  [...svg.matchAll(/<title>(\d) as (\d): (\d)<\/title>/g)].map(([, ...cell]) => cell.map(Number))

test('the file says of each cell how many images it holds', () => {
  expect(counted(svgOf(false))).toEqual([
    [0, 0, 8],
    [0, 1, 2],
    [1, 0, 1],
    [1, 1, 9],
    [2, 1, 3],
    [2, 2, 7],
  ])
})

test('a muted diagonal is not in the file', () => {
  expect(counted(svgOf(true))).toEqual([
    [0, 1, 2],
    [1, 0, 1],
    [2, 1, 3],
  ])
})

test('the file has its title, its axes and its legend', () => {
  const svg = svgOf(false)
  for (const text of ['Confusion of a &amp; b', 'written', 'read as', '9 images', 'x', 'y', 'z'])
    expect(svg).toContain(`>${text}</text>`)
})
