import { setImmediate as eventLoopTurn } from 'node:timers/promises'
import { PIXELS_PER_IMAGE, type Dataset } from '../dataset'

const WORDS_PER_IMAGE = PIXELS_PER_IMAGE / 4

/** A few milliseconds of work. */
const IMAGES_BETWEEN_TURNS = 8192

/**
 * For each image the position of the first one with the same 784 bytes; its own where there is none before
 * it. An image is hashed once, and compared byte by byte only with those of the same hash, so the time
 * grows as the number of images does.
 *
 * @returns `[trainCount + testCount]`
 * @throws the signal's reason when aborted
 */
export async function firstEqualImages(
  { images }: Pick<Dataset, 'images'>,
  signal?: AbortSignal,
): Promise<Int32Array<ArrayBuffer>> {
  const words = new Int32Array(images.buffer)
  const count = images.length / PIXELS_PER_IMAGE
  const firsts = new Int32Array(count)
  const hashes = new Int32Array(count)
  // At most half full. A slot holds a position plus 1; 0 is a free one.
  const mask = 2 ** Math.ceil(Math.log2(2 * count + 1)) - 1
  const slots = new Int32Array(mask + 1)
  for (let image = 0; image < count; image++) {
    if (image % IMAGES_BETWEEN_TURNS === 0) {
      signal?.throwIfAborted()
      await eventLoopTurn()
    }
    const hash = imageHash(words, image)
    hashes[image] = hash
    let slot = hash & mask
    let first = (slots[slot] ?? 0) - 1
    while (first >= 0 && !(hashes[first] === hash && areEqual(words, first, image))) {
      slot = (slot + 1) & mask
      first = (slots[slot] ?? 0) - 1
    }
    if (first < 0) slots[slot] = image + 1
    firsts[image] = first < 0 ? image : first
  }
  return firsts
}

/** MurmurHash3 of 32 bits (Appleby 2011, public domain) over the image's words. */
function imageHash(words: Int32Array, image: number): number {
  let hash = 0
  const end = (image + 1) * WORDS_PER_IMAGE
  for (let at = image * WORDS_PER_IMAGE; at < end; at++) {
    let word = Math.imul(words[at] ?? 0, 0xcc9e2d51)
    word = Math.imul((word << 15) | (word >>> 17), 0x1b873593)
    hash ^= word
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0
  }
  hash ^= PIXELS_PER_IMAGE
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}

function areEqual(words: Int32Array, a: number, b: number): boolean {
  const [startA, startB] = [a * WORDS_PER_IMAGE, b * WORDS_PER_IMAGE]
  for (let at = 0; at < WORDS_PER_IMAGE; at++)
    if (words[startA + at] !== words[startB + at]) return false
  return true
}
