import { DOODLE_KINDS } from '../../src-main/core/datasets/doodles/draw-doodle'
import { realData } from '../../src-main/core/datasets/real-data.test-helper'
import { readEmnist } from '../../src-main/core/datasets/emnist'
import { builtInFolder, shippedFolder } from '../../src-main/core/recognition/built-in'
import { LEGIBLE_FROM } from '../../src-main/core/recognition/legibility'
import { openMachine } from '../../src-main/core/runs/machine'
import {
  doodles,
  doodlesOf,
  heldOutImages,
  testImages,
  withThickness,
  written,
} from './legibility-images'
import { gateScores, readerScores, type Scores } from './legibility-scores'

/** Of `data make legibility`. */
const GATE_SEED = 1
/** Those of the bar; and as many of each kind, for what is said of single kinds. */
const DOODLES = 500
const DOODLES_PER_KIND = 100
/** How many characters may be refused: the points of the curve. */
const REFUSED_CHARACTERS = [0.0025, 0.005, 0.01, 0.015, 0.02, 0.03, 0.05, 0.1]
/** Widths of pens over the longer side of a character. */
const PENS = [
  [0.02, 0.03],
  [0.03, 0.05],
  [0.05, 0.08],
  [0.08, 0.12],
  [0.12, 0.16],
] as const
const THICKNESSES = [0.6, 0.8, 1, 1.4, 1.8]

/**
 * What the gate refuses: doodles, and images of the test part of emnist47, which had no say in anything. Thresholds
 * of the curve are those that refuse a given share of held-out training images.
 *
 * @param rounds sets of 500 doodles
 * @param folder of a gate's run; where left out, what `GLYPHLAB_GATE` names, or the one that comes with Glyphlab
 */
export async function sketchLegibility(
  rounds: number,
  progress: (line: string) => void,
  folder = process.env['GLYPHLAB_GATE'] ?? shippedFolder('gate'),
): Promise<string> {
  const data = realData('emnist47')
  if (data.isAbsent) return 'no emnist47 at hand: not measured'
  const dataset = await readEmnist(data.folder)
  const { tensorflow } = await openMachine('float32', {})
  const gate = await gateScores(tensorflow, folder)
  const { energy, confidence } = await readerScores(tensorflow, builtInFolder())
  const refuse = async (images: readonly Uint8Array[]) =>
    belowShare(await gate(images), LEGIBLE_FROM)

  progress('characters and doodles')
  const [heldOut, tested] = [heldOutImages(dataset, GATE_SEED), testImages(dataset)]
  const drawn = doodles('bench', rounds * DOODLES)
  const methods: readonly (readonly [name: string, scores: Scores])[] = [
    ['gate', gate],
    ['energy', energy],
    ['highest probability', confidence],
  ]
  const lines = [
    `Below ${LEGIBLE_FROM}: ${percent(await refuse(tested))} of ${tested.length} test images and ${percent(await refuse(drawn))} of ${drawn.length} doodles; ${percent(await refuse(heldOut))} of ${heldOut.length} held-out training images.`,
    '',
    '| of held-out characters | method | threshold | of test characters | of doodles |',
    '|---|---|---|---|---|',
  ]
  for (const [name, scores] of methods) {
    progress(name)
    const [chosenBy, ofCharacters, ofDoodles] = [
      (await scores(heldOut)).toSorted(),
      await scores(tested),
      await scores(drawn),
    ]
    for (const share of REFUSED_CHARACTERS) {
      const threshold = chosenBy[Math.floor(share * chosenBy.length)] ?? 0
      const shares = [belowShare(ofCharacters, threshold), belowShare(ofDoodles, threshold)]
      lines.push(row(percent(share), name, threshold.toFixed(3), ...shares.map(percent)))
    }
  }

  progress('pens')
  lines.push('', '| characters | images | refused |', '|---|---|---|')
  for (const pens of PENS) {
    const images = written(10, pens)
    lines.push(
      row(`written, pen ${pens.join(' to ')}`, images.length, percent(await refuse(images))),
    )
  }
  for (const thickness of THICKNESSES) {
    const images = withThickness(dataset, thickness, 500)
    const which = `test images, lines ${thickness} times as thick`
    lines.push(row(which, images.length, percent(await refuse(images))))
  }

  progress('kinds')
  lines.push('', '| doodles | images | refused |', '|---|---|---|')
  for (const kind of DOODLE_KINDS) {
    const images = doodlesOf(kind, 'kinds', DOODLES_PER_KIND)
    lines.push(row(kind, images.length, percent(await refuse(images))))
  }
  return lines.join('\n')
}

function belowShare(scores: Float64Array, threshold: number): number {
  return scores.filter((score) => score < threshold).length / scores.length
}

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`
const row = (...cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`
