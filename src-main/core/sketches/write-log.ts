import { randomUUID } from 'node:crypto'
import { GlyphlabError } from '../errors'
import { AppendFile } from '../files/append-file'
import { writeFileAtomically } from '../files/atomic-write'
import { LONGEST_LINE } from '../files/ended-lines'
import { drawnSketches } from './drawn-sketches'
import type { SketchLine } from './sketch-lines'
import type { LoggedSketch, SketchesLog } from './sketches-log'

/**
 * Writes a line behind all that is whole; what a kill left there is cut off. It is on the disk when this resolves.
 * @throws GlyphlabError `request-invalid` where the line is too long to be read again, `disk-full` or `output-failed`
 */
export async function appendLine(
  { path, log, wholeBytes }: SketchesLog,
  line: SketchLine,
): Promise<void> {
  const header = log === null ? headerText(randomUUID()) : ''
  const text = lineText(line)
  if (Buffer.byteLength(text) > LONGEST_LINE)
    throw new GlyphlabError('request-invalid', 'the sketch is too large to be kept')
  const file = await AppendFile.open(path, wholeBytes)
  try {
    await file.append(header + text)
    await file.sync()
  } finally {
    await file.close()
  }
}

/**
 * Writes the log anew with these sketches alone, a line each. A kill leaves the old log or the new one.
 * @throws GlyphlabError `sketches-invalid`, `disk-full` (never where none is left) or `output-failed`
 */
export async function rewriteLog(
  log: SketchesLog,
  sketches: readonly LoggedSketch[],
): Promise<void> {
  const { path, headerBytes } = log
  if (log.log === null) return
  if (sketches.length === 0) await (await AppendFile.open(path, headerBytes)).close()
  else await writeFileAtomically(path, rewritten(log, log.log, sketches))
}

async function* rewritten(
  { path }: SketchesLog,
  log: string,
  sketches: readonly LoggedSketch[],
): AsyncGenerator<Uint8Array> {
  yield Buffer.from(headerText(log))
  for await (const { sketch, part, strokes } of drawnSketches({ path }, sketches))
    yield Buffer.from(lineText({ kind: 'keep', ...sketch, part, strokes }))
}

function headerText(log: string): string {
  return `${JSON.stringify({ schema: 1, log })}\n`
}

/** U+FFFD, which a class may be called, is escaped: found in the file, it tells of damage. */
function lineText(line: SketchLine): string {
  return `${JSON.stringify(line).replaceAll('\uFFFD', '\\ufffd')}\n`
}
