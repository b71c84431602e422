import type { DataService } from '../../processes/services'
import type { WindowEvents } from '../events'
import type { Handlers } from '../handlers'
import { forgetJobs, keptByJob, type RunJobs } from './jobs-of-runs'
import type { PortableRunsRequest } from './portable-runs-handlers'
import { runFolderOf, runsFolderOf } from './run-folder-of'

export interface RunsDependencies {
  readonly home: string
  readonly data: DataService
  readonly events: WindowEvents
  /** The runs that wait or train here. */
  readonly jobs: RunJobs | undefined
}

type RunsRequest = Exclude<Extract<keyof Handlers, `runs.${string}`>, PortableRunsRequest>

/** Tells of the runs of the data home, and does with them what the user asks for. */
export function runsHandlers({
  home,
  data,
  events,
  jobs,
}: RunsDependencies): Pick<Handlers, RunsRequest> {
  const runsFolder = runsFolderOf(home)
  return {
    'runs.list': async ({ known }) => (await data.ask({ type: 'runs', runsFolder, known })).list,
    'runs.open': async ({ run }) => {
      const { record } = await data.ask({ type: 'run', folder: runFolderOf(home, run) })
      return { record }
    },
    'runs.metrics': async ({ run }) =>
      (await data.ask({ type: 'metrics', folder: runFolderOf(home, run), run })).metrics,
    'runs.epochs': async ({ runs }) =>
      (await data.ask({ type: 'epochs', runsFolder, runs })).epochs,
    'runs.annotate': async ({ run, change }) => {
      await data.ask({ type: 'annotate', folder: runFolderOf(home, run), change })
      tellChanged()
      return {}
    },
    'runs.delete': async ({ runs }) => {
      const kept = runs.flatMap((run) => {
        const error = keptByJob(jobs, run)
        return error === null ? [] : [{ run, error }]
      })
      const free = runs.filter((run) => !kept.some((refused) => refused.run === run))
      const { outcome } = await data.ask({ type: 'delete', home, runs: free })
      forgetJobs(jobs, outcome.deleted)
      if (outcome.deleted.length > 0) tellChanged()
      return { deleted: outcome.deleted, refused: [...kept, ...outcome.refused] }
    },
    'runs.trash': async () => ({ runs: (await data.ask({ type: 'trash', home })).runs }),
    'runs.restore': async ({ runs }) => {
      const { outcome } = await data.ask({ type: 'restore', home, runs })
      if (outcome.restored.length > 0) tellChanged()
      return outcome
    },
  }

  /** Measurements go by the names of their runs, and come and go with them. */
  function tellChanged(): void {
    events.tell('runs.changed', {})
    events.tell('measurements.changed', {})
  }
}
