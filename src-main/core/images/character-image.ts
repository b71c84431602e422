import { readFile, stat } from 'node:fs/promises'
import { IMAGE_SIDE } from '../datasets/dataset'
import { GlyphlabError } from '../errors'
import { systemErrorCode } from '../files/file-error'
import { emnistImage } from './emnist-recipe'
import { findInk, inkSheet, SHEET_SIDE } from './find-ink'
import { PictureError } from './grey-picture'
import { readGreyPicture } from './read-picture'

/** Even a large scan, saved without compression, is smaller. */
export const MOST_PICTURE_BYTES = 200_000_000

/**
 * Reads a picture of one character, a PNG or a JPEG, as a network takes it.
 *
 * @returns as {@link characterImage}
 * @throws GlyphlabError `image-invalid` naming the file
 */
export async function readCharacterImage(path: string): Promise<Uint8Array> {
  const bytes = await contentOf(path)
  try {
    return characterImage(bytes)
  } catch (cause) {
    if (cause instanceof PictureError) throw invalid(`${path} ${cause.message}`, cause)
    throw cause
  }
}

/**
 * Makes an image of a picture of one character. One of 28 x 28 that is light on dark is taken as it is;
 * from any other the ink is taken, dark on light or light on dark, and drawn by EMNIST's own recipe.
 *
 * @param bytes of a PNG or a JPEG
 * @returns `[28, 28]`, upright, 0 background to 255 ink
 * @throws PictureError in words that follow the name of the file
 */
export function characterImage(bytes: Buffer): Uint8Array {
  const picture = readGreyPicture(bytes)
  const ink = findInk(picture)
  if (ink === null) throw nothingDrawn()
  if (ink.lightOnDark && picture.width === IMAGE_SIDE && picture.height === IMAGE_SIDE)
    return picture.values
  const image = emnistImage(inkSheet(picture, ink), SHEET_SIDE, SHEET_SIDE)
  if (image === null) throw nothingDrawn()
  return image
}

async function contentOf(path: string): Promise<Buffer> {
  try {
    const status = await stat(path)
    // A pipe would be waited for.
    if (!status.isFile()) throw invalid(`${path} is not a file`)
    if (status.size > MOST_PICTURE_BYTES)
      throw invalid(
        `${path} has ${status.size} bytes; at most ${MOST_PICTURE_BYTES / 1e6} MB are read`,
      )
    return await readFile(path)
  } catch (cause) {
    if (cause instanceof GlyphlabError) throw cause
    const code = systemErrorCode(cause)
    throw invalid(
      code === 'ENOENT'
        ? `there is no file ${path}`
        : `${path} cannot be read (${code ?? String(cause)})`,
      cause,
    )
  }
}

function nothingDrawn(): PictureError {
  return new PictureError('has nothing drawn on it')
}

function invalid(message: string, cause?: unknown): GlyphlabError {
  return new GlyphlabError('image-invalid', message, undefined, { cause })
}
