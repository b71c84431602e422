import { internalError } from '../../errors'

/**
 * The dimensions of a tensor, outermost first; `[]` is a scalar. Only the first may be
 * {@link UNKNOWN_BATCH}: then it is the batch, and any size may be fed.
 */
export type Shape = readonly number[]

/** TensorFlow's own mark of a dimension that is known only when the graph runs. */
export const UNKNOWN_BATCH = -1

/** Number of elements. */
export function elementCount(shape: Shape): number {
  if (shape.includes(UNKNOWN_BATCH))
    throw internalError(`${formatShape(shape)} has no fixed number of elements`)
  return shape.reduce((product, size) => product * size, 1)
}

export function formatShape(shape: Shape): string {
  return `[${shape.map((size) => (size === UNKNOWN_BATCH ? '?' : size)).join(', ')}]`
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis])
}

/** The size along `axis`; an axis that does not exist is a fault of ours. */
export function dimension(shape: Shape, axis: number): number {
  const size = shape.at(axis)
  if (size === undefined) throw internalError(`${formatShape(shape)} has no axis ${axis}`)
  return size
}

/**
 * The shape two operands have together by NumPy's rules: aligned at the last axis, sizes equal or 1.
 */
export function broadcastShapes(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length)
  return Array.from({ length: rank }, (_, position) => {
    const sizeA = a[position - rank + a.length] ?? 1
    const sizeB = b[position - rank + b.length] ?? 1
    if (sizeA !== sizeB && sizeA !== 1 && sizeB !== 1)
      throw internalError(`${formatShape(a)} and ${formatShape(b)} do not broadcast`)
    return sizeA === 1 ? sizeB : sizeA
  })
}
