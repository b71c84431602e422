import type { Strokes } from '../../../src-preload/contract/sketch'
import type { SheetAnswer } from './sheet-reader'

/** What was read for some while. */
export interface TimelineEntry {
  /** Of the likeliest class; empty where the sheet could not be read. */
  readonly characters: readonly string[]
  /** How much was drawn meanwhile, in points. */
  readonly drawn: number
}

/** What the first model has answered while a drawing was made, in order of time. */
export interface Timeline {
  readonly entries: readonly TimelineEntry[]
  /** Points on the sheet when the latest answer was given. */
  readonly points: number
}

export const NO_TIMELINE: Timeline = { entries: [], points: 0 }

/** More do not fit side by side. */
export const MOST_ENTRIES = 10

/** The timeline with one answer more: what is answered again is drawn out. */
export function nextTimeline(timeline: Timeline, { strokes, reading }: SheetAnswer): Timeline {
  if (reading.kind === 'empty') return NO_TIMELINE
  const [first] = reading.readings
  if (first?.kind !== 'read') return timeline
  const characters = reading.isLegible ? (first.answers[0]?.characters ?? []) : []
  const points = pointsOf(strokes)
  // What is taken back is time, too.
  const drawn = Math.abs(points - timeline.points)
  const last = timeline.entries.at(-1)
  const entries =
    last !== undefined && last.characters.join() === characters.join()
      ? [...timeline.entries.slice(0, -1), { characters, drawn: last.drawn + drawn }]
      : [...timeline.entries, { characters, drawn }]
  return { entries: entries.slice(-MOST_ENTRIES), points }
}

function pointsOf(strokes: Strokes): number {
  return strokes.reduce((sum, { points }) => sum + points.length / 3, 0)
}
