import { isPicture } from '../../images/read-picture'
import type { FileSource } from './file-source'
import type { SourceFile } from './source-file'

/** As no other kind of picture is read, but names its files so. */
const PICTURE_NAME = /\.(png|jpe?g|gif|webp|bmp|tiff?|heic|avif|svg)$/i

/** Files of other names that are opened to see what they are. */
const MOST_OPENED = 200
const BEGINNING_BYTES = 8

/** Whether a file is called as a picture is. */
export function isCalledPicture(name: string): boolean {
  return PICTURE_NAME.test(name)
}

/** Whether there are pictures in a folder of the source: by a name, or by how a file begins. */
export async function hasPictures({ files }: FileSource): Promise<boolean> {
  const inFolders = files.filter(({ name }) => name.includes('/'))
  if (inFolders.some(({ name }) => isCalledPicture(name))) return true
  for (const file of inFolders.slice(0, MOST_OPENED)) if (await beginsAsPicture(file)) return true
  return false
}

async function beginsAsPicture(file: SourceFile): Promise<boolean> {
  try {
    const chunks: Buffer[] = []
    const stream: AsyncIterable<Buffer> = await file.open()
    for await (const chunk of stream) {
      chunks.push(chunk)
      if (chunk.length >= BEGINNING_BYTES || chunks.length === BEGINNING_BYTES) break
    }
    return isPicture(Buffer.concat(chunks))
  } catch {
    // Another file may tell.
    return false
  }
}
