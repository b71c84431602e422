import { z } from 'zod'

const windowStateSchema = z.strictObject({
  /** Of the window when it is not maximised, in pixels of the desktop. */
  bounds: z.strictObject({
    x: z.int(),
    y: z.int(),
    width: z.int().positive(),
    height: z.int().positive(),
  }),
  isMaximized: z.boolean(),
})
export type WindowState = Readonly<z.infer<typeof windowStateSchema>>

export interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export const SMALLEST = { width: 1024, height: 700 } as const
const USUAL = { width: 1440, height: 900 } as const
/** With less of it in sight, a window cannot be taken hold of. */
const IN_SIGHT = { width: 160, height: 60 } as const

/**
 * Where the window is to be: where it was last, if a display that there is shows it there.
 *
 * @param saved content of the file, of whatever form
 * @param displays work areas, the primary display's first
 */
export function placeWindow(saved: unknown, displays: readonly [Area, ...Area[]]): WindowState {
  const parsed = windowStateSchema.safeParse(saved)
  if (!parsed.success) return { bounds: centred(USUAL, displays[0]), isMaximized: false }
  const { bounds, isMaximized } = parsed.data
  const display = displayOf(bounds, displays)
  if (display === null) return { bounds: centred(bounds, displays[0]), isMaximized }
  return { bounds: inside(bounds, display), isMaximized }
}

/** The display that shows most of it; null where none shows enough. */
function displayOf(bounds: Area, displays: readonly Area[]): Area | null {
  let best: Area | null = null
  let bestPixels = 0
  for (const display of displays) {
    const { width, height } = overlap(bounds, display)
    if (width < IN_SIGHT.width || height < IN_SIGHT.height || width * height <= bestPixels) continue
    best = display
    bestPixels = width * height
  }
  return best
}

function overlap(one: Area, other: Area) {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x)
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y)
  return { width, height }
}

function sizeWithin({ width, height }: { width: number; height: number }, display: Area) {
  return {
    width: Math.min(Math.max(width, SMALLEST.width), display.width),
    height: Math.min(Math.max(height, SMALLEST.height), display.height),
  }
}

function centred(size: { readonly width: number; readonly height: number }, display: Area): Area {
  const { width, height } = sizeWithin(size, display)
  const x = display.x + Math.round((display.width - width) / 2)
  const y = display.y + Math.round((display.height - height) / 2)
  return { x, y, width, height }
}

function inside(bounds: Area, display: Area): Area {
  const { width, height } = sizeWithin(bounds, display)
  return {
    x: Math.min(Math.max(bounds.x, display.x), display.x + display.width - width),
    y: Math.min(Math.max(bounds.y, display.y), display.y + display.height - height),
    width,
    height,
  }
}
