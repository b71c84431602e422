import { open } from 'node:fs/promises'
import { z } from 'zod'
import { strokesSchema, type Strokes } from '../../../src-preload/contract/sketch'
import { GlyphlabError } from '../errors'
import { parseJson } from './parse-json'
import type { LoggedSketch, SketchesLog } from './sketches-log'

const drawnLineSchema = z.object({ id: z.string(), strokes: strokesSchema })

/** A sketch with what was drawn. */
export interface DrawnSketch extends LoggedSketch {
  readonly strokes: Strokes
}

/**
 * Reads what was drawn, one sketch at a time: together they may be larger than memory.
 * @throws GlyphlabError `sketches-invalid`, also where the log was written anew since it was read
 */
export async function* drawnSketches(
  { path }: Pick<SketchesLog, 'path'>,
  wanted: Iterable<LoggedSketch>,
): AsyncGenerator<DrawnSketch> {
  const file = await open(path, 'r')
  try {
    for (const logged of wanted) {
      const { position, bytes } = logged.line
      const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, position)
      yield { ...logged, strokes: strokesOf(buffer.toString('utf8', 0, bytesRead), path, logged) }
    }
  } finally {
    await file.close()
  }
}

function strokesOf(text: string, path: string, { sketch, line }: LoggedSketch): Strokes {
  const parsed = drawnLineSchema.safeParse(parseJson(text))
  if (parsed.success && parsed.data.id === sketch.id) return parsed.data.strokes
  throw new GlyphlabError(
    'sketches-invalid',
    `${path}, at byte ${line.position}: is not what was drawn of sketch ${sketch.id}`,
  )
}
