import {
  MOST_POINTS,
  MOST_STROKES,
  SHEET_SIDE,
  type Stroke,
  type Strokes,
} from '../../../src-preload/contract/sketch'
import { assertNever } from '../../assert-never'

export type PenKind = 'mouse' | 'touch' | 'pen'

/** What a pointer draws with. */
export interface Pen {
  /** In units of the sheet, at medium pressure. */
  readonly width: number
  /** Whether the line is as wide as the pen is pressed. */
  readonly hasPressure: boolean
}

/** A stroke whose pointer is still down. */
export interface LiveStroke {
  readonly pointer: number
  readonly kind: PenKind
  readonly stroke: Stroke
}

/** A sheet of paper, what is drawn on it, and what can be taken back. */
export interface Sheet {
  readonly strokes: Strokes
  readonly live: LiveStroke | null
  /** What was on it before each change, the latest last. */
  readonly past: readonly Strokes[]
  /** What was taken back, the latest last. */
  readonly future: readonly Strokes[]
  /** When a pen was near the last time: until some time later hands only rest on the paper. */
  readonly penAtMs: number | null
}

/** What a pointer tells: x, y and pressure (0 to 1) in turn, in units of the sheet. */
interface Contact {
  readonly pointer: number
  readonly kind: PenKind
  readonly points: readonly number[]
  /** The longer side of what touches, in CSS pixels; 1 where the pointer does not tell. */
  readonly contactPx: number
  readonly atMs: number
}

/** Everything that can happen to a sheet. */
export type Happening =
  | ({ readonly type: 'down'; readonly pen: Pen } & Contact)
  | ({ readonly type: 'move' } & Contact)
  /** The pointer has left the paper, or what it did since is lost: what was drawn stays. */
  | { readonly type: 'up'; readonly pointer: number }
  /** The system has taken the pointer away: a finger was a palm, or part of a gesture. */
  | { readonly type: 'cancel'; readonly pointer: number }
  /** A pointer is near and not down. */
  | { readonly type: 'near'; readonly kind: PenKind; readonly atMs: number }
  /** Lets go of the stroke that is being drawn. */
  | { readonly type: 'drop' }
  | { readonly type: 'undo' | 'redo' | 'clear' }
  /** Another drawing takes the place of what is there. */
  | { readonly type: 'put'; readonly strokes: Strokes }

export const EMPTY_SHEET: Sheet = {
  strokes: [],
  live: null,
  past: [],
  future: [],
  penAtMs: null,
}

/** Some time after a pen was near, touches draw again. */
export const PEN_REIGNS_MS = 10_000
/** A contact that is wider is a palm. */
export const WIDEST_FINGER_PX = 60
/** Points nearer to the one before tell nothing: a fast mouse would fill the sheet with them. */
const LEAST_STEP = 1
/** Changes that can be taken back. */
export const MOST_CHANGES = 200

const NUMBERS_PER_POINT = 3

/**
 * What is on the sheet afterwards. One pointer draws at a time, and the others are ignored, but that a pen takes
 * over from a finger. Whatever does not fit is ignored: the sheet itself is returned.
 */
export function nextSheet(sheet: Sheet, happening: Happening): Sheet {
  switch (happening.type) {
    case 'down':
      return pressed(sheet, happening)
    case 'move':
      return moved(sheet, happening)
    case 'up':
      return sheet.live?.pointer === happening.pointer ? finished(sheet) : sheet
    case 'cancel':
      if (sheet.live?.pointer !== happening.pointer) return sheet
      return sheet.live.kind === 'touch' ? { ...sheet, live: null } : finished(sheet)
    case 'near':
      return happening.kind === 'pen' ? { ...sheet, penAtMs: happening.atMs } : sheet
    case 'drop':
      return sheet.live === null ? sheet : { ...sheet, live: null }
    case 'undo': {
      const before = sheet.past.at(-1)
      // What is being drawn is the last thing that was done.
      if (sheet.live !== null) return { ...sheet, live: null }
      if (before === undefined) return sheet
      const future = [...sheet.future, sheet.strokes]
      return { ...sheet, strokes: before, past: sheet.past.slice(0, -1), future }
    }
    case 'redo': {
      const after = sheet.future.at(-1)
      if (after === undefined || sheet.live !== null) return sheet
      const past = [...sheet.past, sheet.strokes]
      return { ...sheet, strokes: after, past, future: sheet.future.slice(0, -1) }
    }
    case 'clear':
      return hasInk(sheet) ? changed({ ...sheet, live: null }, []) : sheet
    case 'put':
      return happening.strokes === sheet.strokes && sheet.live === null
        ? sheet
        : changed({ ...sheet, live: null }, happening.strokes)
    default:
      return assertNever(happening)
  }
}

/** All that is drawn, with the stroke under way. */
export function strokesOf({ strokes, live }: Sheet): Strokes {
  return live === null ? strokes : [...strokes, live.stroke]
}

export function hasInk({ strokes, live }: Sheet): boolean {
  return strokes.length > 0 || live !== null
}

/** Whether the sheet takes no more ink. */
export function isFull({ strokes, live }: Sheet): boolean {
  return roomFor(strokes) - (live?.stroke.points.length ?? 0) <= 0
}

/** How many numbers of points a next stroke can have. */
function roomFor(strokes: Strokes): number {
  if (strokes.length >= MOST_STROKES) return 0
  return strokes.reduce((room, { points }) => room - points.length, MOST_POINTS * NUMBERS_PER_POINT)
}

type Down = Extract<Happening, { readonly type: 'down' }>
type Move = Extract<Happening, { readonly type: 'move' }>

function pressed(before: Sheet, { pointer, kind, points, contactPx, atMs, pen }: Down): Sheet {
  const seen = kind === 'pen' ? { ...before, penAtMs: atMs } : before
  const sheet = beforeStroke(seen, pointer, kind)
  if (sheet.live !== null || isPalm(sheet, { kind, contactPx, atMs })) return sheet
  const room = roomFor(sheet.strokes)
  const drawn = thinned([], points, room)
  if (drawn.length === 0) return sheet
  return { ...sheet, live: { pointer, kind, stroke: { ...pen, points: drawn } } }
}

/** What another pointer has under way when one is pressed. */
function beforeStroke(sheet: Sheet, pointer: number, kind: PenKind): Sheet {
  const { live } = sheet
  if (live === null) return sheet
  // Nobody told that it was lifted.
  if (live.pointer === pointer) return finished(sheet)
  // The hand that holds the pen came first.
  return live.kind === 'touch' && kind === 'pen' ? { ...sheet, live: null } : sheet
}

function moved(before: Sheet, { pointer, kind, points, contactPx, atMs }: Move): Sheet {
  const sheet = kind === 'pen' ? { ...before, penAtMs: atMs } : before
  const { live } = sheet
  if (live?.pointer !== pointer) return sheet
  // A palm is laid down edge first.
  if (isPalm(sheet, { kind, contactPx, atMs })) return { ...sheet, live: null }
  const drawn = thinned(live.stroke.points, points, roomFor(sheet.strokes))
  if (drawn === live.stroke.points) return sheet
  return { ...sheet, live: { ...live, stroke: { ...live.stroke, points: drawn } } }
}

function isPalm(
  { penAtMs }: Sheet,
  { kind, contactPx, atMs }: Pick<Contact, 'kind' | 'contactPx' | 'atMs'>,
): boolean {
  if (kind !== 'touch') return false
  return contactPx > WIDEST_FINGER_PX || (penAtMs !== null && atMs - penAtMs < PEN_REIGNS_MS)
}

function finished(sheet: Sheet): Sheet {
  const { live } = sheet
  if (live === null) return sheet
  return changed({ ...sheet, live: null }, [...sheet.strokes, live.stroke])
}

function changed(sheet: Sheet, strokes: Strokes): Sheet {
  const past = [...sheet.past, sheet.strokes].slice(-MOST_CHANGES)
  return { ...sheet, strokes, past, future: [] }
}

/** Points with those of `more` that are far enough from the one before, as many as there is room for. */
function thinned(
  points: Stroke['points'],
  more: readonly number[],
  room: number,
): Stroke['points'] {
  const added: number[] = []
  let lastX = points.at(-3)
  let lastY = points.at(-2)
  for (let at = 0; at + 2 < more.length; at += NUMBERS_PER_POINT) {
    const [x, y, pressure] = more.slice(at, at + NUMBERS_PER_POINT)
    if (x === undefined || y === undefined || pressure === undefined) break
    if (points.length + added.length + NUMBERS_PER_POINT > room) break
    const [atX, atY] = [near(x), near(y)]
    const isFirst = lastX === undefined || lastY === undefined
    if (!isFirst && Math.hypot(atX - (lastX ?? 0), atY - (lastY ?? 0)) < LEAST_STEP) continue
    added.push(atX, atY, Math.round(Math.min(1, Math.max(0, pressure)) * 1000) / 1000)
    lastX = atX
    lastY = atY
  }
  return added.length === 0 ? points : [...points, ...added]
}

/** Within what the contract takes, to a hundredth of a unit: digits cost time on every way. */
function near(coordinate: number): number {
  const within = Math.min(2 * SHEET_SIDE, Math.max(-SHEET_SIDE, coordinate))
  return Math.round(within * 100) / 100
}
