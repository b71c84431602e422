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

/** A zip file, and where each of its members goes (an absolute path), or undefined to leave it out. */
export interface ChosenMembers {
  readonly zipFile: string
  readonly target: (member: string) => string | undefined
}

/**
 * Takes chosen members out of zip files, streaming, each checked against its size and CRC-32. Progress is
 * that of all of them together.
 *
 * @returns the names of the members taken, for each file
 * @throws GlyphlabError `runtime-install-failed` when a file is truncated or damaged
 */
export async function extractMembers(
  chosen: readonly ChosenMembers[],
  options: ExtractOptions,
): Promise<readonly ReadonlySet<string>[]> {
  const archives: Archive[] = []
  try {
    const members = []
    for (const { zipFile, target } of chosen) {
      const archive = await openArchive(zipFile)
      archives.push(archive)
      members.push(membersOf(archive, target))
    }
    return await extract(members, options)
  } catch (error) {
    options.signal?.throwIfAborted()
    if (!(error instanceof GlyphlabError && error.code === 'archive-invalid')) throw error
    throw new GlyphlabError('runtime-install-failed', error.message, undefined, { cause: error })
  } finally {
    for (const archive of archives) await archive[Symbol.asyncDispose]()
  }
}

interface Member {
  readonly entry: Archive['entries'][number]
  readonly path: string
}

function membersOf(
  { entries }: Archive,
  target: (member: string) => string | undefined,
): readonly Member[] {
  return entries.flatMap((entry) => {
    const path = target(entry.name)
    return path === undefined ? [] : [{ entry, path }]
  })
}

async function extract(
  archives: readonly (readonly Member[])[],
  { onProgress, signal }: ExtractOptions,
): Promise<readonly ReadonlySet<string>[]> {
  const members = archives.flat()
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
  return archives.map((taken) => new Set(taken.map(({ entry }) => entry.name)))
}
