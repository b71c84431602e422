import { basename, join } from 'node:path'
import { dataHome } from '../core/data-home'
import { datasetsFolder } from '../core/datasets/dataset-folder'
import { GlyphlabError } from '../core/errors'
import type { ListedRun } from '../core/runs/list-runs'
import { runsOfDataset } from '../core/runs/runs-of-dataset'
import { runsFolder } from './runs-option'

/**
 * The runs that were begun with a data set; one of the data home is known by its name as well.
 * @param flags of the command, `--runs` among them where it has that
 */
export async function runsUsing(folder: string, flags: unknown = {}): Promise<ListedRun[]> {
  const name = basename(folder)
  const isNamed = folder === join(datasetsFolder(dataHome()), name)
  return runsOfDataset(runsFolder(flags), isNamed ? [name, folder] : [folder])
}

/**
 * Makes sure that no run is training on a data set that is to go: it could not be resumed.
 * @throws GlyphlabError `dataset-in-use`
 */
export function requireIdle(folder: string, runs: readonly ListedRun[], hint?: string): void {
  const running = runs.find(({ status }) => status === 'running')
  if (running === undefined) return
  throw new GlyphlabError(
    'dataset-in-use',
    `${basename(running.folder)} is training on ${basename(folder)}`,
    hint,
  )
}

/**
 * The same, for a command that is to put another data set in its place.
 * @throws GlyphlabError `dataset-in-use`
 */
export async function requireReplaceable(folder: string): Promise<void> {
  const hint = 'Wait until it has ended, or give the new one another --name.'
  requireIdle(folder, await runsUsing(folder), hint)
}
