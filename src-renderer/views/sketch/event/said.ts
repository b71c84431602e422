import {
  certaintyOf,
  type Certainty,
  type LikelyClass,
  type SheetReading,
} from '../../../../src-preload/contract/sketch'

/** What visitors are told of their sheet. */
export type Said =
  /** Nothing is drawn, or something is wrong that is no business of theirs. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'illegible' }
  | {
      readonly kind: Exclude<Certainty, 'illegible'>
      readonly best: LikelyClass
      /** What else it could be, the likeliest first. */
      readonly others: readonly LikelyClass[]
    }

/** Less likely ones are not worth a word. */
const LEAST_SHOWN = 0.01
const MOST_OTHERS = 2

/** @param reading null before the first answer */
export function saidOf(reading: SheetReading | null): Said {
  if (reading === null || reading.kind === 'empty') return { kind: 'nothing' }
  const [first] = reading.readings
  if (first === undefined || first.kind === 'failed') return { kind: 'nothing' }
  const [best, ...rest] = first.answers
  if (best === undefined) return { kind: 'nothing' }
  const kind = certaintyOf(first.answers, reading.isLegible)
  if (kind === 'illegible') return { kind }
  const others = rest.filter(({ probability }) => probability >= LEAST_SHOWN).slice(0, MOST_OTHERS)
  return { kind, best, others }
}

/** Never wholly sure: 99 % are said of anything below 1. */
export function shownShare(probability: number): number {
  return Math.floor(probability * 100 + 1e-9) / 100
}
