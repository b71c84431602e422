import { PIXELS_PER_IMAGE } from '../../core/datasets/dataset'
import { GlyphlabError } from '../../core/errors'

/**
 * An image as a window sends it.
 * @throws GlyphlabError `request-invalid` for one of another size
 */
export function pixelsOf(base64: string): Uint8Array<ArrayBuffer> {
  const pixels = Buffer.from(base64, 'base64')
  if (pixels.length === PIXELS_PER_IMAGE) return Uint8Array.from(pixels)
  throw new GlyphlabError(
    'request-invalid',
    `an image has ${pixels.length} bytes, expected ${PIXELS_PER_IMAGE}`,
  )
}

/** An image as a window gets it. */
export function base64Of(pixels: Uint8Array): string {
  return Buffer.from(pixels.buffer, pixels.byteOffset, pixels.byteLength).toString('base64')
}
