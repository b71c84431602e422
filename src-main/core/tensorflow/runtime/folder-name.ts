import { createHash } from 'node:crypto'
import type { PlatformPins } from './pinned-downloads'
import type { Runtime } from './runtime'

/** Raised when the content of a folder changes though all that goes into its name stays. */
const LAYOUT = '1'

/** What a runtime is made of. */
interface Contents {
  readonly variant: Runtime['variant']
  readonly version: string
  /** Of every file that was fetched for it. */
  readonly sha256: readonly string[]
}

/** The name of an installed runtime: everything that decides its content is in it. */
export function runtimeFolderName(
  { variant, version, sha256 }: Contents,
  sourceHash: string,
): string {
  const key = shortHash([...sha256, sourceHash])
  return `tensorflow-${version}-${variant}-${process.platform}-${process.arch}-${key}`
}

/** The folders any of which is the runtime of a variant to use, in order of preference. */
export function runtimeFolderNames(
  { wheel, archive, gpu }: PlatformPins,
  variant: Runtime['variant'],
  sourceHash: string,
): readonly string[] {
  const contents =
    variant === 'gpu'
      ? [gpu && { version: gpu.version, sha256: gpu.wheels.map((pin) => pin.sha256) }]
      : [wheel, archive].map((pin) => pin && { version: pin.version, sha256: [pin.sha256] })
  return contents
    .filter((found) => found !== null)
    .map((found) => runtimeFolderName({ variant, ...found }, sourceHash))
}

/** 12 hexadecimal digits for a folder's name, another for any other parts. */
export function shortHash(parts: readonly string[]): string {
  const text = JSON.stringify([LAYOUT, ...parts])
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}
