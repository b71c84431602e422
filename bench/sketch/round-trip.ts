import { z } from 'zod'
import { SHEET_SIDE } from '../../src-preload/contract/sketch'
import { PIXELS_PER_IMAGE } from '../../src-main/core/datasets/dataset'
import { readEmnist } from '../../src-main/core/datasets/emnist'
import { realData } from '../../src-main/core/datasets/real-data.test-helper'
import { splitTrainingPart } from '../../src-main/core/datasets/split'
import { pairedInterval } from '../../src-main/core/evaluation/paired-interval'
import { OutlineFiller } from '../../src-main/core/images/fill-outline'
import { imageOfInk } from '../../src-main/core/images/sketch-image'
import { createRandom } from '../../src-main/core/random/random'
import { builtInFolder } from '../../src-main/core/recognition/built-in'
import { Recogniser } from '../../src-main/core/recognition/recogniser'
import { loadNetwork } from '../../src-main/core/runs/load-network'
import { openMachine } from '../../src-main/core/runs/machine'
import { runPaths } from '../../src-main/core/runs/run-folder'
import { readRunRecord } from '../../src-main/core/runs/run-record'
import { partIndices } from '../../src-main/core/training/measure'
import { CANVAS_SIDE, enlarged, inkOf, outlinesOf, type Enlargement } from './enlarge'

const IMAGES = 2000
const SEED = 3
const SIZES = [0.4, 0.95] as const
const THICKNESSES = [0.6, 1.8] as const
/** Told apart by how large they were written, which EMNIST's images keep in how soft their edges are; sketches do not. */
const TOLD_BY_SIZE = ['0', 'O', '1', 'I', 'L']

/** Of which part the images are: choices are made by the images that validated the run, what comes of them is told of the test part. */
const partSchema = z.enum(['test', 'validation'])

/** One image, and whether it was recognised as it is and as what it became. */
interface Trial extends Enlargement {
  readonly character: string
  readonly directly: boolean
  readonly fromInk: boolean
  readonly fromOutlines: boolean
}

/**
 * Images of the test part of emnist47, drawn large on a canvas in two tones and read as sketches are, against the
 * same images as they are.
 *
 * @param rounds sets of 2,000 images, each of its own seed
 * @param folder of a run on emnist47; where left out, what `GLYPHLAB_MODEL` names, or the model that comes with Glyphlab
 * @param part where left out, what `GLYPHLAB_PART` names
 */
export async function sketchRoundTrip(
  rounds: number,
  progress: (line: string) => void,
  folder = process.env['GLYPHLAB_MODEL'] ?? builtInFolder(),
  part = partSchema.default('test').parse(process.env['GLYPHLAB_PART']),
): Promise<string> {
  const data = realData('emnist47')
  if (data.isAbsent) return 'no emnist47 at hand: not measured'
  const dataset = await readEmnist(data.folder)
  const network = await loadNetwork(folder)
  const { tensorflow } = await openMachine(network.precision, {})
  using recogniser = await Recogniser.open(tensorflow, network, network.precision)
  const isRight = async (image: Uint8Array, label: number): Promise<boolean> => {
    const shares = Float32Array.from(image, (value) => value / 255)
    const probabilities = await recogniser.probabilities(shares)
    return probabilities.indexOf(Math.max(...probabilities)) === label
  }
  const places =
    part === 'test'
      ? partIndices(dataset, 'test')
      : splitTrainingPart(dataset, readRunRecord(runPaths(folder)).description.configuration)
          .validation
  const filler = new OutlineFiller(SHEET_SIDE)
  const trials: Trial[] = []
  for (let round = 0; round < rounds; round++)
    for (const at of chosenImages(places, round)) {
      const image = dataset.images.subarray(at * PIXELS_PER_IMAGE, (at + 1) * PIXELS_PER_IMAGE)
      const label = dataset.labels[at] ?? -1
      const enlargement = randomEnlargement(at)
      const canvas = enlarged(image, enlargement)
      const fromInk = imageOfInk(inkOf(canvas), CANVAS_SIDE, CANVAS_SIDE)
      const sheet = new Uint8Array(SHEET_SIDE * SHEET_SIDE)
      for (const outline of outlinesOf(canvas)) filler.fill(sheet, outline)
      const fromOutlines = imageOfInk(sheet, SHEET_SIDE, SHEET_SIDE)
      if (fromInk === null || fromOutlines === null) throw new Error('nothing was left to read')
      trials.push({
        ...enlargement,
        character: dataset.classes[label]?.character ?? '',
        directly: await isRight(image, label),
        fromInk: await isRight(fromInk.seen, label),
        fromOutlines: await isRight(fromOutlines.seen, label),
      })
      if (trials.length % 500 === 0) progress(`${trials.length} images`)
    }
  return asMarkdown(trials, part)
}

/** Of places in the data set, none twice. */
function chosenImages(places: Int32Array, round: number): Int32Array {
  return createRandom(SEED, 'round-trip', round).shuffle(places.slice()).subarray(0, IMAGES)
}

function randomEnlargement(at: number): Enlargement {
  const random = createRandom(SEED, 'enlargement', at)
  const between = ([least, most]: readonly [number, number]) =>
    least + random.uniform() * (most - least)
  return {
    size: between(SIZES),
    thickness: between(THICKNESSES),
    x: random.uniform(),
    y: random.uniform(),
  }
}

type Way = 'fromInk' | 'fromOutlines'
const WAYS: Readonly<Record<Way, string>> = {
  fromInk: 'as ink of two tones',
  fromOutlines: 'as outlines, filled',
}

function asMarkdown(trials: readonly Trial[], part: z.infer<typeof partSchema>): string {
  const [thinnest, thickest] = THICKNESSES
  const groups: readonly (readonly [string, readonly Trial[]])[] = [
    ['all', trials],
    [TOLD_BY_SIZE.join(', '), trials.filter(isToldBySize)],
    ['all others', trials.filter((trial) => !isToldBySize(trial))],
    ...bands(trials, 'thickness', [thinnest, 0.8, 1.2, 1.5, thickest]),
    ...bands(trials, 'size', [SIZES[0], 0.6, 0.8, SIZES[1]]),
  ]
  return [
    `${trials.length} images of the ${part} part, on a canvas of ${CANVAS_SIDE} pixels, seed ${SEED}.`,
    '',
    '| which | images | read | directly | as a sketch | lost, in points | 95 % interval |',
    '|---|---|---|---|---|---|---|',
    ...groups.flatMap(([which, of]) =>
      (['fromInk', 'fromOutlines'] as const).map((way) => row(which, of, way)),
    ),
  ].join('\n')
}

const isToldBySize = ({ character }: Trial): boolean => TOLD_BY_SIZE.includes(character)

function bands(
  trials: readonly Trial[],
  of: 'thickness' | 'size',
  edges: readonly number[],
): readonly (readonly [string, readonly Trial[]])[] {
  return edges.slice(1).map((upper, at) => {
    const lower = edges[at] ?? 0
    return [
      `${of} ${lower} to ${upper}`,
      trials.filter((trial) => trial[of] >= lower && trial[of] < upper),
    ]
  })
}

function row(which: string, trials: readonly Trial[], way: Way): string {
  const count = (isCounted: (trial: Trial) => boolean) => trials.filter(isCounted).length
  const directly = count((trial) => trial.directly)
  const asSketch = count((trial) => trial[way])
  const { lower, upper } = pairedInterval(
    count((trial) => trial[way] && !trial.directly),
    count((trial) => trial.directly && !trial[way]),
    trials.length,
  )
  const points = (share: number, digits = 2) => (100 * share).toFixed(digits)
  return `| ${[
    ...[which, trials.length, WAYS[way]],
    ...[points(directly / trials.length), points(asSketch / trials.length)],
    points((directly - asSketch) / trials.length),
    `${points(lower)} to ${points(upper)}`,
  ].join(' | ')} |`
}
