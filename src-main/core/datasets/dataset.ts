import { IMAGE_SIDE } from '../images/emnist-recipe'

/** Height and width of every image Glyphlab trains on. */
export { IMAGE_SIDE }
export const PIXELS_PER_IMAGE = IMAGE_SIDE * IMAGE_SIDE

/** One class of a data set. Its index in {@link Dataset.classes} is what a network predicts. */
export interface CharacterClass {
  /** As in the label file: EMNIST's letters start at 1, others at 0. */
  readonly label: number
  /** The first of its characters, for where there is room for one only. */
  readonly character: string
  /** All characters merged in the class, such as upper and lower case; `className` puts them into words. */
  readonly characters: readonly string[]
}

/** Images and labels of a data set: the training part first, then the test part. */
export interface Dataset {
  /** The folder's name, such as `emnist47`. */
  readonly name: string
  /** EMNIST's name for the way it is cut, such as `balanced`. */
  readonly split: string
  /** In the order of their labels. */
  readonly classes: readonly CharacterClass[]
  readonly height: typeof IMAGE_SIDE
  readonly width: typeof IMAGE_SIDE
  /**
   * `[trainCount + testCount, height * width]`, upright, 0 background to 255 ink. The buffer is its own
   * and its length a multiple of 4, so an Int32Array can view it without a copy.
   */
  readonly images: Uint8Array<ArrayBuffer>
  /** `[trainCount + testCount]`: the class index of each image. */
  readonly labels: Int32Array<ArrayBuffer>
  readonly trainCount: number
  readonly testCount: number
}
