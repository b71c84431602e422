import type { RunRecord } from '../../src-preload/contract/run'
import { datasetTitle } from '../core/datasets/dataset-title'
import type { GroupSummary, Spread } from '../core/runs/group'
import { grouped, percent } from '../core/number-text'
import { tableText } from './table'

/** A group of runs as text: a line each, then mean and standard deviation. */
export function groupText(summary: GroupSummary, records: readonly RunRecord[]): string {
  const rows = [
    ['run', 'seed', 'best epoch', 'validation', 'loss', 'test', 'loss'],
    ...summary.runs.map(({ id, seed, bestEpoch, validation, test }) => [
      id,
      String(seed),
      String(bestEpoch),
      percent(validation.accuracy),
      validation.loss.toFixed(4),
      percent(test.accuracy),
      test.loss.toFixed(4),
    ]),
  ]
  const [description] = records.map((record) => record.description)
  const subject = description
    ? `${datasetTitle(description.dataset, description.split, description.corrections)}: ${grouped(description.trainingImages)} training images, ` +
      `one validation part (split seed ${description.configuration.splitSeed})`
    : ''
  const { validation, test } = summary
  return [
    `${summary.runs.length} runs that differ in their seed, ${subject}`,
    '',
    tableText(rows),
    '',
    `validation accuracy ${spreadText(validation.accuracy)}`,
    `test accuracy       ${spreadText(test.accuracy)}`,
    'the spread is that of the seeds alone: data and split are the same',
  ].join('\n')
}

function spreadText({ mean, standardDeviation, count }: Spread): string {
  const deviation =
    standardDeviation === null ? '' : ` ± ${percent(standardDeviation)} (standard deviation`
  return `${percent(mean)}${deviation}${deviation ? ', ' : ' ('}n = ${count})`
}
