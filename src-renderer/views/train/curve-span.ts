import { computed, shallowRef, type ComputedRef } from 'vue'
import { between, covers, moved, within, zoomed, type Span } from '../../charts/span'

export interface SpanParts {
  readonly span: ComputedRef<Span>
  readonly isWhole: ComputedRef<boolean>
  readonly zoomBy: (factor: number, around: number) => void
  readonly moveBy: (steps: number) => void
  readonly select: (one: number, other: number) => void
  readonly showAll: () => void
  /** Keeps what is chosen inside the whole, which has changed. */
  readonly follow: () => void
}

/** The part of a run that is looked at: the whole, which may grow, or one that was chosen and stays. */
export function useSpan(whole: ComputedRef<Span>): SpanParts {
  /** Null is the whole. */
  const chosen = shallowRef<Span | null>(null)
  const span = computed(() => chosen.value ?? whole.value)
  const choose = (next: Span): void => {
    chosen.value = covers(next, whole.value) ? null : next
  }
  return {
    span,
    isWhole: computed(() => chosen.value === null),
    zoomBy: (factor, around) => choose(zoomed(span.value, factor, around, whole.value)),
    moveBy: (steps) => choose(moved(span.value, steps, whole.value)),
    select: (one, other) => choose(between(one, other, whole.value)),
    showAll: () => {
      chosen.value = null
    },
    follow: () => {
      if (chosen.value !== null && chosen.value.to > whole.value.to)
        choose(within(chosen.value, whole.value))
    },
  }
}
