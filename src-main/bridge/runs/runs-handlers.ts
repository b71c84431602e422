import type { DataService } from '../../processes/services'
import type { Handlers } from '../handlers'
import { runFolderOf, runsFolderOf } from './run-folder-of'

/** Tells of the runs of the data home. */
export function runsHandlers(
  home: string,
  data: DataService,
): Pick<Handlers, 'runs.list' | 'runs.open' | 'runs.metrics'> {
  return {
    'runs.list': async () =>
      (await data.ask({ type: 'runs', runsFolder: runsFolderOf(home) })).list,
    'runs.open': async ({ run }) => {
      const { record } = await data.ask({ type: 'run', folder: runFolderOf(home, run) })
      return { record }
    },
    'runs.metrics': async ({ run }) =>
      (await data.ask({ type: 'metrics', folder: runFolderOf(home, run), run })).metrics,
  }
}
