import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { openArchive, type Archive } from '../../archives/archive'
import { GlyphlabError } from '../../errors'
import type { ReportProgress } from './install-progress'

export interface ExtractOptions {
  readonly onProgress: ReportProgress
  readonly signal: AbortSignal | undefined
}

/**
 * Takes chosen members out of a zip file, streaming, each checked against its size and CRC-32.
 *
 * @param target where a member goes (an absolute path), or undefined to leave it out
 * @returns the names of the members taken
 * @throws GlyphlabError `runtime-install-failed` when the file is truncated or damaged
 */
export async function extractMembers(
  zipFile: string,
  target: (member: string) => string | undefined,
  options: ExtractOptions,
): Promise<ReadonlySet<string>> {
  try {
    const archive = await openArchive(zipFile)
    try {
      return await extract(archive, target, options)
    } finally {
      await archive[Symbol.asyncDispose]()
    }
  } catch (error) {
    options.signal?.throwIfAborted()
    if (!(error instanceof GlyphlabError && error.code === 'archive-invalid')) throw error
    throw new GlyphlabError('runtime-install-failed', error.message, undefined, { cause: error })
  }
}

async function extract(
  { entries }: Archive,
  target: (member: string) => string | undefined,
  { onProgress, signal }: ExtractOptions,
): Promise<ReadonlySet<string>> {
  const members = entries.flatMap((entry) => {
    const path = target(entry.name)
    return path === undefined ? [] : [{ entry, path }]
  })
  const bytesTotal = members.reduce((sum, { entry }) => sum + entry.bytes, 0)
  let bytesDone = 0
  const counted = async function* (content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of content) {
      bytesDone += chunk.length
      onProgress({ phase: 'unpacking', bytesDone, bytesTotal })
      yield chunk
    }
  }
  for (const { entry, path } of members) {
    signal?.throwIfAborted()
    await mkdir(dirname(path), { recursive: true })
    await pipeline(await entry.open(), counted, createWriteStream(path), { signal })
  }
  return new Set(members.map(({ entry }) => entry.name))
}
