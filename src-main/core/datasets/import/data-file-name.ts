/** What a file is for, as its name says. */
export type DataFileRole =
  'train-images' | 'train-labels' | 'test-images' | 'test-labels' | 'train' | 'test'

/** What the name of a data file says. */
export interface DataFileName {
  /** `idx` in pairs of images and labels, `csv` with both in one file. */
  readonly kind: 'idx' | 'csv'
  /** EMNIST stores images transposed and comes with a mapping. */
  readonly isEmnist: boolean
  /** What is between `emnist-` and the part; elsewhere what stands before the part, such as `mnist`. */
  readonly split: string
  readonly role: DataFileRole
}

const EMNIST_IDX = /^emnist-(.+)-(train|test)-(images-idx3|labels-idx1)-ubyte(?:\.gz)?$/
/** LeCun's names; with a dot where some programs unpack them. */
const MNIST_IDX = /^(train|t10k)-(images[-.]idx3|labels[-.]idx1)-ubyte(?:\.gz)?$/
const EMNIST_CSV = /^emnist-(.+)-(train|test)\.csv$/
const OTHER_CSV = /^(.+)[-_](train|test)\.csv$/
const EMNIST_MAPPING = /^emnist-(.+)-mapping\.txt$/

/** Null for a name of no known format. */
export function parseDataFileName(name: string): DataFileName | null {
  const idx = EMNIST_IDX.exec(name)
  if (idx)
    return { kind: 'idx', isEmnist: true, split: idx[1] ?? '', role: idxRole(idx[2], idx[3]) }
  const mnist = MNIST_IDX.exec(name)
  if (mnist)
    return { kind: 'idx', isEmnist: false, split: 'mnist', role: idxRole(mnist[1], mnist[2]) }
  const emnistCsv = EMNIST_CSV.exec(name)
  const csv = emnistCsv ?? OTHER_CSV.exec(name)
  if (!csv) return null
  const role = csv[2] === 'train' ? 'train' : 'test'
  return { kind: 'csv', isEmnist: emnistCsv !== null, split: csv[1] ?? '', role }
}

function idxRole(part: string | undefined, content: string | undefined): DataFileRole {
  const isImages = content?.startsWith('images') === true
  if (part === 'train') return isImages ? 'train-images' : 'train-labels'
  return isImages ? 'test-images' : 'test-labels'
}

/** The split that a mapping file is for; null where a name is of none. */
export function mappingSplit(name: string): string | null {
  return EMNIST_MAPPING.exec(name)?.[1] ?? null
}

/** Whether two files are parts of one data set, as their names say. */
export function belongTogether(name: string, other: string): boolean {
  const wanted = parseDataFileName(name)
  if (wanted === null) return name === other
  if (wanted.isEmnist && mappingSplit(other) === wanted.split) return true
  const found = parseDataFileName(other)
  return (
    found?.kind === wanted.kind &&
    found.isEmnist === wanted.isEmnist &&
    found.split === wanted.split
  )
}
