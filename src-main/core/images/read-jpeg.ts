import { imageSize } from 'image-size'
import { decode } from 'jpeg-js'
import { checkSize, damaged, MOST_PIXELS, PictureError, type GreyPicture } from './grey-picture'
import { turnUpright } from './turn-upright'

/** As the decoder counts: what a picture of 40 million pixels takes, every colour at full resolution. */
const MOST_MEMORY_MB = 1024
/** Each goes over the whole picture; encoders write some ten. */
const MOST_SCANS = 100

const START_OF_SCAN = Buffer.of(0xff, 0xda)

/** Whether bytes begin as a JPEG does. */
export function isJpeg(bytes: Buffer): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff
}

/**
 * Reads a JPEG (see {@link isJpeg}), baseline or progressive, grey, in colours or CMYK, as shades of grey
 * (0.299 red, 0.587 green, 0.114 blue), turned as its EXIF orientation says.
 *
 * @throws PictureError in words that follow the name of the file
 */
export function readGreyJpeg(bytes: Buffer): GreyPicture {
  const { width, height, orientation } = sizeOf(bytes)
  checkSize(width, height)
  if (hasManyScans(bytes)) throw new PictureError(`is damaged: more than ${MOST_SCANS} scans`)
  const bits = bitsPerSample(bytes)
  if (bits !== 8) throw new PictureError(`has ${bits} bits a sample; save it with 8`)
  let picture: { readonly width: number; readonly height: number; readonly data: Uint8Array }
  try {
    picture = decode(bytes, {
      useTArray: true,
      formatAsRGBA: false,
      maxResolutionInMP: MOST_PIXELS / 1e6,
      maxMemoryUsageInMB: MOST_MEMORY_MB,
    })
  } catch (cause) {
    throw damaged(cause)
  }
  return turnUpright({ ...picture, values: greyOf(picture.data) }, orientation)
}

function sizeOf(bytes: Buffer): { width: number; height: number; orientation: number } {
  try {
    const { width, height, orientation = 1 } = imageSize(bytes)
    return { width, height, orientation }
  } catch (cause) {
    throw new PictureError('is damaged, or a kind of JPEG that is not read', { cause })
  }
}

/**
 * Of the frame header, whose first byte behind the length it is (ITU T.81, B.2.2). The decoder takes 8 for
 * granted. Segments before it are skipped by their lengths; 8 where there is no header.
 */
function bitsPerSample(bytes: Buffer): number {
  for (let at = 2; at + 4 < bytes.length && bytes[at] === 0xff;) {
    const marker = bytes[at + 1] ?? 0
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return bytes[at + 4] ?? 8
    // Filling bytes before a marker are allowed.
    at += marker === 0xff ? 1 : 2 + bytes.readUInt16BE(at + 2)
  }
  return 8
}

function hasManyScans(bytes: Buffer): boolean {
  let scans = 0
  for (let at = bytes.indexOf(START_OF_SCAN); at >= 0; at = bytes.indexOf(START_OF_SCAN, at + 2)) {
    scans += 1
    if (scans > MOST_SCANS) return true
  }
  return false
}

/** @param colours red, green and blue of each pixel */
function greyOf(colours: Uint8Array): Uint8Array {
  const grey = new Uint8Array(colours.length / 3)
  for (let pixel = 0, at = 0; pixel < grey.length; pixel++, at += 3) {
    grey[pixel] = Math.round(
      0.299 * (colours[at] ?? 0) + 0.587 * (colours[at + 1] ?? 0) + 0.114 * (colours[at + 2] ?? 0),
    )
  }
  return grey
}
