import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { KeptSketch, SketchId } from '../../../src-preload/contract/sketch'
import { GlyphlabError } from '../errors'
import { endedLines, type EndedLine } from '../files/ended-lines'
import { systemErrorCode } from '../files/file-error'
import { fileStamp } from '../files/file-stamp'
import { KeptReadings } from '../files/kept-readings'
import { parseJson } from './parse-json'
import {
  headerLineSchema,
  sketchLineSchema,
  type SketchLine,
  type SketchPart,
} from './sketch-lines'

/** So many without a truth are kept: the oldest go. Those that the user said the truth of stay until deleted. */
export const MOST_UNCORRECTED = 500

/** A sketch as the log has it. */
export interface LoggedSketch {
  readonly sketch: KeptSketch
  readonly part: SketchPart
  /** Where the line with its strokes is, in bytes and without its end. */
  readonly line: LinePlace
}

interface LinePlace {
  readonly position: number
  readonly bytes: number
}

/** The log of sketches as it was read. */
export interface SketchesLog {
  readonly path: string
  /** Which log it is; null where there is none yet. */
  readonly log: string | null
  /** In the order in which they were drawn. */
  readonly sketches: ReadonlyMap<SketchId, LoggedSketch>
  /** Lines that say nothing any more: of sketches that have gone, and what was said before of others. */
  readonly spentLines: number
  /** What the first line takes. */
  readonly headerBytes: number
  /** How much of the file is whole; what lies behind was cut off by a kill or a full disk. */
  readonly wholeBytes: number
}

/** Where the sketches of a data home are kept, a line for each word on one; nothing but this file is needed. */
export function sketchesPath(home: string): string {
  return join(home, 'sketches', 'sketches.jsonl')
}

const readings = new KeptReadings<SketchesLog>(4)

/**
 * Reads the log, anew where it has changed. A last line that was not written to its end counts for nothing.
 * @throws GlyphlabError `sketches-invalid`, naming file and line
 */
export async function readSketchesLog(home: string): Promise<SketchesLog> {
  const path = sketchesPath(home)
  const stamp = fileStamp(path)
  if (stamp === null) return emptyLog(path)
  return readings.of(path, stamp, () => readLog(path))
}

function emptyLog(path: string): SketchesLog {
  return { path, log: null, sketches: new Map(), spentLines: 0, headerBytes: 0, wholeBytes: 0 }
}

async function readLog(path: string): Promise<SketchesLog> {
  const sketches = new Map<SketchId, LoggedSketch>()
  let log: string | null = null
  let lineCount = 0
  let [headerBytes, wholeBytes] = [0, 0]
  for await (const { position, text } of linesOf(path)) {
    lineCount += 1
    const place = `${path}, line ${lineCount}`
    if (text === null) throw invalid(`${place} is longer than any sketch`)
    const bytes = Buffer.byteLength(text)
    wholeBytes = position + bytes + 1
    if (log === null) {
      log = headerOf(text, path)
      headerBytes = wholeBytes
    } else takeIn(sketches, parseLine(text, place), { position, bytes })
  }
  dropOldest(sketches)
  const spentLines = Math.max(0, lineCount - 1 - sketches.size)
  return { path, log, sketches, spentLines, headerBytes, wholeBytes }
}

async function* linesOf(path: string): AsyncGenerator<EndedLine> {
  try {
    // A pipe would be waited for without end.
    if (!(await stat(path)).isFile()) throw invalid(`${path} is no file`)
    for await (const lines of endedLines(path)) yield* lines
  } catch (cause) {
    if (cause instanceof GlyphlabError) throw cause
    throw invalid(`${path} cannot be read (${systemErrorCode(cause) ?? String(cause)})`, cause)
  }
}

function headerOf(text: string, path: string): string {
  const json = parseJson(text)
  const version = z.object({ schema: z.int() }).safeParse(json)
  if (version.success && version.data.schema > 1)
    throw new GlyphlabError(
      'sketches-invalid',
      `${path} is of version ${version.data.schema}, this Glyphlab reads version 1`,
      'Update Glyphlab.',
    )
  const parsed = headerLineSchema.safeParse(json)
  if (!parsed.success) throw invalid(`${path}, line 1: is no log of sketches`, parsed.error)
  return parsed.data.log
}

function parseLine(text: string, place: string): SketchLine {
  const parsed = sketchLineSchema.safeParse(parseText(text))
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const field = issue?.path.map(String).join('.') ?? ''
  const problem = field === '' ? 'is no sketch' : `${field}: ${issue?.message}`
  throw invalid(`${place}: ${problem}`, parsed.error)
}

function takeIn(sketches: Map<SketchId, LoggedSketch>, word: SketchLine, line: LinePlace): void {
  if (word.kind === 'keep') {
    const { id, drawnAt, pixels, said, truth, part } = word
    sketches.set(id, { sketch: { id, drawnAt, pixels, said, truth }, part, line })
    return
  }
  const known = sketches.get(word.id)
  if (known === undefined) return
  const { truth, part } = word
  sketches.set(word.id, { ...known, sketch: { ...known.sketch, truth }, part })
}

function dropOldest(sketches: Map<SketchId, LoggedSketch>): void {
  const uncorrected = [...sketches.values()].filter(({ sketch }) => sketch.truth === null)
  const tooMany = Math.max(0, uncorrected.length - MOST_UNCORRECTED)
  for (const { sketch } of uncorrected.slice(0, tooMany)) sketches.delete(sketch.id)
}

/** Undefined where it is no JSON, or bytes in it are no text. */
function parseText(text: string): unknown {
  return text.includes('\uFFFD') ? undefined : parseJson(text)
}

function invalid(message: string, cause?: unknown): GlyphlabError {
  return new GlyphlabError('sketches-invalid', message, undefined, { cause })
}
