/** Pixels of a side of every image. */
const SIDE = 28

/** A colour for each of the 256 shades from paper to ink, four bytes each: red, green, blue, opaque. */
export type GlyphShades = Uint8ClampedArray

/** As a network sees it: white ink on black, whatever the theme. */
export const MODEL_SHADES = shadesBetween([0, 0, 0], [255, 255, 255])

const themes = new Map<string, GlyphShades>()

/**
 * The shades of a theme, which are read of the style sheet once.
 * @param theme the one that is on screen now
 */
export function themeShades(theme: 'light' | 'dark'): GlyphShades {
  const known = themes.get(theme)
  if (known !== undefined) return known
  const style = getComputedStyle(document.documentElement)
  const shades = shadesBetween(
    colourOf(style.getPropertyValue('--glyph-paper')),
    colourOf(style.getPropertyValue('--glyph')),
  )
  themes.set(theme, shades)
  return shades
}

/** Draws an image of 28 x 28 pixels. `pixels` is base64, a byte a pixel, 0 is paper. */
export function paintGlyph(canvas: HTMLCanvasElement, pixels: string, shades: GlyphShades): void {
  // So small a canvas is quicker without the graphics card.
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (context === null) return
  const bytes = atob(pixels)
  const image = context.createImageData(SIDE, SIDE)
  for (let at = 0; at < SIDE * SIDE; at += 1) {
    const shade = bytes.charCodeAt(at) * 4
    for (let channel = 0; channel < 4; channel += 1)
      image.data[at * 4 + channel] = shades[shade + channel] ?? 0
  }
  context.putImageData(image, 0, 0)
}

/** @param paper red, green and blue */
function shadesBetween(paper: readonly number[], ink: readonly number[]): GlyphShades {
  const shades = new Uint8ClampedArray(256 * 4).fill(255)
  for (let shade = 0; shade < 256; shade += 1)
    for (let channel = 0; channel < 3; channel += 1) {
      const from = paper[channel] ?? 0
      // The array rounds.
      shades[shade * 4 + channel] = from + (((ink[channel] ?? 0) - from) * shade) / 255
    }
  return shades
}

/** Red, green and blue of `#17201D`, or of the `#FFF` that a minifier makes. */
function colourOf(hex: string): readonly number[] {
  const digits = hex.trim().slice(1)
  const whole = digits.length === 3 ? digits.replace(/./g, '$&$&') : digits
  return [0, 2, 4].map((at) => Number.parseInt(whole.slice(at, at + 2), 16))
}
