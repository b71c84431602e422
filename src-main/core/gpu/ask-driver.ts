import { execFile } from 'node:child_process'
import { z } from 'zod'
import { assertNever } from '../errors'
import type { DriverAnswer, MissingLibrary } from './findings'
import type { Gpu } from './gpu'

/** Cards that were asleep take their time; a driver that hangs must not make the doctor hang. */
const ASKING_LIMIT_MS = 30_000

export interface AskOptions {
  /** Libraries to open besides, by path or by name. */
  readonly libraries?: readonly string[]
  readonly environment?: NodeJS.ProcessEnv
  readonly signal?: AbortSignal | undefined
}

export interface ProbeAnswer {
  readonly driver: DriverAnswer
  readonly missingLibraries: readonly MissingLibrary[]
}

const count = z.coerce.number().pipe(z.int().min(0))
const lineSchema = z.union([
  z.tuple([z.literal('absent'), z.string()]),
  z.tuple([z.literal('unlisted'), z.string()]),
  z.tuple([z.literal('cuda'), count]),
  z.tuple([z.literal('refused'), count, z.string()]),
  z.tuple([z.literal('gpu'), count, count, count, count, z.string(), z.string()]),
  z.tuple([z.literal('asked')]),
  z.tuple([z.literal('opened'), z.string()]),
  z.tuple([z.literal('missing'), z.string(), z.string()]),
])
type Line = z.infer<typeof lineSchema>

/**
 * Asks NVIDIA's driver by the program of `PROBE_SOURCE`, in a process of its own.
 * @throws the signal's reason when aborted
 */
export async function askDriver(
  probe: string,
  { libraries = [], environment = process.env, signal }: AskOptions = {},
): Promise<ProbeAnswer> {
  const { output, how } = await run(probe, libraries, environment, signal)
  signal?.throwIfAborted()
  const lines = output.split('\n').flatMap((text): Line[] => {
    const parsed = lineSchema.safeParse(text.split('\t'))
    return parsed.success ? [parsed.data] : []
  })
  return {
    driver: driverAnswer(lines) ?? { kind: 'broke', how },
    missingLibraries: missingLibraries(lines, libraries, how),
  }
}

/** Null where the process was gone before the driver had answered. */
function driverAnswer(lines: readonly Line[]): DriverAnswer | null {
  let cudaVersion = 0
  let answer: DriverAnswer | null = null
  const gpus: Gpu[] = []
  for (const line of lines)
    switch (line[0]) {
      case 'absent':
        answer = { kind: 'absent', why: line[1] }
        break
      case 'unlisted':
        answer = { kind: 'unlisted', path: line[1] }
        break
      case 'cuda':
        cudaVersion = line[1]
        break
      case 'refused':
        answer = { kind: 'refused', cudaVersion, code: line[1], name: line[2] }
        break
      case 'gpu':
        gpus.push(gpuOf(line))
        break
      case 'asked':
        return answer ?? { kind: 'answered', cudaVersion, gpus }
      case 'opened':
      case 'missing':
        break
      default:
        assertNever(line)
    }
  return answer
}

function gpuOf([, index, major, minor, memoryBytes, uuid, name]: Extract<
  Line,
  readonly ['gpu', ...unknown[]]
>): Gpu {
  return {
    ...{ index, name, memoryBytes },
    computeCapability: { major, minor },
    uuid: uuid === '' ? null : uuid,
  }
}

/** Those that cannot be opened, and the one at which the process ended. */
function missingLibraries(
  lines: readonly Line[],
  libraries: readonly string[],
  how: string,
): readonly MissingLibrary[] {
  const missing: MissingLibrary[] = []
  const spokenOf = new Set<string>()
  for (const line of lines) {
    if (line[0] === 'opened' || line[0] === 'missing') spokenOf.add(line[1])
    if (line[0] === 'missing') missing.push({ name: line[1], why: line[2] })
  }
  const isDriverTold = lines.some(([word]) => word === 'asked')
  const next = libraries.find((library) => !spokenOf.has(library))
  return isDriverTold && next !== undefined ? [...missing, { name: next, why: how }] : missing
}

function run(
  file: string,
  parameters: readonly string[],
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal | undefined,
): Promise<{ readonly output: string; readonly how: string }> {
  return new Promise((resolve) => {
    const options = { env: environment, timeout: ASKING_LIMIT_MS, signal, windowsHide: true }
    execFile(file, [...parameters], { ...options, killSignal: 'SIGKILL' }, (error, stdout) => {
      const how =
        error === null
          ? ''
          : error.killed === true
            ? `no answer in ${ASKING_LIMIT_MS / 1000} s`
            : (error.signal ?? `exit status ${String(error.code)}`)
      resolve({ output: stdout, how })
    })
  })
}
