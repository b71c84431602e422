/** Pixels of a side of every image, which fill a picture's rows without padding. */
const SIDE = 28
const SHADES = 256
/** Where pixels begin: a multiple of 3, so that base64 of what is before them and of them can be joined. */
const PIXELS_AT = 1080

/** What a picture of a glyph begins with, base64: a Windows bitmap's head, and the colour of each shade. */
export type GlyphShades = string

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

/**
 * The address of a picture of 28 x 28 pixels: a bitmap takes the pixels as they are.
 * @param pixels base64, a byte a pixel, 0 is paper
 */
export function glyphPicture(pixels: string, shades: GlyphShades): string {
  return `data:image/bmp;base64,${shades}${pixels}`
}

/**
 * The head of a bitmap with 8 bits a pixel, from the top down, and its palette.
 * @param paper red, green and blue
 */
export function shadesBetween(paper: readonly number[], ink: readonly number[]): GlyphShades {
  const bytes = new Uint8Array(PIXELS_AT)
  const view = new DataView(bytes.buffer)
  view.setUint16(0, 0x4d42, true) // "BM"
  view.setUint32(2, PIXELS_AT + SIDE * SIDE, true)
  view.setUint32(10, PIXELS_AT, true)
  view.setUint32(14, 40, true) // Of the head that follows.
  view.setInt32(18, SIDE, true)
  view.setInt32(22, -SIDE, true) // From the top down.
  view.setUint16(26, 1, true)
  view.setUint16(28, 8, true)
  view.setUint32(34, SIDE * SIDE, true)
  view.setUint32(46, SHADES, true)
  for (let shade = 0; shade < SHADES; shade += 1)
    for (let channel = 0; channel < 3; channel += 1) {
      const from = paper[channel] ?? 0
      // Blue comes first.
      bytes[54 + shade * 4 + 2 - channel] = Math.round(
        from + (((ink[channel] ?? 0) - from) * shade) / (SHADES - 1),
      )
    }
  return btoa(String.fromCharCode(...bytes))
}

/** Red, green and blue of `#17201D`, or of the `#FFF` that a minifier makes. */
function colourOf(hex: string): readonly number[] {
  const digits = hex.trim().slice(1)
  const whole = digits.length === 3 ? digits.replace(/./g, '$&$&') : digits
  return [0, 2, 4].map((at) => Number.parseInt(whole.slice(at, at + 2), 16))
}
