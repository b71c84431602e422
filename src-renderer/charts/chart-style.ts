import type { MarkStyle, Tone } from './marks'

const TOKENS: Readonly<Record<Tone, string>> = {
  training: '--series-2',
  validation: '--series-1',
  accent: '--accent',
  'on-accent': '--on-accent',
  ink: '--ink',
  'ink-2': '--ink-2',
  'ink-3': '--ink-3',
  'line-2': '--line-2',
  grid: '--grid',
  sunken: '--sunken',
  surface: '--surface',
  'heat-0': '--heat-0',
  'series-1': '--series-1',
  'series-2': '--series-2',
  'series-3': '--series-3',
  'series-4': '--series-4',
  'series-5': '--series-5',
  'series-6': '--series-6',
}

/** `--heat-0` to `--heat-10`. */
const HEAT_STOPS = 11

/** The theme's colours as they are now: a canvas knows no variables of a style sheet. */
export function readChartStyle(element: Element): MarkStyle {
  const style = getComputedStyle(element)
  const token = (name: string): string => style.getPropertyValue(name).trim()
  const canvas = document.createElement('canvas').getContext('2d')
  const colour = (name: string): string => {
    if (canvas === null) return token(name)
    // A canvas writes each opaque colour as #rrggbb, however the style sheet has it.
    canvas.fillStyle = token(name)
    return String(canvas.fillStyle)
  }
  const colours = Object.fromEntries(
    Object.entries(TOKENS).map(([tone, name]) => [tone, colour(name)]),
  ) as Record<Tone, string>
  return {
    colours,
    fontFamily: token('--font-ui'),
    monoFamily: token('--font-mono'),
    fontSize: 11,
    heat: {
      ramp: Array.from({ length: HEAT_STOPS }, (_, stop) => colour(`--heat-${stop}`)),
      flip: Number(token('--heat-flip')),
    },
  }
}

/** A colour, `#rrggbb`, that lets through what is below. */
export function withOpacity(colour: string, opacity: number): string {
  if (!/^#[\da-f]{6}$/i.test(colour)) return colour
  return (
    colour +
    Math.round(opacity * 255)
      .toString(16)
      .padStart(2, '0')
  )
}
