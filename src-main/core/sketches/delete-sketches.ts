import type { SketchId } from '../../../src-preload/contract/sketch'
import { changeLog, type Changed } from './change-log'
import { lockLogDespiteFullDisk } from './lock-log'
import { classOfTruth } from './sketch-classes'
import type { LoggedSketch } from './sketches-log'
import { rewriteLog } from './write-log'

/** Which sketches are to go. */
export type DeletedSketches =
  { readonly kind: 'these'; readonly sketches: readonly SketchId[] } | { readonly kind: 'all' }

/**
 * Deletes sketches: their strokes are in no file when this resolves. Those that are gone already are passed over.
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
  return lockLogDespiteFullDisk(home, () =>
    changeLog(home, async (log) => {
      const all = [...log.sketches.values()]
      const kept = all.filter((logged) => isKept(logged, log.log))
      if (kept.length < all.length || log.spentLines > 0) await rewriteLog(log, kept)
    }),
  )
}
