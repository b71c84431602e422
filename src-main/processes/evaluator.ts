import { openDataset } from '../core/datasets/open-dataset'
import { GlyphlabError } from '../core/errors'
import { evaluateRun } from '../core/runs/evaluate-run'
import { openMachine } from '../core/runs/machine'
import { runPaths } from '../core/runs/run-folder'
import { readRunRecord } from '../core/runs/run-record'
import {
  evaluatorRequestSchema,
  type EvaluatorReply,
  type EvaluatorRequest,
} from './evaluator-messages'
import { giveWay } from './give-way'
import { endWithParent } from './parent-watch'
import { requireRuntime } from './require-runtime'
import { ORPHAN_GRACE_MS, serveOneJob, type JobContext, type StopRequest } from './serve-one-job'

/** The entry of the process that measures a run. */
type Job = Exclude<EvaluatorRequest, StopRequest>

/** A report for each of some tens of thousands of images would be more than anybody reads. */
const REPORT_EVERY_MS = 100

endWithParent({ graceMs: ORPHAN_GRACE_MS })
serveOneJob<Job, EvaluatorReply>(evaluatorRequestSchema, measure)

async function measure(job: Job, { post, signal }: JobContext<EvaluatorReply>): Promise<void> {
  giveWay()
  const { home, runFolder, dataset, split, part } = job
  const record = readRunRecord(runPaths(runFolder))
  const { description } = record
  // A validation part is one of the data set as the run had it.
  const corrections = part === 'validation' ? (description.corrections ?? 'none') : job.corrections
  const data = await openDataset(dataset, {
    ...{ home, split: split ?? undefined, corrections, signal },
  })
  await requireRuntime(signal)
  const { tensorflow } = await openMachine(description.configuration.precision, { signal })
  const { file, notKept } = await evaluateRun({
    run: { folder: runFolder, record },
    ...{ data, part, tensorflow, signal, onProgress: atIntervals(post) },
  })
  if (file === null) {
    const { code, message, hint } = notKept ?? { code: 'internal', message: '', hint: '' }
    throw new GlyphlabError(code, `the measurement cannot be kept: ${message}`, hint)
  }
  post({ type: 'measured', file })
}

function atIntervals(
  post: (reply: EvaluatorReply) => void,
): (imagesDone: number, images: number) => void {
  let sentMs = -Infinity
  return (imagesDone, images) => {
    const nowMs = performance.now()
    if (nowMs - sentMs < REPORT_EVERY_MS && imagesDone < images) return
    sentMs = nowMs
    post({ type: 'progress', imagesDone, images })
  }
}
