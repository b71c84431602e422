import { join } from 'node:path'
import type { Result } from '../../../src-preload/contract/bridge/requests'
import type { ErrorData } from '../../../src-preload/contract/errors'
import type { RunId } from '../../../src-preload/contract/run'
import { assertNever, errorData } from '../../core/errors'
import { homeUsage } from '../../core/home-usage'
import { annotateRun } from '../../core/runs/annotate-run'
import { KeptRuns } from '../../core/runs/kept-runs'
import { readRun } from '../../core/runs/list-runs'
import { listTrash } from '../../core/runs/list-trash'
import { KeptEpochs } from '../../core/runs/read-epochs'
import { readMetrics } from '../../core/runs/read-metrics'
import { deleteRun, emptyTrash, restoreRun } from '../../core/runs/trash'
import type { RunsAnswer, RunsQuestion } from './runs-messages'

/** Answers what is asked about runs, and keeps what it has read of them. */
export class RunsQuestions {
  readonly #runs = new KeptRuns()
  readonly #epochs = new KeptEpochs()

  async answer(question: RunsQuestion): Promise<RunsAnswer> {
    switch (question.type) {
      case 'runs':
        return { type: 'runs', list: await this.#runs.list(question.runsFolder, question.known) }
      case 'run': {
        const { record, status } = await readRun(question.folder)
        return { type: 'run', record: { ...record, status } }
      }
      case 'metrics':
        return { type: 'metrics', metrics: await readMetrics(question.folder, question.run) }
      case 'epochs':
        return { type: 'epochs', epochs: await this.#epochsOf(question.runsFolder, question.runs) }
      case 'annotate':
        await annotateRun(question.folder, () => question.change)
        return { type: 'annotate' }
      case 'delete': {
        const { done: deleted, refused } = await eachOf(question, deleteRun)
        return { type: 'delete', outcome: { deleted, refused } }
      }
      case 'trash':
        return { type: 'trash', runs: await listTrash(question.home) }
      case 'restore': {
        const { done: restored, refused } = await eachOf(question, restoreRun)
        return { type: 'restore', outcome: { restored, refused } }
      }
      case 'usage':
        return { type: 'usage', usage: await homeUsage(question.home) }
      case 'empty-trash':
        await emptyTrash(question.home)
        return { type: 'empty-trash' }
      default:
        return assertNever(question)
    }
  }

  async #epochsOf(runsFolder: string, runs: readonly RunId[]): Promise<Result<'runs.epochs'>> {
    const of = async (run: RunId) => ({
      run,
      epochs: [...(await this.#epochs.of(join(runsFolder, run)))],
    })
    return { runs: await Promise.all(runs.map(of)) }
  }
}

/** Does to one run after the other what can be refused of each. */
async function eachOf(
  { home, runs }: { readonly home: string; readonly runs: readonly RunId[] },
  work: (home: string, run: RunId) => Promise<void>,
) {
  const done: RunId[] = []
  const refused: { run: RunId; error: ErrorData }[] = []
  for (const run of new Set(runs))
    try {
      await work(home, run)
      done.push(run)
    } catch (thrown) {
      refused.push({ run, error: errorData(thrown) })
    }
  return { done, refused }
}
