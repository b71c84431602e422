import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { makeFolder } from '../files/make-folder'
import { compileProbe } from '../tensorflow/runtime/binding'
import { PROBE_FILE, PROBE_SOURCE } from './probe-source'

/**
 * The program of `PROBE_SOURCE`: beside a runtime's binding, else compiled once for all into the per-user cache.
 * @param binding the runtime's, null where there is no runtime
 * @returns null where it is not there and there is no compiler, or no place for it
 */
export async function probeFile(
  binding: string | null,
  cacheFolder: string,
  signal?: AbortSignal,
): Promise<string | null> {
  const beside = binding === null ? null : join(dirname(binding), PROBE_FILE)
  if (beside !== null && existsSync(beside)) return beside
  const key = createHash('sha256').update(PROBE_SOURCE).digest('hex').slice(0, 12)
  const cached = join(cacheFolder, `gpu-probe-${key}`)
  if (existsSync(cached)) return cached
  return compileInto(cached, signal).catch((error: unknown) => {
    signal?.throwIfAborted()
    // Whatever is wrong with the compiler or the disk: what the system tells without it is told all the same.
    if (error instanceof Error) return null
    throw error
  })
}

/** It appears whole or not at all, whoever else makes it at the same time. */
async function compileInto(file: string, signal: AbortSignal | undefined): Promise<string | null> {
  await makeFolder(dirname(file))
  const work = await mkdtemp(join(tmpdir(), 'glyphlab-gpu-probe-'))
  const unfinished = `${file}.${process.pid}`
  try {
    if (!(await compileProbe(unfinished, work, signal))) return null
    await rename(unfinished, file)
    return file
  } finally {
    await rm(work, { recursive: true, force: true })
    await rm(unfinished, { force: true })
  }
}
