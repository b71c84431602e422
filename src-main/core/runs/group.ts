import type { RunRecord } from '../../../src-preload/contract/run'

/** Mean and spread of one figure over the runs of a group. */
export interface Spread {
  readonly mean: number
  /** Sample standard deviation (n - 1); null of a single run. */
  readonly standardDeviation: number | null
  readonly count: number
}

/** What runs that differ in their seed alone come to together. */
export interface GroupSummary {
  readonly id: string
  readonly runs: readonly {
    readonly id: string
    readonly seed: number
    readonly bestEpoch: number
    readonly validation: { readonly loss: number; readonly accuracy: number }
    readonly test: { readonly loss: number; readonly accuracy: number }
  }[]
  readonly validation: { readonly loss: Spread; readonly accuracy: Spread }
  readonly test: { readonly loss: Spread; readonly accuracy: Spread }
}

/** The finished among some runs of one group; null where none has finished. */
export function summariseGroup(id: string, records: readonly RunRecord[]): GroupSummary | null {
  const runs = records.flatMap(({ id: run, description, result }) =>
    result?.test
      ? [
          {
            id: run,
            seed: description.configuration.seed,
            bestEpoch: result.bestEpoch,
            validation: result.validation,
            test: { loss: result.test.loss, accuracy: result.test.accuracy },
          },
        ]
      : [],
  )
  if (runs.length === 0) return null
  const over = (part: 'validation' | 'test') => ({
    loss: spread(runs.map((run) => run[part].loss)),
    accuracy: spread(runs.map((run) => run[part].accuracy)),
  })
  return { id, runs, validation: over('validation'), test: over('test') }
}

/** @param values one at least */
export function spread(values: readonly number[]): Spread {
  const count = values.length
  const mean = values.reduce((sum, value) => sum + value, 0) / count
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { mean, standardDeviation: count > 1 ? Math.sqrt(squares / (count - 1)) : null, count }
}
