import { createHash } from 'node:crypto'
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { madeArchive } from '../../archives/made-archive.test-helper'
import { writeEmnistFolder } from '../make-idx.test-helper'
import type { PublishedSplit } from './official-emnist'

/** A split as NIST would publish it, of made images: a few kilobytes. */
export interface MadePublication {
  readonly published: PublishedSplit
  /** By name: images and labels, gzip. */
  readonly files: Readonly<Record<string, Buffer>>
  /** All of them in one archive, in a folder `gzip/`, beside the files of another split. */
  readonly archive: Buffer
}

/** @param split what it is called in place of `made` */
export async function madePublication(seed = 1, split = 'made'): Promise<MadePublication> {
  const folder = await mkdtemp(join(tmpdir(), 'glyphlab-published-'))
  try {
    const counts = { classes: 4, trainPerClass: 6, testPerClass: 2 }
    await writeEmnistFolder(folder, { ...counts, seed, split })
    const files: Record<string, Buffer> = {}
    for (const name of (await readdir(folder)).sort())
      files[name] = await readFile(join(folder, name))
    const { [`emnist-${split}-mapping.txt`]: mapping, ...parts } = files
    return {
      published: {
        split,
        files: Object.entries(parts).map(([name, content]) => ({
          name,
          bytes: content.length,
          sha256: createHash('sha256').update(content).digest('hex'),
        })),
        mapping: mapping?.toString() ?? '',
        trainCount: 24,
        testCount: 8,
      },
      files: parts,
      archive: await archiveOf(parts),
    }
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** As NIST's: half of the entries stored, and much that is not wanted. */
async function archiveOf(files: Readonly<Record<string, Buffer>>): Promise<Buffer> {
  const other = { content: Buffer.alloc(300_000, 'not wanted '), compress: false }
  return madeArchive({
    'gzip/': '',
    'gzip/emnist-other-train-images-idx3-ubyte.gz': other,
    ...Object.fromEntries(
      Object.entries(files).map(([name, content], index) => [
        `gzip/${name}`,
        { content, compress: index % 2 === 0 },
      ]),
    ),
    'gzip/emnist-other-test-images-idx3-ubyte.gz': other,
  })
}

/** As paths of a server: single files. */
export function folderOf({ files }: MadePublication, path: string): Record<string, Buffer> {
  return Object.fromEntries(Object.entries(files).map(([name, content]) => [path + name, content]))
}
