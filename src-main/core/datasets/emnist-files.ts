import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { GlyphlabError } from '../errors'
import { systemErrorCode } from '../files/file-error'

/** The five files of one EMNIST split, each with its folder; a data file may end in `.gz` or not. */
export interface EmnistFiles {
  readonly split: string
  readonly mapping: string
  readonly train: PartFiles
  readonly test: PartFiles
}

export interface PartFiles {
  readonly images: string
  readonly labels: string
}

const IMAGES_PATTERN = /^emnist-(.+)-(?:train|test)-images-idx3-ubyte(?:\.gz)?$/

/**
 * Finds the files of one split in a folder with EMNIST's file names. Where a file is there both plain
 * and compressed, the plain one is taken.
 *
 * @param split which one to take; needed only where the folder holds several
 * @throws GlyphlabError `dataset-missing`, naming what is not there
 */
export async function findEmnistFiles(folder: string, split?: string): Promise<EmnistFiles> {
  const names = new Set(await listFolder(folder))
  const chosen = chooseSplit(folder, splitsAmong([...names]), split)

  const missing: string[] = []
  const path = (name: string, ...endings: readonly string[]): string => {
    const found = endings.map((ending) => name + ending).find((candidate) => names.has(candidate))
    if (found === undefined) missing.push(endings.length > 1 ? `${name}[.gz]` : name)
    return join(folder, found ?? name)
  }
  const part = (name: 'train' | 'test'): PartFiles => ({
    images: path(`emnist-${chosen}-${name}-images-idx3-ubyte`, '', '.gz'),
    labels: path(`emnist-${chosen}-${name}-labels-idx1-ubyte`, '', '.gz'),
  })
  const files = {
    split: chosen,
    mapping: path(`emnist-${chosen}-mapping.txt`, ''),
    train: part('train'),
    test: part('test'),
  }
  if (missing.length > 0) {
    throw new GlyphlabError('dataset-missing', `${folder} lacks ${missing.join(', ')}`)
  }
  return files
}

/** The splits whose images are among the names of a folder's files, in order. */
export function splitsAmong(names: readonly string[]): string[] {
  const splits = names.flatMap((name) => IMAGES_PATTERN.exec(name)?.[1] ?? [])
  return [...new Set(splits)].sort()
}

function chooseSplit(folder: string, present: readonly string[], wanted?: string): string {
  if (wanted !== undefined) {
    if (present.includes(wanted)) return wanted
    const there = present.length > 0 ? present.join(', ') : 'none'
    throw new GlyphlabError(
      'dataset-missing',
      `${folder} holds no images of the EMNIST split ${wanted}; it has ${there}`,
    )
  }
  const [only, ...others] = present
  if (only === undefined) {
    throw new GlyphlabError(
      'dataset-missing',
      `${folder} holds no file named emnist-<split>-train-images-idx3-ubyte[.gz]`,
    )
  }
  if (others.length > 0) {
    throw new GlyphlabError(
      'dataset-missing',
      `${folder} holds several EMNIST splits: ${present.join(', ')}`,
      'Name the one to use by --split, or a folder that holds only that one.',
    )
  }
  return only
}

async function listFolder(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    throw new GlyphlabError('dataset-missing', folderProblem(folder, error), undefined, {
      cause: error,
    })
  }
}

function folderProblem(folder: string, error: unknown): string {
  const code = systemErrorCode(error)
  if (code === 'ENOENT') return `there is no folder ${folder}`
  if (code === 'ENOTDIR') return `${folder} is a file; expected a folder with EMNIST's files`
  return `${folder} cannot be read (${String(code ?? error)})`
}
