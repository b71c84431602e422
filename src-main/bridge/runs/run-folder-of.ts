import { join } from 'node:path'
import type { RunId } from '../../../src-preload/contract/run'

/** The folder of all runs of a data home: the only ones that windows can name. */
export function runsFolderOf(home: string): string {
  return join(home, 'runs')
}

/** The folder of a run. An id has no separator and does not begin with a dot, so it leads to no other place. */
export function runFolderOf(home: string, run: RunId): string {
  return join(runsFolderOf(home), run)
}
