import { Readable } from 'node:stream'
import type { SourceFile } from './source-file'

/** A file that is nowhere, and comes in chunks of some size. */
export function madeSourceFile(
  name: string,
  content: Uint8Array | string,
  chunkBytes = 64 * 1024,
): SourceFile {
  const bytes = Buffer.from(content)
  const count = Math.ceil(bytes.length / chunkBytes)
  const chunks = Array.from({ length: count }, (_, index) =>
    bytes.subarray(index * chunkBytes, (index + 1) * chunkBytes),
  )
  return {
    name,
    bytes: bytes.length,
    location: name,
    open: () => Promise.resolve(Readable.from(chunks)),
  }
}

/** Images and labels of one part as the text of a CSV file, a line an image. */
export function csvText(labels: Uint8Array, images: Uint8Array, lineEnd = '\n'): string {
  return Array.from(labels, (label, index) =>
    [label, ...images.subarray(784 * index, 784 * (index + 1))].join(','),
  )
    .map((line) => line + lineEnd)
    .join('')
}
