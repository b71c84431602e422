/** Pixels of a side of every image. */
const SIDE = 28

/** Draws an image in the theme's ink on its paper. `pixels` is base64, 0 is paper. */
export function paintTile(canvas: HTMLCanvasElement, pixels: string): void {
  const context = canvas.getContext('2d')
  if (context === null) return
  const style = getComputedStyle(canvas)
  const ink = colourOf(style.getPropertyValue('--glyph'))
  const paper = colourOf(style.getPropertyValue('--glyph-paper'))
  const shades = atob(pixels)
  const image = context.createImageData(SIDE, SIDE)
  for (let at = 0; at < SIDE * SIDE; at += 1) {
    const share = shades.charCodeAt(at) / 255
    for (let channel = 0; channel < 3; channel += 1) {
      const from = paper[channel] ?? 0
      image.data[at * 4 + channel] = Math.round(from + ((ink[channel] ?? 0) - from) * share)
    }
    image.data[at * 4 + 3] = 255
  }
  context.putImageData(image, 0, 0)
}

/** Red, green and blue of `#17201D`, or of the `#FFF` that a minifier makes. */
function colourOf(hex: string): readonly number[] {
  const digits = hex.trim().slice(1)
  const whole = digits.length === 3 ? digits.replace(/./g, '$&$&') : digits
  return [0, 2, 4].map((at) => Number.parseInt(whole.slice(at, at + 2), 16))
}
