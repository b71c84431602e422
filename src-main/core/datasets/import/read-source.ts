import { resolve } from 'node:path'
import { GlyphlabError } from '../../errors'
import type { DatasetOrigin } from '../about'
import type { CharacterClass } from '../dataset'
import { readMapping } from '../emnist'
import { readIdxParts } from '../idx-parts'
import { detectFormat, type CsvSource, type DetectedFormat, type IdxSource } from './detect-format'
import { openSource, type FileSource } from './file-source'
import { classesByName, digitsFor } from './known-classes'
import { leakageNote } from './leakage-note'
import { readMappingFile } from './mapping-file'
import { officialClasses } from './official-classes'
import { readCsvParts } from './read-csv-parts'
import { readPictures } from './read-pictures'
import type { SourceContent } from './source-content'
import { describeSourceFile } from './source-file'

/** How far the reading of a source has come. */
export interface SourceProgress {
  readonly unit: 'bytes' | 'pictures'
  readonly done: number
  readonly total: number
}

export interface ReadOptions {
  /** Which one to read where a source holds several; files only. */
  readonly split?: string | undefined
  /** A file that names the classes; files only. */
  readonly mapping?: string | undefined
  /** Share of the pictures that become the test part (0.15); pictures only. */
  readonly testShare?: number | undefined
  /** Of the way pictures are parted (1); pictures only. */
  readonly seed?: number | undefined
  /** Whether broken pictures are left out instead of refused. */
  readonly skipBroken?: boolean | undefined
  readonly onProgress?: ((progress: SourceProgress) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

export const DEFAULT_TEST_SHARE = 0.15
export const DEFAULT_SEED = 1

/**
 * Reads a data set from a folder, a zip archive or a file: EMNIST's and MNIST's idx files (and those of
 * their relatives), the CSV files of Kaggle, or pictures in a folder a class.
 *
 * @throws GlyphlabError `dataset-missing` where there is none that is known, or not the whole of one;
 *   `dataset-invalid`, `archive-invalid` or `image-invalid` in one line that names file and place; `usage`
 *   for an option that has no meaning for what was found; the signal's reason when aborted
 */
export async function readSource(path: string, options: ReadOptions = {}): Promise<SourceContent> {
  const { signal } = options
  await using source = await openSource(resolve(path))
  signal?.throwIfAborted()
  const format = await detectFormat(source, options.split)
  requireFitting(options, format)
  const content = await readFormat(source, format, options)
  const leakage = await leakageNote(content.dataset, signal)
  return leakage === null ? content : { ...content, notes: [...content.notes, leakage] }
}

/**
 * Reads a source whose format is known; the options are taken to fit it.
 * @throws GlyphlabError as {@link readSource}
 */
export async function readFormat(
  source: FileSource,
  format: DetectedFormat,
  options: ReadOptions,
): Promise<SourceContent> {
  const { signal, onProgress } = options
  switch (format.kind) {
    case 'idx':
      return readIdxSource(source, format, options)
    case 'csv':
      return readCsvSource(source, format, options)
    case 'pictures':
      return readPictures(source, {
        testShare: options.testShare ?? DEFAULT_TEST_SHARE,
        seed: options.seed ?? DEFAULT_SEED,
        skipBroken: options.skipBroken ?? false,
        signal,
        onProgress: (done, total) => onProgress?.({ unit: 'pictures', done, total }),
      })
  }
}

async function readIdxSource(
  source: FileSource,
  format: IdxSource,
  { mapping, signal, onProgress }: ReadOptions,
): Promise<SourceContent> {
  const { isEmnist, train, test } = format
  const naming = await namingFor(source, format, mapping)
  const dataset = await readIdxParts(
    {
      ...{ place: source.path, split: naming.split, train, test },
      isTransposed: isEmnist,
      classesFor: naming.classesFor,
    },
    signal,
    (done, total) => onProgress?.({ unit: 'bytes', done, total }),
  )
  const used = [train.images, train.labels, test.images, test.labels]
  if (mapping === undefined && format.mapping !== null) used.push(format.mapping)
  const files = []
  for (const file of used) files.push(await describeSourceFile(file, signal))
  const origin = filesOrigin(source, isEmnist ? 'emnist' : 'mnist', files)
  return { dataset, origin, pictures: null, notes: naming.notes }
}

async function readCsvSource(
  source: FileSource,
  format: CsvSource,
  { mapping, signal, onProgress }: ReadOptions,
): Promise<SourceContent> {
  const naming = await namingFor(source, format, mapping)
  const { dataset, files } = await readCsvParts(
    {
      ...{ place: source.path, split: naming.split, train: format.train, test: format.test },
      isTransposed: format.isEmnist,
      classesFor: naming.classesFor,
    },
    signal,
    (done, total) => onProgress?.({ unit: 'bytes', done, total }),
  )
  const all = [...files]
  if (mapping === undefined && format.mapping !== null)
    all.push(await describeSourceFile(format.mapping, signal))
  const origin = filesOrigin(source, 'csv', all)
  return { dataset, origin, pictures: null, notes: naming.notes }
}

type FilesOrigin = Extract<DatasetOrigin, { kind: 'files' }>

function filesOrigin(
  { path }: FileSource,
  format: FilesOrigin['format'],
  files: FilesOrigin['files'],
): FilesOrigin {
  return { kind: 'files', format, path, files }
}

/** What the classes of a source are called, and the split that its files will be named after. */
interface Naming {
  readonly split: string
  readonly classesFor: (labels: readonly Uint8Array[]) => readonly CharacterClass[]
  readonly notes: readonly string[]
}

/** By the file that the user named, or the mapping beside the data, or what names of files and folders say. */
async function namingFor(
  { path }: FileSource,
  format: IdxSource | CsvSource,
  mapping: string | undefined,
): Promise<Naming> {
  const { isEmnist, split } = format
  const fixed = (classes: readonly CharacterClass[], notes: readonly string[] = []): Naming => ({
    split,
    classesFor: () => classes,
    notes,
  })
  if (mapping !== undefined) return fixed(await readMappingFile(mapping))
  if (isEmnist) {
    if (format.mapping !== null) return fixed(await readMapping(format.mapping))
    const official = officialClasses(split)
    if (official !== null)
      return fixed(official, [`no mapping file: took the classes of EMNIST's ${split}`])
    throw new GlyphlabError(
      'dataset-missing',
      `${path} lacks emnist-${split}-mapping.txt`,
      'Put it beside the other files, or name a file with the classes by --mapping.',
    )
  }
  const names = [path.slice(path.replace(/[\\/]+$/, '').search(/[^\\/]*$/)), nameOf(format)]
  const known = classesByName(names.join('/'))
  if (known !== null)
    return {
      split: known.split,
      classesFor: () => known.classes,
      notes: [`took the classes of ${known.title}, after the name; --mapping names others`],
    }
  return {
    split,
    notes: [],
    classesFor: (labels) => {
      const digits = digitsFor(labels)
      if (digits !== null) return digits
      throw new GlyphlabError(
        'dataset-missing',
        `${path} holds labels above 9 and does not say what they stand for`,
        'Name a file by --mapping: the name of a class a line, or the format of EMNIST.',
      )
    },
  }
}

function nameOf(format: IdxSource | CsvSource): string {
  return format.kind === 'idx' ? format.train.images.name : format.train.name
}

/** An option that changes nothing would leave its user in the dark. */
function requireFitting(options: ReadOptions, { kind }: DetectedFormat): void {
  const { split, mapping, testShare, seed, skipBroken } = options
  const forFiles = { '--split': split, '--mapping': mapping }
  const forPictures = {
    '--test-share': testShare,
    '--seed': seed,
    '--skip-broken': skipBroken === true ? true : undefined,
  }
  const [refused, found] =
    kind === 'pictures'
      ? ([forFiles, 'these are pictures, a folder a class'] as const)
      : ([forPictures, 'it is for pictures, and these are data files'] as const)
  for (const [option, value] of Object.entries(refused))
    if (value !== undefined)
      throw new GlyphlabError('usage', `${option} has no meaning here: ${found}`, 'Leave it out.')
}
