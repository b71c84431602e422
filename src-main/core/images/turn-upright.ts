import type { GreyPicture } from './grey-picture'

/** Where a pixel of the upright picture lies in the one as stored, whose sides are given. */
type Place = (x: number, y: number, width: number, height: number) => readonly [number, number]

/** By EXIF orientation (tag 274 of CIPA DC-008): 2 mirrored, 3 upside down, 4 both, 5 to 8 lying on a side. */
const PLACES: ReadonlyMap<number, Place> = new Map<number, Place>([
  [2, (x, y, width) => [width - 1 - x, y]],
  [3, (x, y, width, height) => [width - 1 - x, height - 1 - y]],
  [4, (x, y, _, height) => [x, height - 1 - y]],
  [5, (x, y) => [y, x]],
  [6, (x, y, _, height) => [y, height - 1 - x]],
  [7, (x, y, width, height) => [width - 1 - y, height - 1 - x]],
  [8, (x, y, width) => [width - 1 - y, x]],
])

/** Turns a picture as its EXIF orientation says; 1, and what has no meaning, leaves it as it is. */
export function turnUpright(picture: GreyPicture, orientation: number): GreyPicture {
  const place = PLACES.get(orientation)
  if (place === undefined) return picture
  const { values } = picture
  const [width, height] =
    orientation >= 5 ? [picture.height, picture.width] : [picture.width, picture.height]
  const turned = new Uint8Array(values.length)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [fromX, fromY] = place(x, y, picture.width, picture.height)
      turned[y * width + x] = values[fromY * picture.width + fromX] ?? 0
    }
  return { values: turned, width, height }
}
