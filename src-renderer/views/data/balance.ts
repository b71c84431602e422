import type { DatasetPart } from '../../../src-preload/contract/dataset'
import type { DatasetContent } from '../../../src-preload/contract/shelf'
import { niceStep } from '../../charts/nice-range'

export type BalanceOrder = 'class' | 'count'

/** One bar: how many images a class has. */
export interface BalanceBar {
  /** Its index. */
  readonly class: number
  readonly characters: readonly string[]
  readonly count: number
}

/** A bar for each class; by count, the largest first, and equal ones as the classes come. */
export function balanceBars(
  { classes }: Pick<DatasetContent, 'classes'>,
  part: DatasetPart,
  order: BalanceOrder,
): readonly BalanceBar[] {
  const bars = classes.map(({ characters, trainCount, testCount }, index) => ({
    class: index,
    characters,
    count: part === 'train' ? trainCount : testCount,
  }))
  return order === 'class' ? bars : [...bars].sort((one, other) => other.count - one.count)
}

const TICKS = 4

/** Round counts from 0 to above the largest bar. */
export function countTicks(most: number): readonly number[] {
  const step = Math.max(1, niceStep(Math.max(1, most) / TICKS))
  return Array.from({ length: Math.ceil(Math.max(1, most) / step) + 1 }, (_, tick) => tick * step)
}
