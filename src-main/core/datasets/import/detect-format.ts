import { GlyphlabError } from '../../errors'
import type { IdxPart } from '../idx-parts'
import { mappingSplit, parseDataFileName, type DataFileRole } from './data-file-name'
import type { FileSource } from './file-source'
import { hasPictures } from './has-pictures'
import { folderPart, lastPart, type SourceFile } from './source-file'

/** Images and labels in idx files, named as EMNIST's or MNIST's are. */
export interface IdxSource {
  readonly kind: 'idx'
  readonly isEmnist: boolean
  readonly split: string
  readonly train: IdxPart
  readonly test: IdxPart
  readonly mapping: SourceFile | null
}

/** CSV files with a label and its pixels a line, as Kaggle has them. */
export interface CsvSource {
  readonly kind: 'csv'
  readonly isEmnist: boolean
  readonly split: string
  readonly train: SourceFile
  readonly test: SourceFile
  readonly mapping: SourceFile | null
}

/** Pictures, a folder a class. */
export interface PictureSource {
  readonly kind: 'pictures'
}

export type DetectedFormat = IdxSource | CsvSource | PictureSource

/** Files of one format and split in one folder. */
interface FileSet {
  readonly kind: 'idx' | 'csv'
  readonly isEmnist: boolean
  readonly split: string
  readonly folder: string
  readonly files: Map<DataFileRole, SourceFile>
}

const ROLES = {
  idx: ['train-images', 'train-labels', 'test-images', 'test-labels'],
  csv: ['train', 'test'],
} as const satisfies Record<FileSet['kind'], readonly DataFileRole[]>

/**
 * Tells what data set files are, by their names; failing that, whether there are pictures in folders.
 * Where a split is there both as idx and as CSV files, the idx files are taken.
 *
 * @param split which one to take, where there are several
 * @throws GlyphlabError `dataset-missing`, saying what was looked for and what was found
 */
export async function detectFormat(source: FileSource, split?: string): Promise<DetectedFormat> {
  const sets = fileSets(source.files)
  // A list such as labels_train.csv may lie beside pictures.
  if (!sets.some(isCertain) && (await hasPictures(source))) return { kind: 'pictures' }
  if (sets.length === 0) throw unknownFormat(source)
  const set = chooseSet(source, sets, split)
  const missing = ROLES[set.kind].filter((role) => !set.files.has(role))
  if (missing.length > 0) {
    const place = set.folder === '' ? source.path : `${source.path}, ${set.folder}`
    const names = missing.map((role) => expectedName(set, role)).join(', ')
    throw new GlyphlabError('dataset-missing', `${place} lacks ${names}`)
  }
  const file = (role: DataFileRole): SourceFile => {
    const found = set.files.get(role)
    if (found === undefined) throw unknownFormat(source)
    return found
  }
  const { isEmnist, split: chosen } = set
  const mapping = isEmnist ? mappingFor(source.files, set) : null
  switch (set.kind) {
    case 'idx': {
      const train = { images: file('train-images'), labels: file('train-labels') }
      const test = { images: file('test-images'), labels: file('test-labels') }
      return { kind: 'idx', isEmnist, split: chosen, train, test, mapping }
    }
    case 'csv':
      return {
        ...{ kind: 'csv', isEmnist, split: chosen, mapping },
        ...{ train: file('train'), test: file('test') },
      }
  }
}

function fileSets(files: readonly SourceFile[]): readonly FileSet[] {
  const sets = new Map<string, FileSet>()
  for (const file of files) {
    const parsed = parseDataFileName(lastPart(file.name))
    if (parsed === null) continue
    const { kind, isEmnist, split, role } = parsed
    const folder = folderPart(file.name)
    const key = JSON.stringify([kind, isEmnist, split, folder])
    const set = sets.get(key) ?? { kind, isEmnist, split, folder, files: new Map() }
    sets.set(key, set)
    // Of a plain file and a compressed one the plain one, which comes first, is taken.
    if (!set.files.has(role)) set.files.set(role, file)
  }
  return [...sets.values()]
}

function isCertain({ kind, isEmnist, files }: FileSet): boolean {
  return isEmnist || files.size === ROLES[kind].length
}

function chooseSet(
  { path }: FileSource,
  sets: readonly FileSet[],
  split: string | undefined,
): FileSet {
  const splits = [...new Set(sets.map((set) => set.split))].sort()
  if (split !== undefined && !splits.includes(split))
    throw new GlyphlabError(
      'dataset-missing',
      `${path} holds no split ${split}; it has ${splits.join(', ')}`,
      'Name one of these by --split.',
    )
  if (split === undefined && splits.length > 1)
    throw new GlyphlabError(
      'dataset-missing',
      `${path} holds several splits: ${splits.join(', ')}`,
      'Name the one to take by --split.',
    )
  const candidates = sets.filter((set) => split === undefined || set.split === split)
  const ofKind = (kind: FileSet['kind']) => candidates.filter((set) => set.kind === kind)
  const preferred = ofKind('idx').length > 0 ? ofKind('idx') : ofKind('csv')
  const whole = preferred.filter(({ kind, files }) => files.size === ROLES[kind].length)
  const [first, second] = whole.length > 0 ? whole : preferred
  if (first === undefined) throw new GlyphlabError('dataset-missing', `${path} holds no data set`)
  if (second !== undefined)
    throw new GlyphlabError(
      'dataset-missing',
      `${path} holds ${first.split} more than once: in ${shownFolder(first)} and ${shownFolder(second)}`,
      'Name the folder to take.',
    )
  return first
}

function shownFolder({ folder }: FileSet): string {
  return folder === '' ? 'itself' : folder
}

/** In the same folder, or anywhere: Kaggle has the mappings above the files. */
function mappingFor(files: readonly SourceFile[], { split, folder }: FileSet): SourceFile | null {
  const mappings = files.filter(({ name }) => mappingSplit(lastPart(name)) === split)
  return mappings.find(({ name }) => folderPart(name) === folder) ?? mappings[0] ?? null
}

function expectedName({ kind, isEmnist, split, files }: FileSet, role: DataFileRole): string {
  if (kind === 'csv') {
    const [other] = [...files.values()]
    const joint = other !== undefined && /_(train|test)\.csv$/.test(other.name) ? '_' : '-'
    return isEmnist ? `emnist-${split}-${role}.csv` : `${split}${joint}${role}.csv`
  }
  const content = role.endsWith('images') ? 'images-idx3' : 'labels-idx1'
  const isTrain = role.startsWith('train')
  return isEmnist
    ? `emnist-${split}-${isTrain ? 'train' : 'test'}-${content}-ubyte[.gz]`
    : `${isTrain ? 'train' : 't10k'}-${content}-ubyte[.gz]`
}

const LISTED_NAMES = 4

function unknownFormat({ path, files }: FileSource): GlyphlabError {
  const names = files.slice(0, LISTED_NAMES).map(({ name }) => name)
  const more = files.length > LISTED_NAMES ? ` and ${files.length - LISTED_NAMES} more` : ''
  const found = names.length === 0 ? 'nothing' : `${names.join(', ')}${more}`
  return new GlyphlabError(
    'dataset-missing',
    `${path} holds no data set that Glyphlab knows; found: ${found}`,
    `Looked for EMNIST's idx files (emnist-<split>-train-images-idx3-ubyte[.gz]), MNIST's ` +
      `(train-images-idx3-ubyte[.gz]), CSV files (emnist-<split>-train.csv, ` +
      '<name>_train.csv), and PNG or JPEG pictures in a folder a class.',
  )
}
