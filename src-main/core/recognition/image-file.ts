import { readFile, stat } from 'node:fs/promises'
import { IMAGE_SIDE } from '../datasets/dataset'
import { GlyphlabError } from '../errors'
import { systemErrorCode } from '../files/file-error'
import { emnistImage } from '../images/emnist-recipe'
import { findInk, inkSheet, SHEET_SIDE } from './image-file-ink'
import { PngError, readGreyPng, type GreyPicture } from './image-file-png'

/** Even a large scan, saved without compression, is smaller. */
const MOST_BYTES = 200_000_000

/**
 * Reads a picture of one character as a network takes it. A picture of 28 x 28 that is light on dark is
 * taken as it is; from any other the ink is taken, dark on light or light on dark, and drawn by EMNIST's
 * own recipe.
 *
 * @returns `[28, 28]`, upright, 0 background to 255 ink
 * @throws GlyphlabError `image-invalid` naming the file
 */
export async function readCharacterImage(path: string): Promise<Uint8Array> {
  const picture = decoded(await contentOf(path), path)
  const ink = findInk(picture)
  if (ink === null) throw nothingDrawn(path)
  if (ink.lightOnDark && picture.width === IMAGE_SIDE && picture.height === IMAGE_SIDE)
    return picture.values
  const image = emnistImage(inkSheet(picture, ink), SHEET_SIDE, SHEET_SIDE)
  if (image === null) throw nothingDrawn(path)
  return image
}

async function contentOf(path: string): Promise<Buffer> {
  try {
    const status = await stat(path)
    // A pipe would be waited for.
    if (!status.isFile()) throw invalid(`${path} is not a file`)
    if (status.size > MOST_BYTES)
      throw invalid(`${path} has ${status.size} bytes; at most ${MOST_BYTES / 1e6} MB are read`)
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

function decoded(bytes: Buffer, path: string): GreyPicture {
  try {
    return readGreyPng(bytes)
  } catch (cause) {
    if (cause instanceof PngError) throw invalid(`${path} ${cause.message}`, cause)
    throw cause
  }
}

function nothingDrawn(path: string): GlyphlabError {
  return invalid(`${path}: there is nothing drawn`)
}

function invalid(message: string, cause?: unknown): GlyphlabError {
  return new GlyphlabError('image-invalid', message, undefined, { cause })
}
