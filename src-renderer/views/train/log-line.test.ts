import { describe, expect, test } from 'vitest'
import type { JobLogEntry } from '../../../src-preload/contract/job'
import { useStrings } from '../../strings/strings'
import { logLine } from './log-line'

const strings = useStrings()
const means = (loss: number, accuracy: number) => ({ loss, accuracy })
const said = (entry: JobLogEntry['entry']) =>
  logLine(strings.trainRun, { time: '2026-01-01T12:00:00Z', entry }, strings.hintOf)

const epoch = {
  kind: 'epoch',
  epoch: 5,
  training: means(0.452, 0.852),
  validation: means(0.4, 0.8),
  steering: means(0.311, 0.8941),
  best: true,
  epochsWithoutGain: 0,
  patience: 4,
  imagesPerSecond: 24_000,
} as const

describe('a line of the log', () => {
  test.each<[string, JobLogEntry['entry'], string, string]>([
    [
      'the best epoch',
      epoch,
      'epoch 5  train 0.452 / 85.20 %  validation 0.311 / 89.41 %',
      'best, checkpoint saved',
    ],
    [
      'an epoch without gain',
      { ...epoch, best: false, epochsWithoutGain: 1 },
      'epoch 5  train 0.452 / 85.20 %  validation 0.311 / 89.41 %  no better for 1 of 4 epochs',
      '',
    ],
    [
      'a change of the rate',
      { kind: 'learning-rate', from: 5e-4, to: 2.5e-4 },
      'learning rate 5e-4 → 2.5e-4',
      '',
    ],
    [
      'a run that goes on',
      {
        kind: 'started',
        trainingImages: 101_520,
        validationImages: 11_280,
        testImages: 18_800,
        epochsBefore: 2,
        stepsBefore: 40,
        device: 'cpu',
      },
      '101,520 images to train, 11,280 to validate, 18,800 to test; cpu; goes on after epoch 2, step 40 of the next',
      '',
    ],
    [
      'the result with its interval',
      {
        kind: 'result',
        bestEpoch: 12,
        test: {
          ...means(0.3, 0.8871),
          interval: { method: 'wilson', level: 0.95, lower: 0.8825, upper: 0.8916 },
        },
      },
      'finished: weights of epoch 12 restored',
      'test 88.71 %, 95 % interval 88.25 % to 89.16 %',
    ],
    ['a phase in words', { kind: 'phase', phase: 'paused' }, 'paused', ''],
    ['what was written', { kind: 'output', line: 'I tensorflow …' }, 'I tensorflow …', ''],
  ])('tells %s', (_, entry, words, note) => {
    expect(said(entry)).toMatchObject({ words, note })
  })

  test('tells an error with what to do', () => {
    const error = { code: 'disk-full', message: 'The disk is full', hint: 'Free some.' } as const
    const line = said({ kind: 'error', error })
    expect(line.kind).toBe('bad')
    expect(line.words).toBe('The disk is full. Free some.')
  })
})
