import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { encode as encodePng } from 'fast-png'
import { encode as encodeJpeg } from 'jpeg-js'

const SIDE = 40

/** Whether a pixel of a made picture is ink: a bar and a box, whose sizes the number decides. */
function isInk(x: number, y: number, variant: number): boolean {
  const [width, height] = [2 + (variant % 12), 10 + (Math.floor(variant / 12) % 16)]
  const inBar = x >= 8 && x < 10 + width && y >= 6 && y < 6 + height
  return inBar || (x >= 18 && x < 32 && y >= 28 && y < 33)
}

/** Another picture for each number from 0 to 191, dark on light. */
export function madePng(variant: number): Uint8Array {
  const data = Uint8Array.from({ length: SIDE * SIDE }, (_, at) =>
    isInk(at % SIDE, Math.floor(at / SIDE), variant) ? 20 : 240,
  )
  return encodePng({ width: SIDE, height: SIDE, data, channels: 1 })
}

/** The same as a JPEG. */
export function madeJpeg(variant: number): Uint8Array {
  const data = Buffer.alloc(4 * SIDE * SIDE, 255)
  for (let at = 0; at < SIDE * SIDE; at++)
    if (isInk(at % SIDE, Math.floor(at / SIDE), variant)) data.fill(0, 4 * at, 4 * at + 3)
  return encodeJpeg({ width: SIDE, height: SIDE, data }, 95).data
}

/** Writes files by their paths within a folder, in this order. */
export async function writeFiles(
  folder: string,
  files: Readonly<Record<string, Uint8Array | string>>,
): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, content)
  }
}
