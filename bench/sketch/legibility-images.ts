import { PIXELS_PER_IMAGE, type Dataset } from '../../src-main/core/datasets/dataset'
import {
  DOODLE_KINDS,
  drawDoodle,
  type DoodleKind,
} from '../../src-main/core/datasets/doodles/draw-doodle'
import { partedImages } from '../../src-main/core/datasets/doodles/make-legibility'
import { writeSketch } from '../../src-main/core/datasets/doodles/written-sketch'
import { STROKE_CLASSES } from '../../src-main/core/datasets/strokes/classes'
import { imageOfInk, sketchImage } from '../../src-main/core/images/sketch-image'
import { createRandom } from '../../src-main/core/random/random'
import { CANVAS_SIDE, enlarged, inkOf } from './enlarge'

/** Those of the gate's training are of seed 1. */
const SEED = 2

/** So many doodles, the kinds in turn; those of different purposes have nothing in common. */
export function doodles(purpose: string, count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, at) => {
    const kind = DOODLE_KINDS[at % DOODLE_KINDS.length] ?? 'scribble'
    return doodleImage(purpose, kind, Math.floor(at / DOODLE_KINDS.length))
  })
}

/** So many of one kind. */
export function doodlesOf(kind: DoodleKind, purpose: string, count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, index) => doodleImage(purpose, kind, index))
}

function doodleImage(purpose: string, kind: DoodleKind, index: number): Uint8Array {
  return shown(sketchImage(drawDoodle(SEED, purpose, kind, index)))
}

/** Characters written with pens of some width, over their longer side. */
export function written(perClass: number, pens: readonly [number, number]): Uint8Array[] {
  return Array.from({ length: perClass }, (_, index) =>
    STROKE_CLASSES.map((__, label) =>
      shown(sketchImage(writeSketch(SEED, `bench-${pens.join()}`, label, index, pens))),
    ),
  ).flat()
}

/** The images of the training part that the gate was not trained on. */
export function heldOutImages(dataset: Dataset, seed: number): Uint8Array[] {
  return imagesAt(dataset, partedImages(dataset, seed).heldOut)
}

export function testImages(dataset: Dataset): Uint8Array[] {
  return imagesAt(dataset, testPlaces(dataset))
}

/** Images of the test part as sketches, their lines so many times as thick. */
export function withThickness(dataset: Dataset, thickness: number, count: number): Uint8Array[] {
  const places = createRandom(SEED, 'thickness').shuffle(testPlaces(dataset)).subarray(0, count)
  return imagesAt(dataset, places).map((image) => {
    const canvas = enlarged(image, { size: 0.8, thickness, x: 0.5, y: 0.5 })
    return shown(imageOfInk(inkOf(canvas), CANVAS_SIDE, CANVAS_SIDE))
  })
}

function testPlaces({ trainCount, testCount }: Dataset): Int32Array {
  return Int32Array.from({ length: testCount }, (_, at) => trainCount + at)
}

function imagesAt({ images }: Dataset, places: Int32Array): Uint8Array[] {
  return Array.from(places, (at) =>
    images.subarray(at * PIXELS_PER_IMAGE, (at + 1) * PIXELS_PER_IMAGE),
  )
}

function shown(made: { readonly seen: Uint8Array } | null): Uint8Array {
  if (made === null) throw new Error('nothing was left on the sheet')
  return made.seen
}
