import { createHash } from 'node:crypto'
import type { PlatformPins } from './pinned-downloads'

/** Raised when the content of a folder changes though all that goes into its name stays. */
const LAYOUT = '1'

/** The name of an installed runtime: everything that decides its content is in it. */
export function runtimeFolderName(
  pin: { readonly version: string; readonly sha256: string },
  sourceHash: string,
): string {
  const key = shortHash([pin.sha256, sourceHash])
  return `tensorflow-${pin.version}-cpu-${process.platform}-${process.arch}-${key}`
}

/** The folders any of which is the runtime to use, in order of preference. */
export function runtimeFolderNames(
  { wheel, archive }: PlatformPins,
  sourceHash: string,
): readonly string[] {
  return [wheel, archive]
    .filter((pin) => pin !== null)
    .map((pin) => runtimeFolderName(pin, sourceHash))
}

/** 12 hexadecimal digits for a folder's name, another for any other parts. */
export function shortHash(parts: readonly string[]): string {
  const text = JSON.stringify([LAYOUT, ...parts])
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}
