import { fileStamp } from '../files/file-stamp'
import { readSketchesLog, sketchesPath, type SketchesLog } from './sketches-log'

/**
 * Reads what the log has places of, anew where another process has written the log anew meanwhile: a lock would keep
 * that one waiting, and cannot be had everywhere.
 *
 * @throws whatever `read` throws of a log that has stayed as it was
 */
export async function readSteadily<Value>(
  home: string,
  read: (log: SketchesLog) => Promise<Value>,
): Promise<Value> {
  for (;;) {
    const stamp = fileStamp(sketchesPath(home))
    const log = await readSketchesLog(home)
    try {
      return await read(log)
    } catch (error) {
      if (fileStamp(sketchesPath(home)) === stamp) throw error
    }
  }
}
