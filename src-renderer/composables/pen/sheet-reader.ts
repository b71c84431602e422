import { shallowRef, type ShallowRef } from 'vue'
import type { Bridge } from '../../../src-preload/contract/bridge/bridge'
import type { ErrorData } from '../../../src-preload/contract/errors'
import type { ModelRef, SheetReading, Stroke, Strokes } from '../../../src-preload/contract/sketch'

/** What was made of a sheet, and of which. */
export interface SheetAnswer {
  readonly strokes: Strokes
  readonly models: readonly ModelRef[]
  readonly reading: SheetReading
}

/** What is read, and by whom. */
export interface ReadingWanted {
  readonly strokes: Strokes
  readonly models: readonly ModelRef[]
}

/** While one draws, a sheet is read at most so often. */
export const READ_EVERY_MS = 33
/** A stroke's end does not wait for the answer to what was asked while it was drawn; it waits for more than that. */
const MOST_QUESTIONS = 2

/**
 * Asks what a sheet shows, again and again while it is drawn on. Of several answers the latest question's counts, and
 * none is shown of a drawing that is not on the sheet any more.
 */
export class SheetReader {
  /** The latest answer; null before the first, and on a sheet that was changed otherwise than by drawing on. */
  readonly answer: ShallowRef<SheetAnswer | null> = shallowRef(null)
  /** Why the sheet could not be read the last time. */
  readonly refusal: ShallowRef<ErrorData | null> = shallowRef(null)
  /** Whether the models have answered: until then they are being opened. */
  readonly isReady = shallowRef(false)

  #wanted: ReadingWanted
  /** Counts questions; an answer to an earlier one than was answered already is late. */
  #asked = 0
  #answered = 0
  #underWay = 0
  #due: 'nothing' | 'soon' | 'at-once' = 'nothing'
  /** What was asked the last time. */
  #known: ReadingWanted | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #askedAtMs = Number.NEGATIVE_INFINITY

  /** @param wanted is not read before {@link again} or {@link read} */
  constructor(
    private readonly bridge: Bridge,
    wanted: ReadingWanted,
  ) {
    this.#wanted = wanted
  }

  /**
   * Reads this sheet.
   * @param isUrgent at once: a stroke has ended, or the sheet was changed as a whole
   */
  read(wanted: ReadingWanted, isUrgent: boolean): void {
    const before = this.#wanted
    this.#wanted = wanted
    if (!isSameModels(before.models, wanted.models)) {
      this.isReady.value = false
      this.#refuseLate()
      this.answer.value = null
    } else if (!continues(before.strokes, wanted.strokes)) {
      this.#refuseLate()
      if (wanted.strokes.length === 0) this.answer.value = null
    }
    // The last move of a pointer and its lifting leave the same drawing.
    if (this.#known !== null && isSameWanted(this.#known, wanted)) return
    if (isUrgent) this.#askAtOnce()
    else this.#askSoon()
  }

  /** Asks about nothing, so that the models are opened, or stay open. */
  keepReady(): void {
    if (this.#underWay > 0) return
    if (this.#wanted.strokes.length === 0) void this.#ask()
    else void this.#ask({ ...this.#wanted, strokes: [] })
  }

  /** Reads anew what is on the sheet: the program is there again, or a model has changed. */
  again(): void {
    this.#askAtOnce()
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#refuseLate()
    this.#due = 'nothing'
  }

  /** What is under way was asked of another drawing. */
  #refuseLate(): void {
    this.#answered = this.#asked
  }

  #askAtOnce(): void {
    if (this.#wanted.models.length === 0) return
    if (this.#underWay >= MOST_QUESTIONS) this.#due = 'at-once'
    else void this.#ask()
  }

  #askSoon(): void {
    if (this.#wanted.models.length === 0) return
    if (this.#underWay > 0) {
      if (this.#due === 'nothing') this.#due = 'soon'
      return
    }
    if (this.#timer !== undefined) return
    const waitMs = this.#askedAtMs + READ_EVERY_MS - performance.now()
    if (waitMs <= 0) void this.#ask()
    else this.#timer = setTimeout(() => void this.#ask(), waitMs)
  }

  async #ask(wanted: ReadingWanted = this.#wanted): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#due = 'nothing'
    this.#known = wanted
    this.#askedAtMs = performance.now()
    this.#asked += 1
    const question = this.#asked
    this.#underWay += 1
    const answer = await this.bridge.request('sketch.read', {
      strokes: [...wanted.strokes],
      models: [...wanted.models],
    })
    this.#underWay -= 1
    if (question > this.#answered) {
      this.#answered = question
      if (answer.ok) this.#take({ ...wanted, reading: answer.result.reading })
      else {
        this.#refuse(answer.error)
      }
    }
    this.#goOn()
  }

  /** Asks what could not be asked before an answer was there. */
  #goOn(): void {
    if (this.#due === 'at-once') this.#askAtOnce()
    else if (this.#due === 'soon') this.#askSoon()
  }

  /** What was read before stays only where it is of what is on the sheet now. */
  #refuse(error: ErrorData): void {
    this.refusal.value = error
    this.#known = null
    const shown = this.answer.value
    if (shown !== null && !isSameStrokes(shown.strokes, this.#wanted.strokes))
      this.answer.value = null
  }

  #take(answer: SheetAnswer): void {
    this.refusal.value = null
    this.isReady.value = true
    // What only keeps the models open is no answer to what is on the sheet.
    if (answer.strokes.length > 0 || this.#wanted.strokes.length === 0) this.answer.value = answer
  }
}

function isSameWanted(one: ReadingWanted, other: ReadingWanted): boolean {
  return isSameStrokes(one.strokes, other.strokes) && isSameModels(one.models, other.models)
}

/** Whether these are the very same strokes. */
export function isSameStrokes(one: Strokes, other: Strokes): boolean {
  return one.length === other.length && one.every((stroke, index) => stroke === other[index])
}

/** Whether one has come of the other by drawing on: an answer to the first is then still of use. */
export function continues(before: Strokes, after: Strokes): boolean {
  if (before.length > after.length) return false
  return before.every((stroke, index) => {
    const now = after[index]
    return now === stroke || (now !== undefined && isLonger(stroke, now))
  })
}

function isLonger({ points: before }: Stroke, { points: after }: Stroke): boolean {
  const end = before.length - 1
  return (
    before.length <= after.length &&
    before[0] === after[0] &&
    before[1] === after[1] &&
    before[end] === after[end] &&
    before[end - 1] === after[end - 1]
  )
}

function isSameModels(one: readonly ModelRef[], other: readonly ModelRef[]): boolean {
  return (
    one.length === other.length && one.every((model, index) => isSameModel(model, other[index]))
  )
}

export function isSameModel(one: ModelRef, other: ModelRef | undefined): boolean {
  return (
    one.kind === other?.kind &&
    (one.kind === 'built-in' || (other.kind === 'run' && one.run === other.run))
  )
}
