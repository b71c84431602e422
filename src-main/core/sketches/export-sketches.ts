import { PassThrough, Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { encode } from 'fast-png'
import { ZipFile } from 'yazl'
import type { KeptSketch } from '../../../src-preload/contract/sketch'
import { IMAGE_SIDE } from '../datasets/dataset'
import { emnistFiles } from '../datasets/write-emnist'
import { GlyphlabError } from '../errors'
import { drawnSketches } from './drawn-sketches'
import { exportReadme } from './export-readme'
import { mySketchesOf } from './my-sketches'
import { classOfTruth, SKETCH_CLASSES } from './sketch-classes'
import { readSteadily } from './read-steadily'
import type { SketchesLog } from './sketches-log'

/** A zip archive, and what it is to be called. */
export interface ExportedSketches {
  readonly name: string
  readonly zip: Buffer
}

/** It goes to a window in one message, as text. */
const MOST_ZIP_BYTES = 256 * 2 ** 20

/**
 * All sketches in a zip archive: those whose character is known as a data set in EMNIST's format, which
 * `glyphlab data import` takes; a PNG of each; and what was drawn.
 *
 * @throws GlyphlabError `sketch-missing` where none is kept, `sketches-invalid`, `output-failed` where it is too large
 */
export async function exportSketches(
  home: string,
  mostBytes = MOST_ZIP_BYTES,
): Promise<ExportedSketches> {
  const now = new Date()
  return {
    name: `my-sketches-${now.toISOString().slice(0, 10)}.zip`,
    zip: await readSteadily(home, (log) => zipOf(log, now, mostBytes)),
  }
}

async function zipOf(log: SketchesLog, now: Date, mostBytes: number): Promise<Buffer> {
  if (log.sketches.size === 0)
    throw new GlyphlabError('sketch-missing', 'no sketch is kept yet', 'Draw something first.')
  const zip = new ZipFile()
  const add = (name: string, content: Buffer): void => zip.addBuffer(content, name, { mtime: now })
  const made = mySketchesOf(log)
  add('README.txt', Buffer.from(exportReadme(log.sketches.size, made?.dataset ?? null)))
  for (const { name, pieces } of made === null ? [] : emnistFiles(made.dataset)) {
    const content = Buffer.concat([...pieces])
    if (name.endsWith('.txt')) add(name, content)
    else add(`${name}.gz`, gzipSync(content))
  }
  for (const { sketch } of log.sketches.values()) add(picturePath(sketch), picture(sketch))
  const strokes = Readable.from(strokeLines(log))
  zip.addReadStream(strokes, 'strokes.jsonl', { mtime: now })
  zip.end()
  try {
    return await zipped(zip, strokes, mostBytes)
  } finally {
    strokes.destroy()
  }
}

async function zipped(zip: ZipFile, strokes: Readable, mostBytes: number): Promise<Buffer> {
  const output = new PassThrough()
  // Whoever packs it passes on no error of a stream.
  for (const source of [zip, strokes]) source.once('error', (error: Error) => output.destroy(error))
  zip.outputStream.pipe(output)
  const pieces: Buffer[] = []
  let bytes = 0
  const written: AsyncIterable<Buffer> = output
  for await (const piece of written) {
    bytes += piece.length
    if (bytes > mostBytes)
      throw new GlyphlabError(
        'output-failed',
        `an archive of all sketches would take more than ${Math.floor(mostBytes / 2 ** 20)} MiB`,
        'Delete some of them first.',
      )
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

/** Small letters by their codes: not every file system tells `a` from `A`. */
function picturePath({ id, truth }: KeptSketch): string {
  const { character } = SKETCH_CLASSES[classOfTruth(truth) ?? -1] ?? {}
  if (character === undefined)
    return `other-pictures/${truth === null ? 'uncorrected' : 'no-character'}/${id}.png`
  const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
  return `pictures/${/[a-z]/.test(character) ? `U+${code}` : character}/${id}.png`
}

/** Light on dark, as networks are shown it: an import takes it as it is. */
function picture({ pixels }: KeptSketch): Buffer {
  const data = Buffer.from(pixels, 'base64')
  const size = { width: IMAGE_SIDE, height: IMAGE_SIDE }
  return Buffer.from(encode({ ...size, data, channels: 1, depth: 8 }))
}

/** A sketch a line: of many large ones the text would be longer than any string can be. */
async function* strokeLines(log: SketchesLog): AsyncGenerator<Buffer> {
  for await (const { sketch, part, strokes } of drawnSketches(log, log.sketches.values())) {
    const { id, drawnAt, truth, said } = sketch
    yield Buffer.from(`${JSON.stringify({ id, drawnAt, truth, part, said, strokes })}\n`)
  }
}
