import { assertNever } from '../assert-never'

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
}

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** One thing of a picture, in pixels: painted on a canvas, or written as SVG. */
export type Mark = LineMark | AreaMark | DiscMark | TriangleMark | TextMark

/** Colours and letters that marks are drawn with. */
export interface MarkStyle {
  readonly colours: Readonly<Record<Tone, string>>
  readonly fontFamily: string
  readonly fontSize: number
}

/** The same mark elsewhere. */
export function shifted(mark: Mark, right: number, down: number): Mark {
  const moved = (box: Box): Box => ({ ...box, x: box.x + right, y: box.y + down })
  switch (mark.kind) {
    case 'line': {
      const points = mark.points.map((value, index) => value + (index % 2 === 0 ? right : down))
      return mark.clip ? { ...mark, points, clip: moved(mark.clip) } : { ...mark, points }
    }
    case 'area':
      return { ...mark, box: moved(mark.box) }
    case 'disc':
    case 'triangle':
    case 'text':
      return { ...mark, x: mark.x + right, y: mark.y + down }
    default:
      return assertNever(mark)
  }
}
