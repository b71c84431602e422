import Papa from 'papaparse'
import type { CharacterClass } from '../../datasets/dataset'
import { grouped } from '../../number-text'
import { isHeader, numberIn, separatorOf } from './cells'
import { namedColumns, unnamedColumns, type Columns } from './columns'
import { invalidPredictions, type Place } from './invalid-predictions'
import { lineBlocks } from './line-blocks'

/** The part that a file is to be about. */
export interface PredictedPart {
  /** `[count]`: true class indices */
  readonly labels: Int32Array
  readonly classes: readonly CharacterClass[]
}

/** Probabilities as `evaluationReport` takes them. */
export interface ReadPredictions {
  readonly kind: 'probabilities'
  /** `[count, classes]`, in the order of the part */
  readonly values: Float64Array
}

/** Half a step of bfloat16 below 1 a side: by so much its rounding can move a sum. */
const SUM_TOLERANCE = 2 ** -8

const PROBABILITY_HINT =
  'Probabilities run from 0 to 1, are written with a decimal point, and sum to 1 in each line: apply softmax to logits first.'

/**
 * Reads a CSV file of probabilities that Glyphlab, PyTorch, Keras or anybody wrote: a row an image, columns
 * as {@link namedColumns} finds them, or, without a header, just the probabilities of the classes. With an
 * `index` (counted from 0) rows may come in any order; `label` and `predicted` are checked. Comma, semicolon
 * or tab separate; empty lines are passed over. No more of the text than a few chunks is held.
 *
 * @throws GlyphlabError `predictions-invalid`, naming line and column: anything that is not as it should be
 */
export async function readPredictions(path: string, part: PredictedPart): Promise<ReadPredictions> {
  const table = new PredictionsTable(path, part)
  let separator: string | undefined
  for await (const { text, firstLine } of lineBlocks(path)) {
    separator ??= separatorOf(text.slice(0, text.indexOf('\n')), part.classes.length)
    const { data, errors } = Papa.parse<string[]>(text, { delimiter: separator, newline: '\n' })
    const [error] = errors
    if (error) throw invalidPredictions(path, error.message, { line: firstLine + (error.row ?? 0) })
    data.forEach((cells, row) => {
      if (cells.length > 1 || cells[0] !== '') table.take(cells, firstLine + row)
    })
  }
  return { kind: 'probabilities', values: table.finish() }
}

/** Takes the rows of one file as they come. */
class PredictionsTable {
  readonly #values: Float64Array
  /** Where each image was read; 0 for those still to come. */
  readonly #lines: Int32Array
  #columns: Columns | null = null
  #rowCount = 0

  constructor(
    private readonly path: string,
    private readonly part: PredictedPart,
  ) {
    this.#values = new Float64Array(part.labels.length * part.classes.length)
    this.#lines = new Int32Array(part.labels.length)
  }

  take(cells: readonly string[], line: number): void {
    const columns = this.#columns
    if (columns) this.#row(cells, line, columns)
    else this.#firstRow(cells, line)
  }

  /** Refuses a file that ended too early. */
  finish(): Float64Array {
    if (this.#columns === null) throw invalidPredictions(this.path, 'is empty')
    const count = this.part.labels.length
    if (this.#rowCount < count) throw this.#wrongCount(grouped(this.#rowCount))
    return this.#values
  }

  #firstRow(cells: readonly string[], line: number): void {
    const { path, part } = this
    const classCount = part.classes.length
    if (cells.length < classCount)
      throw invalidPredictions(
        path,
        `${cells.length} columns; expected one for each of ${classCount} classes, separated by commas`,
        { line },
      )
    if (isHeader(cells, part.classes)) {
      this.#columns = namedColumns(path, line, cells, part.classes)
    } else {
      this.#columns = unnamedColumns(path, line, cells.length, classCount)
      this.#row(cells, line, this.#columns)
    }
  }

  #row(cells: readonly string[], line: number, columns: Columns): void {
    const { path, part } = this
    if (cells.length !== columns.count)
      throw invalidPredictions(path, `${cells.length} columns, expected ${columns.count}`, { line })
    const image = this.#image(cells, line, columns)
    this.#rowCount++
    this.#lines[image] = line
    this.#checkLabel(cells, line, columns, image)
    const classCount = part.classes.length
    const row = this.#values.subarray(image * classCount, (image + 1) * classCount)
    this.#probabilities(cells, line, columns, row)
    this.#checkPredicted(cells, line, columns, row)
  }

  /** Which image a row is about. */
  #image(cells: readonly string[], line: number, { roles, names }: Columns): number {
    const count = this.part.labels.length
    const at = roles.index
    if (at === undefined) {
      if (this.#rowCount >= count) throw this.#wrongCount(`more than ${grouped(count)}`)
      return this.#rowCount
    }
    const place = placeOf(line, names, at)
    const image = wholeNumber(cells[at])
    const earlierLine = this.#lines[image]
    if (earlierLine === undefined)
      throw invalidPredictions(
        this.path,
        `expected an image from 0 to ${count - 1}, found ${shown(cells[at])}`,
        place,
      )
    if (earlierLine > 0)
      throw invalidPredictions(this.path, `image ${image} is already in line ${earlierLine}`, place)
    return image
  }

  #checkLabel(cells: readonly string[], line: number, { roles }: Columns, image: number): void {
    const { labels, classes } = this.part
    const at = roles.label
    if (at === undefined) return
    const label = classes[labels[image] ?? -1]?.label
    if (wholeNumber(cells[at]) === label) return
    throw invalidPredictions(
      this.path,
      `says label ${shown(cells[at])}, the data set says ${label}: ` +
        'these are predictions of another data set or in another order',
      { line },
    )
  }

  #probabilities(
    cells: readonly string[],
    line: number,
    { classes, names }: Columns,
    row: Float64Array,
  ): void {
    let sum = 0
    classes.forEach((at, index) => {
      const probability = numberIn(cells[at] ?? '')
      if (!(probability >= 0 && probability < Infinity))
        throw invalidPredictions(this.path, `expected a probability, found ${shown(cells[at])}`, {
          ...placeOf(line, names, at),
          hint: PROBABILITY_HINT,
        })
      row[index] = probability
      sum += probability
    })
    if (!(Math.abs(sum - 1) <= SUM_TOLERANCE))
      throw invalidPredictions(
        this.path,
        `the probabilities sum to ${Number(sum.toPrecision(6))}, not to 1`,
        { line, hint: PROBABILITY_HINT },
      )
  }

  /** Of equals any may be the one predicted. */
  #checkPredicted(
    cells: readonly string[],
    line: number,
    { roles, names }: Columns,
    row: Float64Array,
  ): void {
    const { classes } = this.part
    const at = roles.predicted
    if (at === undefined) return
    const greatest = row.indexOf(row.reduce((most, probability) => Math.max(most, probability), 0))
    const predicted = classes.findIndex(({ label }) => label === wholeNumber(cells[at]))
    if (row[predicted] === row[greatest]) return
    throw invalidPredictions(
      this.path,
      `says ${shown(cells[at])}, the most probable label is ${classes[greatest]?.label}`,
      placeOf(line, names, at),
    )
  }

  #wrongCount(rows: string) {
    return invalidPredictions(
      this.path,
      `${rows} rows for ${grouped(this.part.labels.length)} images: predictions of another data set or part?`,
    )
  }
}

function placeOf(line: number, names: readonly string[], at: number): Place {
  return { line, column: names[at] ?? '' }
}

/** The whole number that a cell holds, 7 or 7.0; NaN for anything else. */
function wholeNumber(cell: string | undefined): number {
  const number = numberIn(cell ?? '')
  return Number.isInteger(number) ? number : NaN
}

/** What a message says of a cell: a number as it is, anything else in quotes. */
function shown(cell = ''): string {
  const text = cell.trim().slice(0, 40)
  return Number.isNaN(numberIn(text)) ? JSON.stringify(text) : text
}
