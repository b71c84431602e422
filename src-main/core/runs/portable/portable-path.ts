import { LARGEST_TEXT_BYTES } from '../../files/read-text'
import { TEMPORARY_SUFFIX } from '../../files/temporary-name'

/** What may lie in a portable run, and how large it may be. */
interface PortableKind {
  readonly path: RegExp
  readonly mostBytes: number
}

/** Of a file, and of the archive as a whole: what a zip archive without extensions can say. */
export const MOST_BYTES = 2 ** 32 - 1
/** Two million steps take a third of it. */
const MOST_METRICS_BYTES = 128 * 2 ** 20
/** Many times what a run has: a measurement has two, and each time it goes on there is one more for TensorBoard. */
export const MOST_FILES = 1000

/** As a run's folder has them: see `runPaths`. */
const KINDS: readonly PortableKind[] = [
  { path: /^(?:run|notes)\.json$/, mostBytes: LARGEST_TEXT_BYTES },
  { path: /^metrics\.jsonl$/, mostBytes: MOST_METRICS_BYTES },
  { path: /^checkpoints\/(?:initial|last|best)\.safetensors$/, mostBytes: MOST_BYTES },
  { path: evaluation('json'), mostBytes: LARGEST_TEXT_BYTES },
  { path: evaluation('safetensors'), mostBytes: MOST_BYTES },
  { path: /^events\.out\.tfevents\.[\w.-]{0,200}\w$/, mostBytes: MOST_BYTES },
]

/** A measurement: its name is one that `measurementRefSchema` takes. */
function evaluation(ending: string): RegExp {
  const name = String.raw`[\p{L}\p{N}_-][\p{L}\p{M}\p{N}._-]{0,120}`
  return new RegExp(`^evaluations/${name}-(?:test|validation)\\.${ending}$`, 'u')
}

/** What Windows takes for a device, with any ending. */
const WINDOWS_DEVICE = /(?:^|\/)(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i

/** Why a file cannot be part of a portable run; null where it can. */
export function pathProblem(path: string, bytes: number): string | null {
  const kind = KINDS.find((known) => known.path.test(path))
  if (kind === undefined) return 'it does not belong into the folder of a run'
  if (WINDOWS_DEVICE.test(path)) return 'Windows takes its name for a device'
  if (path !== path.normalize('NFC')) return 'its name is not written as every system writes it'
  return bytes <= kind.mostBytes ? null : `${bytes} bytes; at most ${kind.mostBytes} are taken`
}

/** Whether a run's folder can be called so everywhere, and is taken for a run's. */
export function isPortableName(name: string): boolean {
  return (
    !WINDOWS_DEVICE.test(name) &&
    !/[. ]$/.test(name) &&
    !name.endsWith(TEMPORARY_SUFFIX) &&
    name === name.normalize('NFC')
  )
}

/** Two paths that some system takes for one; null where there are none. */
export function samePaths(paths: readonly string[]): readonly [string, string] | null {
  const known = new Map<string, string>()
  for (const path of paths) {
    const folded = path.normalize('NFKC').toUpperCase().toLowerCase()
    const same = known.get(folded)
    if (same !== undefined) return [same, path]
    known.set(folded, path)
  }
  return null
}
