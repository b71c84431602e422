import { readdir } from 'node:fs/promises'
import { dataHome } from '../core/data-home'
import { BUILT_IN_DATASET, datasetsFolder } from '../core/datasets/dataset-folder'
import { TEMPORARY_SUFFIX } from '../core/files/temporary-name'
import type { CompletionSources } from './completion-request'
import { runsFolder } from './runs-option'

/** Names read from folders alone: a key press must not wait for a hundred files to be opened. */
export const DISK_SOURCES: CompletionSources = {
  runs: async (typed) => {
    const flag = typed.indexOf('--runs')
    const runs = flag === -1 ? undefined : typed[flag + 1]
    const names = (await foldersIn(runsFolder({ runs }))).sort().reverse()
    return names.length === 0 ? [] : ['last', ...names]
  },
  datasets: async () => [
    ...new Set([BUILT_IN_DATASET, ...(await foldersIn(datasetsFolder(dataHome()))).sort()]),
  ],
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('.') && !name.endsWith(TEMPORARY_SUFFIX))
}
