import { PictureError, type GreyPicture } from './grey-picture'
import { isJpeg, readGreyJpeg } from './read-jpeg'
import { isPng, readGreyPng } from './read-png'

/** Whether bytes begin as those of a picture that can be read. */
export function isPicture(bytes: Buffer): boolean {
  return isPng(bytes) || isJpeg(bytes)
}

/**
 * Reads a PNG or a JPEG, whatever its name, as shades of grey.
 * @throws PictureError in words that follow the name of the file
 */
export function readGreyPicture(bytes: Buffer): GreyPicture {
  if (isPng(bytes)) return readGreyPng(bytes)
  if (isJpeg(bytes)) return readGreyJpeg(bytes)
  throw new PictureError('is neither a PNG nor a JPEG')
}
