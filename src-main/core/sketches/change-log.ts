import { GlyphlabError } from '../errors'
import { makeMySketches } from './my-sketches'
import { readSketchesLog, type SketchesLog } from './sketches-log'

/** What a change of the log has come to. */
export interface Changed<Value> {
  readonly value: Value
  /** Whether the data set of sketches is another one by it. */
  readonly isDatasetChanged: boolean
}

/**
 * Changes the log, to be called while it is locked, and makes the data set anew where that changes it. What the log
 * has is kept even where the data set cannot be made: whoever opens that makes it, or hears why it cannot be.
 *
 * @param change writes to the log that it is given
 * @throws GlyphlabError `sketches-invalid`, or whatever `change` throws
 */
export async function changeLog<Value>(
  home: string,
  change: (log: SketchesLog) => Promise<Value>,
): Promise<Changed<Value>> {
  const value = await change(await readSketchesLog(home))
  try {
    return { value, isDatasetChanged: await makeMySketches(home, await readSketchesLog(home)) }
  } catch (error) {
    if (error instanceof GlyphlabError) return { value, isDatasetChanged: false }
    throw error
  }
}
