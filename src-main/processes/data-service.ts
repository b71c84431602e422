import { join } from 'node:path'
import { drawSamples } from '../core/datasets/draw-samples'
import { KeptDataset } from '../core/datasets/kept-dataset'
import { assertNever } from '../core/errors'
import { homeUsage } from '../core/home-usage'
import { readRun } from '../core/runs/list-runs'
import { readMetrics } from '../core/runs/read-metrics'
import { runEntries } from '../core/runs/run-entries'
import { trainingPace } from '../core/runs/training-pace'
import { planView } from '../core/training/plan-view'
import { planTraining } from '../core/training/train'
import { dataQuestionSchema, type DataAnswer, type DataQuestion } from './data-service-messages'
import { serveRequests } from './serve-requests'

/** The entry of the process that answers what a window asks about data sets and runs. It loads no TensorFlow. */
type QuestionOf<Type extends DataQuestion['type']> = Extract<DataQuestion, { type: Type }>

const kept = new KeptDataset()

serveRequests<DataQuestion, DataAnswer>(dataQuestionSchema, async (question, signal) => {
  switch (question.type) {
    case 'plan':
      return plan(question, signal)
    case 'samples':
      return samples(question, signal)
    case 'runs':
      return { type: 'runs', list: await runEntries(question.runsFolder) }
    case 'run': {
      const { record, status } = await readRun(question.folder)
      return { type: 'run', record: { ...record, status } }
    }
    case 'metrics':
      return { type: 'metrics', metrics: await readMetrics(question.folder, question.run) }
    case 'usage':
      return { type: 'usage', usage: await homeUsage(question.home) }
    default:
      return assertNever(question)
  }
})

async function plan(
  { home, newRun }: QuestionOf<'plan'>,
  signal: AbortSignal,
): Promise<DataAnswer> {
  const { dataset: source, split, corrections, configuration } = newRun
  const data = await kept.open({ home, source, split, corrections }, signal)
  return {
    type: 'plan',
    plan: planView(planTraining(data, configuration)),
    pace: await trainingPace(join(home, 'runs'), configuration),
  }
}

async function samples(question: QuestionOf<'samples'>, signal: AbortSignal): Promise<DataAnswer> {
  const { home, dataset: source, split, count, seed } = question
  const wanted = { home, source, split, corrections: 'current' } as const
  const { dataset } = await kept.open(wanted, signal)
  const drawn = drawSamples(dataset, count, seed)
  return {
    type: 'samples',
    samples: drawn.map(({ pixels, characters }) => ({ pixels, characters: [...characters] })),
  }
}
