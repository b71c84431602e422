import type { RunId } from '../../../src-preload/contract/run'
import type { Epochs } from '../../stores/run-epochs'
import { membersOf, type RunItem } from '../../stores/run-items'

export type ComparedMeasure = 'accuracy' | 'loss'

/** A point of a curve: what an epoch came to on validation. */
export interface ComparedPoint {
  readonly epoch: number
  readonly step: number
  /** Of a group: the mean over its runs. */
  readonly value: number
  /** Sample standard deviation over the runs of a group; null of a single run. */
  readonly deviation: number | null
}

/** One curve among several. */
export interface ComparedCurve {
  readonly key: string
  readonly name: string
  /** Which colour and dash it has. */
  readonly slot: number
  readonly points: readonly ComparedPoint[]
  readonly bestEpoch: number | null
}

/** The curve of a run, or that of a group's mean. */
export function curveOf(
  item: RunItem,
  named: { readonly slot: number; readonly name: string },
  known: ReadonlyMap<RunId, Epochs>,
  measure: ComparedMeasure,
): ComparedCurve {
  const columns = membersOf(item).flatMap((entry) => {
    const epochs = known.get(entry.run) ?? []
    return epochs.length === 0 ? [] : [{ isGoingOn: entry.status === 'running', epochs }]
  })
  const bestEpoch = item.kind === 'run' ? (item.entry.best?.epoch ?? null) : null
  return { ...named, key: item.key, points: meanCurve(columns, measure), bestEpoch }
}

interface Column {
  readonly isGoingOn: boolean
  readonly epochs: Epochs
}

/**
 * Means over runs, as far as all of them have come: beyond, those that were stopped early would be missing, and
 * the rest would look better than the group is. A run that still goes on holds nobody back.
 */
function meanCurve(columns: readonly Column[], measure: ComparedMeasure): readonly ComparedPoint[] {
  const ended = columns.filter(({ isGoingOn }) => !isGoingOn)
  const last = Math.min(
    ...(ended.length > 0 ? ended : columns).map(({ epochs }) => epochs.at(-1)?.epoch ?? 0),
  )
  const longest = columns.reduce<Epochs>(
    (longer, { epochs }) => (epochs.length > longer.length ? epochs : longer),
    [],
  )
  return longest
    .filter(({ epoch }) => epoch <= last)
    .map(({ epoch, step }) => {
      const values = columns.flatMap(
        ({ epochs }) => epochs.find((one) => one.epoch === epoch)?.steering[measure] ?? [],
      )
      return { epoch, step, ...momentsOf(values) }
    })
}

/** Mean and sample standard deviation. */
function momentsOf(values: readonly number[]): Pick<ComparedPoint, 'value' | 'deviation'> {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  if (values.length < 2) return { value: mean, deviation: null }
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { value: mean, deviation: Math.sqrt(squares / (values.length - 1)) }
}
