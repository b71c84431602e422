import { assertNever } from '../../assert-never'

/** Numbers of images; or their shares of those of the true, or of the predicted class. */
export type ConfusionMode = 'counts' | 'by-true' | 'by-predicted'

/** Images of one class taken for another, or for what they are. Classes are indices into `perClass`. */
export interface Cell {
  readonly actual: number
  readonly predicted: number
}

/** What is known of one cell. */
export interface CellReading extends Cell {
  readonly count: number
  /** Images of the true class. */
  readonly ofActual: number
  /** Images taken for the predicted class. */
  readonly ofPredicted: number
}

/** `[actual][predicted]`, numbers of images, with what is asked of them over and over. */
export class ConfusionMatrix {
  readonly size: number
  /** Cells that hold images, row by row. */
  readonly cells: readonly Cell[]
  readonly #counts: Float64Array
  readonly #actual: Float64Array
  readonly #predicted: Float64Array

  constructor(confusion: readonly (readonly number[])[]) {
    this.size = confusion.length
    this.#counts = new Float64Array(this.size ** 2)
    this.#actual = new Float64Array(this.size)
    this.#predicted = new Float64Array(this.size)
    const cells: Cell[] = []
    confusion.forEach((row, actual) =>
      row.forEach((count, predicted) => {
        this.#counts[actual * this.size + predicted] = count
        this.#actual[actual] = (this.#actual[actual] ?? 0) + count
        this.#predicted[predicted] = (this.#predicted[predicted] ?? 0) + count
        if (count > 0) cells.push({ actual, predicted })
      }),
    )
    this.cells = cells
  }

  count({ actual, predicted }: Cell): number {
    return this.#counts[actual * this.size + predicted] ?? 0
  }

  read(cell: Cell): CellReading {
    return {
      ...cell,
      count: this.count(cell),
      ofActual: this.#actual[cell.actual] ?? 0,
      ofPredicted: this.#predicted[cell.predicted] ?? 0,
    }
  }

  /** What a cell is coloured by: 0 where it holds no images. */
  value(cell: Cell, mode: ConfusionMode): number {
    const count = this.count(cell)
    switch (mode) {
      case 'counts':
        return count
      case 'by-true':
        return count === 0 ? 0 : count / (this.#actual[cell.actual] ?? count)
      case 'by-predicted':
        return count === 0 ? 0 : count / (this.#predicted[cell.predicted] ?? count)
      default:
        return assertNever(mode)
    }
  }

  /** The greatest value; without what is right, where the diagonal is muted. 0 where there is none. */
  greatest(mode: ConfusionMode, isDiagonalMuted: boolean): number {
    let greatest = 0
    for (const cell of this.cells)
      if (!isDiagonalMuted || cell.actual !== cell.predicted)
        greatest = Math.max(greatest, this.value(cell, mode))
    return greatest
  }

  /** Mistakes, the greatest first, and else in the order of the classes. */
  mistakes(mode: ConfusionMode): readonly Cell[] {
    return this.cells
      .filter(({ actual, predicted }) => actual !== predicted)
      .map((cell) => ({ cell, value: this.value(cell, mode) }))
      .sort((one, other) => other.value - one.value)
      .map(({ cell }) => cell)
  }
}

export function isSameCell(one: Cell | null, other: Cell | null): boolean {
  return one?.actual === other?.actual && one?.predicted === other?.predicted
}
