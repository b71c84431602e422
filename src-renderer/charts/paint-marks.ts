import { assertNever } from '../assert-never'
import { heatColour } from './heatmap/heat-ramp'
import type { Mark, MarkStyle } from './marks'

/** Draws marks in their order. */
export function paintMarks(
  context: CanvasRenderingContext2D,
  marks: readonly Mark[],
  style: MarkStyle,
): void {
  for (const mark of marks) {
    context.save()
    paint(context, mark, style)
    context.restore()
  }
}

function paint(
  context: CanvasRenderingContext2D,
  mark: Mark,
  { colours, fontFamily, monoFamily, fontSize, heat }: MarkStyle,
): void {
  switch (mark.kind) {
    case 'line': {
      if (mark.clip) {
        context.beginPath()
        context.rect(mark.clip.x, mark.clip.y, mark.clip.width, mark.clip.height)
        context.clip()
      }
      context.globalAlpha = mark.opacity ?? 1
      context.strokeStyle = colours[mark.tone]
      context.lineWidth = mark.width
      context.lineJoin = 'round'
      if (mark.dash) context.setLineDash([...mark.dash])
      context.beginPath()
      const { points } = mark
      for (let index = 0; index < points.length; index += 2)
        context.lineTo(points[index] ?? 0, points[index + 1] ?? 0)
      context.stroke()
      break
    }
    case 'polygon': {
      context.beginPath()
      context.rect(mark.clip.x, mark.clip.y, mark.clip.width, mark.clip.height)
      context.clip()
      context.globalAlpha = mark.opacity
      context.fillStyle = colours[mark.tone]
      context.beginPath()
      const { points } = mark
      for (let index = 0; index < points.length; index += 2)
        context.lineTo(points[index] ?? 0, points[index + 1] ?? 0)
      context.closePath()
      context.fill()
      break
    }
    case 'area':
      context.globalAlpha = mark.opacity ?? 1
      context.fillStyle = colours[mark.tone]
      context.fillRect(mark.box.x, mark.box.y, mark.box.width, mark.box.height)
      break
    case 'cells':
      for (const { x, y, level } of mark.cells) {
        context.fillStyle = heatColour(heat.ramp, level)
        context.fillRect(x, y, mark.side, mark.side)
      }
      break
    case 'disc':
      context.beginPath()
      context.arc(mark.x, mark.y, mark.radius, 0, 2 * Math.PI)
      context.fillStyle = colours[mark.fill]
      context.fill()
      if (mark.edge) {
        context.strokeStyle = colours[mark.edge]
        context.lineWidth = mark.edgeWidth ?? 1
        context.stroke()
      }
      break
    case 'triangle':
      context.beginPath()
      context.moveTo(mark.x - mark.size, mark.y - mark.size * 1.25)
      context.lineTo(mark.x + mark.size, mark.y - mark.size * 1.25)
      context.lineTo(mark.x, mark.y)
      context.closePath()
      context.fillStyle = colours[mark.tone]
      context.fill()
      break
    case 'text':
      context.font = `${mark.isStrong ? 600 : 400} ${fontSize}px ${mark.isMono ? monoFamily : fontFamily}`
      context.textAlign = mark.align
      context.fillStyle = colours[mark.tone]
      context.translate(mark.x, mark.y)
      if (mark.isUpward) context.rotate(-Math.PI / 2)
      context.fillText(mark.text, 0, 0)
      break
    default:
      assertNever(mark)
  }
}
