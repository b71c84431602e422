import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ConnectionTally } from '../../connections/connection-tally'
import { GlyphlabError } from '../../errors'
import { errorLines, runChild } from './child'
import { watchGrowth } from './folder-growth'
import type { InstallContext } from './install-folder'
import type { WheelPin } from './pinned-downloads'

/** A wheel in hand, or the reason why this machine cannot get it. */
export type WheelOutcome =
  | { readonly kind: 'fetched'; readonly file: string }
  | { readonly kind: 'unavailable'; readonly reason: string }

/**
 * Downloads the pinned wheel with Python's pip, which also checks its hash.
 *
 * @param pipParameters added to pip's command line
 * @returns `unavailable` when there is no Python, no pip, or no such wheel to be had
 * @throws GlyphlabError `runtime-install-failed` when what came has another hash
 */
export async function downloadWheel(
  pin: WheelPin,
  pipParameters: readonly string[],
  folder: string,
  connections: ConnectionTally,
  { onProgress, signal }: Pick<InstallContext, 'onProgress' | 'signal'>,
): Promise<WheelOutcome> {
  const temporary = join(folder, 'pip')
  const wheels = join(folder, 'wheels')
  await mkdir(temporary, { recursive: true })
  await mkdir(wheels)
  const requirements = join(folder, 'requirements.txt')
  await writeFile(requirements, `${pin.project}==${pin.version} --hash=sha256:${pin.sha256}\n`)
  const parameters = [
    ...['-m', 'pip', 'download', '--no-deps', '--require-hashes', '--only-binary', ':all:'],
    ...['--python-version', pin.pythonVersion, '--implementation', 'cp', '--abi', pin.abi],
    ...['--platform', pin.platform, '--dest', wheels, '--requirement', requirements],
    ...['--no-input', '--disable-pip-version-check', '--progress-bar', 'off', '--retries', '2'],
    ...pipParameters,
  ]
  // pip downloads into TMPDIR before it moves the wheel: there its progress is seen, and cleaned up.
  const env = { ...process.env, TMPDIR: temporary, PYTHONUNBUFFERED: '1' }
  const report = (byteCount: number) => {
    const bytesDone = Math.min(byteCount, pin.sizeBytes)
    onProgress({ phase: 'downloading', bytesDone, bytesTotal: pin.sizeBytes })
  }
  report(0)
  const python = await findPython(signal)
  if (python === undefined) return { kind: 'unavailable', reason: NO_PYTHON }
  // Which index it asks is the user's own setting.
  connections.contacted('pip', null)
  const stopWatching = watchGrowth([temporary, wheels], report)
  try {
    const outcome = await runChild(python, parameters, { env, signal })
    stopWatching()
    if (outcome.kind === 'missing') return { kind: 'unavailable', reason: NO_PYTHON }
    if (!outcome.ok) return { kind: 'unavailable', reason: pipFailure(outcome.output, pin) }
    const [name] = (await readdir(wheels)).filter((file) => file.endsWith('.whl'))
    if (name === undefined) return { kind: 'unavailable', reason: 'pip downloaded no wheel' }
    report(pin.sizeBytes)
    // Or from a cache of its own, which it does not tell.
    connections.received('pip', pin.sizeBytes)
    return { kind: 'fetched', file: join(wheels, name) }
  } finally {
    stopWatching()
    await rm(temporary, { recursive: true, force: true, maxRetries: 5 })
  }
}

const NO_PYTHON = 'there is no python3 on the PATH'

/** The interpreter itself: what the PATH leads to may be a script around it, which dies alone when ended. */
async function findPython(signal: AbortSignal | undefined): Promise<string | undefined> {
  for (const name of ['python3', 'python']) {
    const outcome = await runChild(name, ['-c', 'import sys; print(sys.executable)'], { signal })
    if (outcome.kind === 'missing') continue
    return outcome.ok ? (outcome.output.trim().split('\n').at(-1) ?? name) : name
  }
  return undefined
}

/** One line for a failure of pip; another hash is thrown, for that file must not be replaced silently. */
function pipFailure(output: string, pin: WheelPin): string {
  const got = /^\s*Got\s+([0-9a-f]{64})\s*$/m.exec(output)?.[1]
  if (got !== undefined) {
    throw new GlyphlabError(
      'runtime-install-failed',
      `the wheel ${pin.project} ${pin.version} that pip got has SHA-256 ${got}, not ${pin.sha256}: truncated, or not the original`,
      'Run the command again; if it stays so, check the package index that pip is configured for.',
    )
  }
  if (/No module named '?pip'?/.test(output)) return 'python3 has no pip (Debian: python3-pip)'
  if (/Retrying \(/.test(output)) return 'pip cannot reach its package index'
  return `pip download ${pin.project}==${pin.version}: ${errorLines(output).at(-1)}`
}
