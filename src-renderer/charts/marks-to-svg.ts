import { assertNever } from '../assert-never'
import { heatColour } from './heatmap/heat-ramp'
import type { Box, Mark, MarkStyle } from './marks'

export interface Picture {
  readonly width: number
  readonly height: number
  /** What it shows, in words. */
  readonly title: string
  readonly marks: readonly Mark[]
}

/** A picture as an SVG file that needs nothing else but a font. */
export function pictureToSvg(picture: Picture, style: MarkStyle): string {
  const { width, height, title, marks } = picture
  const clips = new Map<string, Box>()
  const clipOf = (box: Box): string => {
    const key = `${number(box.x)} ${number(box.y)} ${number(box.width)} ${number(box.height)}`
    clips.set(key, box)
    return `c${[...clips.keys()].indexOf(key)}`
  }
  const body = marks.map((mark) => element(mark, style, clipOf))
  const defs = [...clips.values()].map(
    (box, index) => `<clipPath id="c${index}"><rect ${boxAttributes(box)}/></clipPath>`,
  )
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    ...(defs.length > 0 ? [`<defs>${defs.join('')}</defs>`] : []),
    `<g font-family="${escaped(style.fontFamily)}" font-size="${style.fontSize}">`,
    ...body,
    '</g>',
    '</svg>',
    '',
  ].join('\n')
}

function element(
  mark: Mark,
  { colours, monoFamily, heat }: MarkStyle,
  clipOf: (box: Box) => string,
): string {
  switch (mark.kind) {
    case 'line': {
      const dash = mark.dash ? ` stroke-dasharray="${mark.dash.join(' ')}"` : ''
      const clip = mark.clip ? ` clip-path="url(#${clipOf(mark.clip)})"` : ''
      return (
        `<path d="${pathData(mark.points)}" fill="none" stroke="${colours[mark.tone]}"` +
        ` stroke-width="${mark.width}" stroke-linejoin="round"${opacity(mark.opacity)}${dash}${clip}/>`
      )
    }
    case 'polygon':
      return (
        `<path d="${pathData(mark.points)}Z" fill="${colours[mark.tone]}"` +
        `${opacity(mark.opacity)} clip-path="url(#${clipOf(mark.clip)})"/>`
      )
    case 'area':
      return `<rect ${boxAttributes(mark.box)} fill="${colours[mark.tone]}"${opacity(mark.opacity)}/>`
    case 'cells':
      return mark.cells
        .map(({ x, y, level, title }) => {
          const box = { x, y, width: mark.side, height: mark.side }
          const rect = `<rect ${boxAttributes(box)} fill="${heatColour(heat.ramp, level)}"`
          return title === undefined
            ? `${rect}/>`
            : `${rect}><title>${escaped(title)}</title></rect>`
        })
        .join('\n')
    case 'disc': {
      const edge = mark.edge
        ? ` stroke="${colours[mark.edge]}" stroke-width="${mark.edgeWidth ?? 1}"`
        : ''
      return (
        `<circle cx="${number(mark.x)}" cy="${number(mark.y)}" r="${number(mark.radius)}"` +
        ` fill="${colours[mark.fill]}"${edge}/>`
      )
    }
    case 'triangle': {
      const { x, y, size } = mark
      const corners = [x - size, y - size * 1.25, x + size, y - size * 1.25, x, y]
      return `<path d="${pathData(corners)}Z" fill="${colours[mark.tone]}"/>`
    }
    case 'text': {
      const anchor = { left: 'start', center: 'middle', right: 'end' }[mark.align]
      const weight = mark.isStrong ? ' font-weight="600"' : ''
      const [x, y] = [number(mark.x), number(mark.y)]
      const family = mark.isMono ? ` font-family="${escaped(monoFamily)}"` : ''
      const turn = mark.isUpward ? ` transform="rotate(-90 ${x} ${y})"` : ''
      return (
        `<text x="${x}" y="${y}" text-anchor="${anchor}"${weight}${family}${turn}` +
        ` fill="${colours[mark.tone]}">${escaped(mark.text)}</text>`
      )
    }
    default:
      return assertNever(mark)
  }
}

function pathData(points: Float64Array | readonly number[]): string {
  let data = ''
  for (let index = 0; index < points.length; index += 2)
    data += `${index === 0 ? 'M' : 'L'}${number(points[index] ?? 0)} ${number(points[index + 1] ?? 0)}`
  return data
}

function boxAttributes({ x, y, width, height }: Box): string {
  return `x="${number(x)}" y="${number(y)}" width="${number(width)}" height="${number(height)}"`
}

function opacity(value: number | undefined): string {
  return value === undefined ? '' : ` opacity="${value}"`
}

/** A hundredth of a pixel is enough of a place on the page. */
function number(value: number): string {
  return String(Math.round(value * 100) / 100)
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
