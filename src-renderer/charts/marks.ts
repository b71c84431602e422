import { assertNever } from '../assert-never'

/** One of several that are compared: told apart by a dash, too. */
export type SeriesTone = `series-${1 | 2 | 3 | 4 | 5 | 6}`

/** What a mark is drawn in; the theme says which colour that is. */
export type Tone =
  | 'training'
  | 'validation'
  | 'accent'
  | 'on-accent'
  | 'ink'
  | 'ink-2'
  | 'ink-3'
  | 'line-2'
  | 'grid'
  | 'sunken'
  | 'surface'
  | 'heat-0'
  | SeriesTone

interface LineMark {
  readonly kind: 'line'
  /** x and y alternate, in pixels. */
  readonly points: Float64Array | readonly number[]
  readonly tone: Tone
  readonly width: number
  readonly opacity?: number
  /** Lengths of strokes and gaps. */
  readonly dash?: readonly number[]
  /** Left, top, width, height: what lies outside is not drawn. */
  readonly clip?: Box
}

interface AreaMark {
  readonly kind: 'area'
  readonly box: Box
  readonly tone: Tone
  readonly opacity?: number
}

/** An area of any outline. */
interface PolygonMark {
  readonly kind: 'polygon'
  /** x and y alternate, in pixels. */
  readonly points: readonly number[]
  readonly tone: Tone
  readonly opacity: number
  readonly clip: Box
}

/** Squares of a heatmap, all of one size. */
interface CellsMark {
  readonly kind: 'cells'
  readonly cells: readonly HeatCell[]
  readonly side: number
}

export interface HeatCell {
  /** Of the left top corner. */
  readonly x: number
  readonly y: number
  /** Place on the ramp of the theme: 0 is its beginning, 1 its end. */
  readonly level: number
  /** What a reader of the file is told of it. */
  readonly title?: string
}

interface DiscMark {
  readonly kind: 'disc'
  readonly x: number
  readonly y: number
  readonly radius: number
  readonly fill: Tone
  readonly edge?: Tone
  readonly edgeWidth?: number
}

/** Points down: its tip is at x and y. */
interface TriangleMark {
  readonly kind: 'triangle'
  readonly x: number
  readonly y: number
  readonly size: number
  readonly tone: Tone
}

interface TextMark {
  readonly kind: 'text'
  readonly x: number
  /** Of its baseline. */
  readonly y: number
  readonly text: string
  readonly tone: Tone
  readonly align: 'left' | 'center' | 'right'
  readonly isStrong?: boolean
  /** In the typewriter's letters, as characters of classes are. */
  readonly isMono?: boolean
  /** Reads upwards. */
  readonly isUpward?: boolean
}

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** One thing of a picture, in pixels: painted on a canvas, or written as SVG. */
export type Mark =
  LineMark | AreaMark | PolygonMark | CellsMark | DiscMark | TriangleMark | TextMark

/** Colours and letters that marks are drawn with. */
export interface MarkStyle {
  readonly colours: Readonly<Record<Tone, string>>
  readonly fontFamily: string
  readonly monoFamily: string
  readonly fontSize: number
  readonly heat: HeatStyle
}

/** How a heatmap is coloured. */
export interface HeatStyle {
  /** `#rrggbb`, as even in what the eye sees as can be; between them colours are mixed. */
  readonly ramp: readonly string[]
  /** From this level on text on a cell is drawn in `heat-0`, below it in ink. */
  readonly flip: number
}

/** The same mark elsewhere. */
export function shifted(mark: Mark, right: number, down: number): Mark {
  const moved = (box: Box): Box => ({ ...box, x: box.x + right, y: box.y + down })
  switch (mark.kind) {
    case 'line': {
      const points = mark.points.map((value, index) => value + (index % 2 === 0 ? right : down))
      return mark.clip ? { ...mark, points, clip: moved(mark.clip) } : { ...mark, points }
    }
    case 'polygon': {
      const points = mark.points.map((value, index) => value + (index % 2 === 0 ? right : down))
      return { ...mark, points, clip: moved(mark.clip) }
    }
    case 'area':
      return { ...mark, box: moved(mark.box) }
    case 'cells': {
      const cells = mark.cells.map((cell) => ({ ...cell, x: cell.x + right, y: cell.y + down }))
      return { ...mark, cells }
    }
    case 'disc':
    case 'triangle':
    case 'text':
      return { ...mark, x: mark.x + right, y: mark.y + down }
    default:
      return assertNever(mark)
  }
}
