import { randomUUID } from 'node:crypto'
import {
  sketchIdSchema,
  type KeptSketch,
  type SaidOfSketch,
  type SketchId,
  type SketchTruth,
  type Stroke,
  type Strokes,
} from '../../../src-preload/contract/sketch'
import { GlyphlabError } from '../errors'
import { sketchImage } from '../images/sketch-image'
import { changeLog, type Changed } from './change-log'
import { choosePart } from './choose-part'
import { lockLog } from './lock-log'
import { requireClass } from './sketch-classes'
import { readSketchesLog, type SketchesLog } from './sketches-log'
import { appendLine, rewriteLog } from './write-log'

/** A sketch to be kept. */
export interface NewSketch {
  readonly strokes: Strokes
  readonly said: SaidOfSketch | null
  readonly truth: SketchTruth | null
}

/** From so many lines that say nothing any more the log is written anew. */
const MOST_SPENT_LINES = 200
const WITHOUT_ROOM: ReadonlySet<string> = new Set(['disk-full', 'output-failed'])

/**
 * Keeps a sketch: it is on the disk when this resolves.
 * @throws GlyphlabError `image-invalid` where nothing is on the sheet, `correction-refused` for a character of no
 *   class, `sketches-invalid`, `disk-full` or `output-failed`
 */
export async function keepSketch(
  home: string,
  { strokes: drawn, said, truth }: NewSketch,
): Promise<Changed<KeptSketch>> {
  requireClass(truth)
  const strokes = drawn.map(roundedStroke)
  const image = sketchImage(strokes)
  if (image === null)
    throw new GlyphlabError(
      'image-invalid',
      'nothing is drawn on the sheet',
      'Draw something first.',
    )
  const pixels = Buffer.from(image.seen).toString('base64')
  const id = sketchIdSchema.parse(randomUUID())
  return lockLog(home, () =>
    changeLog(home, async (found) => {
      const log = await tidyLog(home, found)
      const sketch = { id, drawnAt: new Date().toISOString(), pixels, said, truth }
      const part = choosePart(truth, null, log.sketches.values())
      await appendLine(log, { kind: 'keep', ...sketch, part, strokes })
      return sketch
    }),
  )
}

/**
 * Writes down what a sketch is in truth; null takes back what was said.
 * @throws GlyphlabError `sketch-missing`, or as {@link keepSketch}
 */
export async function correctSketch(
  home: string,
  id: SketchId,
  truth: SketchTruth | null,
): Promise<Changed<KeptSketch>> {
  requireClass(truth)
  return lockLog(home, () =>
    changeLog(home, async (log) => {
      const logged = log.sketches.get(id)
      if (logged === undefined) throw missingSketch()
      const others = [...log.sketches.values()].filter(({ sketch }) => sketch.id !== id)
      const part = choosePart(truth, logged.part, others)
      const time = new Date().toISOString()
      await appendLine(log, { kind: 'truth', id, truth, part, time })
      return { ...logged.sketch, truth }
    }),
  )
}

/** Without what says nothing any more, where that is much and there is room for a second log meanwhile. */
async function tidyLog(home: string, log: SketchesLog): Promise<SketchesLog> {
  if (log.spentLines < MOST_SPENT_LINES) return log
  try {
    await rewriteLog(log, [...log.sketches.values()])
  } catch (error) {
    // A line more may have room all the same.
    if (error instanceof GlyphlabError && WITHOUT_ROOM.has(error.code)) return log
    throw error
  }
  return readSketchesLog(home)
}

/**
 * As precise as anybody draws, in a third of the bytes. The image is made of it, so that whoever has the strokes can
 * make it again.
 */
function roundedStroke({ width, hasPressure, points }: Stroke): Stroke {
  return { width, hasPressure, points: points.map((value) => Math.round(value * 100) / 100) }
}

export function missingSketch(): GlyphlabError {
  return new GlyphlabError('sketch-missing', 'the sketch is no longer there')
}
