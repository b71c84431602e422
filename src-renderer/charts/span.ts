/** A range of training steps. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** No closer than this many steps: two logged ones. */
const LEAST_STEPS = 20

/** A span of the same length that lies within the whole; the whole where it is longer. */
export function within({ from, to }: Span, whole: Span): Span {
  const length = Math.min(to - from, whole.to - whole.from)
  const start = Math.min(Math.max(from, whole.from), whole.to - length)
  return { from: start, to: start + length }
}

/** Makes a span `factor` times as long around a step that stays where it is. */
export function zoomed(span: Span, factor: number, around: number, whole: Span): Span {
  const wholeLength = whole.to - whole.from
  const least = Math.min(LEAST_STEPS, wholeLength)
  const length = Math.min(Math.max((span.to - span.from) * factor, least), wholeLength)
  const share = (around - span.from) / (span.to - span.from)
  const from = around - share * length
  return within({ from, to: from + length }, whole)
}

export function moved(span: Span, steps: number, whole: Span): Span {
  return within({ from: span.from + steps, to: span.to + steps }, whole)
}

/** The span between two steps in either order, no shorter than can be shown. */
export function between(one: number, other: number, whole: Span): Span {
  const [from, to] = one < other ? [one, other] : [other, one]
  const missing = Math.max(0, LEAST_STEPS - (to - from)) / 2
  return within({ from: from - missing, to: to + missing }, whole)
}

/** Moves a span as little as needed to show a step. */
export function showing(span: Span, step: number, whole: Span): Span {
  if (step < span.from) return moved(span, step - span.from, whole)
  if (step > span.to) return moved(span, step - span.to, whole)
  return span
}

export function covers(span: Span, whole: Span): boolean {
  return span.from <= whole.from && span.to >= whole.to
}
