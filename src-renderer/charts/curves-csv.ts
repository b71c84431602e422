import type { RunCurves } from '../stores/run-curves'
import { firstFrom } from './sorted-search'
import type { Span } from './span'

const COLUMNS = [
  'kind',
  'epoch',
  'step',
  'learning_rate',
  'training_loss',
  'training_accuracy',
  'validation_loss',
  'validation_accuracy',
  'steering_loss',
  'steering_accuracy',
  'best',
] as const

/**
 * The steps and epochs of a span as CSV, as they were measured and not smoothed, in the columns of
 * `metrics.jsonl`. Every number is written so that reading it gives the same bits.
 */
export function curvesToCsv(curves: RunCurves, span: Span): string {
  const steps = curves.step.values
  const first = firstFrom(steps, span.from)
  const end = firstFrom(steps, span.to + 1)
  const epochs = curves.epochs.filter(({ step }) => step >= span.from && step <= span.to)
  const rows: string[] = [COLUMNS.join(',')]
  let nextEpoch = 0
  const epochsUntil = (step: number): void => {
    for (let one = epochs[nextEpoch]; one && one.step < step; one = epochs[nextEpoch]) {
      const { epoch, learningRate, training, validation, steering, best } = one
      rows.push(
        row('epoch', epoch, one.step, learningRate, training.loss, training.accuracy, [
          validation.loss,
          validation.accuracy,
          steering.loss,
          steering.accuracy,
          best ? 'true' : 'false',
        ]),
      )
      nextEpoch += 1
    }
  }
  for (let index = first; index < end; index += 1) {
    const step = steps[index] ?? 0
    epochsUntil(step)
    const epoch = Math.ceil(step / Math.max(1, curves.stepsPerEpoch))
    const [rate, loss, accuracy] = [
      curves.learningRate.values[index] ?? 0,
      curves.loss.values[index] ?? 0,
      curves.accuracy.values[index] ?? 0,
    ]
    rows.push(row('step', epoch, step, rate, loss, accuracy, ['', '', '', '', '']))
  }
  epochsUntil(Number.POSITIVE_INFINITY)
  return `${rows.join('\r\n')}\r\n`
}

function row(
  kind: string,
  epoch: number,
  step: number,
  learningRate: number,
  loss: number,
  accuracy: number,
  others: readonly (number | string)[],
): string {
  return [kind, epoch, step, learningRate, loss, accuracy, ...others].join(',')
}
