import type { SketchId } from '../../../src-preload/contract/sketch'
import { GlyphlabError } from '../errors'
import type { Changed } from './change-log'
import { lockLogDespiteFullDisk } from './lock-log'
import { makeMySketches } from './my-sketches'
import { classOfTruth } from './sketch-classes'
import { readSketchesLog, type LoggedSketch, type SketchesLog } from './sketches-log'
import { rewriteLog } from './write-log'

/** Which sketches are to go. */
export type DeletedSketches =
  { readonly kind: 'these'; readonly sketches: readonly SketchId[] } | { readonly kind: 'all' }

/**
 * Deletes sketches: neither their strokes nor their images are in any file when this resolves. Those that are gone
 * already are passed over. Where it throws, nothing is deleted.
 * @throws GlyphlabError `sketches-invalid`, `disk-full` (never where all go) or `output-failed`
 */
export async function deleteSketches(
  home: string,
  which: DeletedSketches,
): Promise<Pick<Changed<void>, 'isDatasetChanged'>> {
  if (which.kind === 'all') return keepOnly(home, () => false)
  const ids = new Set(which.sketches)
  return keepOnly(home, ({ sketch }) => !ids.has(sketch.id))
}

/**
 * Deletes the sketches that the data set is made of, and it with them; does nothing where it was made of another log.
 * @throws GlyphlabError as {@link deleteSketches}
 */
export async function deleteCorrected(home: string, log: string): Promise<void> {
  await keepOnly(home, ({ sketch }, of) => of !== log || classOfTruth(sketch.truth) === null)
}

async function keepOnly(
  home: string,
  isKept: (logged: LoggedSketch, log: string | null) => boolean,
): Promise<Changed<void>> {
  return lockLogDespiteFullDisk(home, async () => {
    const log = await readSketchesLog(home)
    const all = [...log.sketches.values()]
    const kept = all.filter((logged) => isKept(logged, log.log))
    // The data set first: whatever fails, nothing deleted is in it while the log says that it is gone.
    const isDatasetChanged = await forgetImages(home, log, kept)
    if (kept.length < all.length || log.spentLines > 0) await rewriteLog(log, kept)
    return { value: undefined, isDatasetChanged }
  })
}

async function forgetImages(
  home: string,
  log: SketchesLog,
  kept: readonly LoggedSketch[],
): Promise<boolean> {
  const sketches = new Map(kept.map((logged) => [logged.sketch.id, logged]))
  try {
    return await makeMySketches(home, { ...log, sketches })
  } catch (error) {
    // What lies there is none of these sketches'.
    if (error instanceof GlyphlabError && error.code === 'dataset-exists') return false
    throw error
  }
}
