import { pictureToSvg, type Picture } from './marks-to-svg'
import type { MarkStyle } from './marks'
import { paintMarks } from './paint-marks'

/** Pixels of a PNG file to one of the screen. */
const PNG_SCALE = 2

/** @param name without extension */
export function saveSvg(picture: Picture, style: MarkStyle, name: string): void {
  saveBlob(new Blob([pictureToSvg(picture, style)], { type: 'image/svg+xml' }), `${name}.svg`)
}

/** Rejects where the picture is larger than the browser can hold. */
export async function savePng(picture: Picture, style: MarkStyle, name: string): Promise<void> {
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(picture.width * PNG_SCALE)
  canvas.height = Math.round(picture.height * PNG_SCALE)
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('no canvas for a picture')
  context.scale(PNG_SCALE, PNG_SCALE)
  paintMarks(context, picture.marks, style)
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  if (blob === null) throw new Error('the picture is too large')
  saveBlob(blob, `${name}.png`)
}

export function saveText(text: string, type: string, name: string): void {
  saveBlob(new Blob([text], { type }), name)
}

/** As a download: the window learns no path. */
export function saveBlob(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The download has the bytes once its task has begun.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
