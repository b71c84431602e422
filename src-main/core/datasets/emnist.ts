import { basename, resolve } from 'node:path'
import type { CharacterClass, Dataset } from './dataset'
import { findEmnistFiles, type PartFiles } from './emnist-files'
import { parseMapping } from './emnist-mapping'
import { readIdxParts, type IdxPart } from './idx-parts'
import { diskFile, readSourceFile, type SourceFile } from './import/source-file'

/** A mapping of 256 classes, every one of many characters, is far smaller. */
const MOST_MAPPING_BYTES = 1_000_000

/**
 * Reads a folder with EMNIST's file names (`emnist-<split>-{train,test}-{images-idx3,labels-idx1}-ubyte`,
 * with or without `.gz`, and `emnist-<split>-mapping.txt`), any split. Little more memory than the images
 * themselves is ever held.
 *
 * @param options.split which split to read where the folder holds several
 * @throws GlyphlabError `dataset-missing` where files are not there, `dataset-invalid` where they are not
 *   what they should be; one line that names the file, what was found and what was expected; the signal's
 *   reason when aborted
 */
export async function readEmnist(
  folder: string,
  options: { readonly split?: string; readonly signal?: AbortSignal | undefined } = {},
): Promise<Dataset> {
  const files = await findEmnistFiles(folder, options.split)
  const classes = await readMapping(await diskFile(files.mapping))
  const dataset = await readIdxParts(
    {
      place: folder,
      split: files.split,
      train: await idxPart(files.train),
      test: await idxPart(files.test),
      isTransposed: true,
      classesFor: () => classes,
    },
    options.signal,
  )
  return { name: basename(resolve(folder)), ...dataset }
}

/**
 * Reads an `emnist-<split>-mapping.txt`.
 * @throws GlyphlabError `dataset-invalid`, naming file and line
 */
export async function readMapping(file: SourceFile): Promise<CharacterClass[]> {
  const text = (await readSourceFile(file, MOST_MAPPING_BYTES)).toString('utf8')
  return parseMapping(text, file.location)
}

async function idxPart({ images, labels }: PartFiles): Promise<IdxPart> {
  return { images: await diskFile(images), labels: await diskFile(labels) }
}
