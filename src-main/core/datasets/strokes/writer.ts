import type { Random } from '../../random/random'

/** What all characters of one hand have in common. Lengths are in pixels of a sheet of 128 x 128. */
export interface Writer {
  /** Tangent of the angle to the vertical, leaning right. */
  readonly slant: number
  /** Of a capital. */
  readonly heightPixels: number
  readonly penPixels: number
  /** Width of a character over the width it is described with. */
  readonly proportion: number
  /** How often a corner becomes a bend. */
  readonly roundness: number
  /** 1 for an ordinary hand; more of it strays further from what is described. */
  readonly looseness: number
}

/**
 * A hand. The figures were chosen by eye and by mean ink, thickness, slant and proportion of images that
 * were drawn with them beside the training images of emnist47, and by how well LeNet trained on them does
 * on 9,400 of those. Its test part had no say.
 */
export function createWriter(random: Random): Writer {
  return {
    slant: 0.12 + 0.25 * random.normal(),
    heightPixels: 46 * Math.exp(0.18 * random.normal()),
    penPixels: 6 * Math.exp(0.25 * random.normal()),
    proportion: 1.17 * Math.exp(0.16 * random.normal()),
    roundness: 0.5 * random.uniform(),
    looseness: Math.exp(0.35 * random.normal()),
  }
}
