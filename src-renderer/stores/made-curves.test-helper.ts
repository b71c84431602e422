import type { RunMetrics } from '../../src-preload/contract/bridge/run-requests'
import { runIdSchema } from '../../src-preload/contract/run'
import { RunCurves } from './run-curves'

export interface MadeCurves {
  readonly steps: number
  readonly epochs: number
  readonly stepsPerEpoch: number
}

/** Metrics like those of a run that learns: every tenth step, and so many epochs; the same each time. */
export function madeMetrics({ steps, epochs, stepsPerEpoch }: MadeCurves): RunMetrics {
  const count = Math.floor(steps / 10)
  const step = Array.from({ length: count }, (_, index) => (index + 1) * 10)
  const rateOf = (at: number): number => 1e-3 / 2 ** Math.floor((at - 1) / (3 * stepsPerEpoch))
  const noise = (at: number): number => Math.sin(at * 12.9898) * 0.5 + Math.sin(at * 78.233) * 0.5
  const learnt = (at: number): number => Math.exp(-at / (1.2 * stepsPerEpoch))
  let lowest = Number.POSITIVE_INFINITY
  return {
    run: runIdSchema.parse('20260101-000000-seed-cnn-abcd'),
    stepsPerEpoch,
    steps: {
      step,
      loss: step.map((at) => 0.42 + 3.2 * learnt(at / 0.6) + 0.09 * noise(at)),
      accuracy: step.map((at) => Math.min(1, 0.865 - 0.85 * learnt(at / 0.6) + 0.03 * noise(at))),
      learningRate: step.map(rateOf),
    },
    epochs: Array.from({ length: epochs }, (_, index) => {
      const epoch = index + 1
      const loss = 0.31 + 0.5 * learnt(epoch * stepsPerEpoch) + 0.004 * noise(epoch)
      const best = loss < lowest
      lowest = Math.min(lowest, loss)
      const means = { loss, accuracy: 1.2 - loss }
      return {
        epoch,
        step: epoch * stepsPerEpoch,
        learningRate: rateOf(epoch * stepsPerEpoch),
        training: { loss: loss + 0.1, accuracy: 1.15 - loss },
        validation: means,
        steering: means,
        best,
      }
    }),
  }
}

export function madeCurves(made: MadeCurves): RunCurves {
  return new RunCurves(madeMetrics(made))
}
