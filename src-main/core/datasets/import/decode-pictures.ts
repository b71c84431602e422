import { setImmediate } from 'node:timers/promises'
import { GlyphlabError } from '../../errors'
import { characterImage, MOST_PICTURE_BYTES } from '../../images/character-image'
import { PictureError } from '../../images/grey-picture'
import { isPicture } from '../../images/read-picture'
import { sizeText } from '../../number-text'
import { PIXELS_PER_IMAGE } from '../dataset'
import { isCalledPicture } from './has-pictures'
import type { PictureFolders } from './picture-folders'
import { readSourceFile, type SourceFile } from './source-file'

/** A picture that was read. */
export interface DecodedPicture {
  readonly name: string
  /** `[28, 28]` */
  readonly image: Uint8Array
}

export interface DecodedClass {
  readonly className: string
  /** As a message calls its folder. */
  readonly folder: string
  /** In the order of their names. */
  readonly pictures: readonly DecodedPicture[]
}

export interface DecodedPart {
  readonly part: PictureFolders['part']
  readonly classes: readonly DecodedClass[]
}

export interface PictureDecoding {
  readonly parts: readonly DecodedPart[]
  /** Names of files that are no pictures and claim to be none. */
  readonly otherFiles: readonly string[]
  /** What is wrong with each broken picture, in words that name it. */
  readonly broken: readonly string[]
}

/**
 * Makes images of all pictures in folders. A broken one costs the others nothing: it is told of in the end.
 *
 * @param onProgress told how many of the files are done
 * @throws the signal's reason when aborted
 */
export async function decodePictures(
  parts: readonly PictureFolders[],
  signal?: AbortSignal,
  onProgress?: (filesDone: number, filesTotal: number) => void,
): Promise<PictureDecoding> {
  const otherFiles = parts.flatMap(({ beside }) => beside.map(({ name }) => name))
  const broken: string[] = []
  const filesTotal = parts
    .flatMap(({ folders }) => folders)
    .reduce((count, { files }) => count + files.length, 0)
  // One block of memory for all: views of it weigh little.
  const images = new Uint8Array(filesTotal * PIXELS_PER_IMAGE)
  let filesDone = 0
  const decode = async (file: SourceFile): Promise<DecodedPicture | null> => {
    const place = images.subarray(filesDone * PIXELS_PER_IMAGE, (filesDone + 1) * PIXELS_PER_IMAGE)
    filesDone += 1
    const bytes = await contentOf(file)
    if (typeof bytes !== 'string' && !isPicture(bytes) && !isCalledPicture(file.name)) {
      otherFiles.push(file.name)
      return null
    }
    const image = typeof bytes === 'string' ? bytes : imageOf(bytes)
    if (typeof image === 'string') {
      broken.push(`${file.name} ${image}`)
      return null
    }
    place.set(image)
    return { name: file.name, image: place }
  }
  const decoded: DecodedPart[] = []
  for (const { part, folders } of parts) {
    const classes: DecodedClass[] = []
    for (const { className, name: folder, files } of folders) {
      const pictures: DecodedPicture[] = []
      for (const file of files) {
        // Decoding holds the thread: messages and Ctrl-C get through between two pictures.
        await setImmediate()
        signal?.throwIfAborted()
        const picture = await decode(file)
        if (picture !== null) pictures.push(picture)
        onProgress?.(filesDone, filesTotal)
      }
      classes.push({ className, folder, pictures })
    }
    decoded.push({ part, classes })
  }
  return { parts: decoded, otherFiles, broken }
}

/** What a file holds, or why that cannot be said. */
async function contentOf(file: SourceFile): Promise<Buffer | string> {
  if (file.bytes > MOST_PICTURE_BYTES)
    return `has ${file.bytes} bytes; at most ${sizeText(MOST_PICTURE_BYTES)} are read`
  try {
    return await readSourceFile(file, MOST_PICTURE_BYTES)
  } catch (error) {
    if (!(error instanceof GlyphlabError)) throw error
    const { location } = file
    return error.message.startsWith(location)
      ? error.message.slice(location.length).replace(/^: /, '')
      : `cannot be read: ${error.message}`
  }
}

/** Its image, or what is wrong with it. */
function imageOf(bytes: Buffer): Uint8Array | string {
  try {
    return characterImage(bytes)
  } catch (error) {
    if (error instanceof PictureError) return error.message
    throw error
  }
}
