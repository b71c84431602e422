/** A picture in shades of grey, row by row: 0 black to 255 white. */
export interface GreyPicture {
  readonly values: Uint8Array
  readonly width: number
  readonly height: number
}

/** Why bytes are no picture that can be read, in words that follow the name of the file. */
export class PictureError extends Error {}

/** A page of A4 at 600 dots an inch has 35 million. */
export const MOST_PIXELS = 40_000_000

/** To be asked before anything is unpacked: a small file cannot fill the memory then. */
export function checkSize(width: number, height: number): void {
  if (width === 0 || height === 0) throw new PictureError('has no pixels')
  if (width * height > MOST_PIXELS)
    throw new PictureError(
      `has ${width} x ${height} pixels; at most ${MOST_PIXELS / 1e6} million are read`,
    )
}

/** What a decoder threw, as the reason why a picture is damaged. */
export function damaged(cause: unknown): PictureError {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new PictureError(`is damaged: ${why.replace(/:\s*$/, '')}`, { cause })
}
