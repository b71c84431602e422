import { rm } from 'node:fs/promises'
import type { MeasurementRef } from '../../../src-preload/contract/measurement'
import { GlyphlabError } from '../errors'
import { writeError } from '../files/file-error'
import { filesOf } from './measurement-reader'

/**
 * Removes predictions that were made elsewhere from the data home.
 * @throws GlyphlabError `not-possible-here` for a run's measurement, `output-failed`
 */
export async function removePredictions(home: string, ref: MeasurementRef): Promise<void> {
  if (ref.run !== null)
    throw new GlyphlabError(
      'not-possible-here',
      'a run keeps what was measured of it',
      'Delete the run, or the file in its folder.',
    )
  const { report, answers } = filesOf(home, ref)
  // Without its report a measurement is none, should the other one stay behind.
  for (const path of [report, answers])
    await rm(path, { force: true }).catch((cause: unknown) => {
      throw writeError(path, cause)
    })
}
