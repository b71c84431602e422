import type { DatasetPart, DuplicatesReport } from '../../src-preload/contract/dataset'
import type { GetProgress } from '../../src-preload/contract/data-progress'
import type { DatasetVerification } from '../../src-preload/contract/dataset-verification'
import type { Importing, ShelfEntry, WantedCorrection } from '../../src-preload/contract/shelf'
import type { ErrorCode, ErrorData } from '../../src-preload/contract/errors'
import { hintOf } from './en-errors'
import { formatBytes, formatCount, formatDuration, formatPercent } from './format'

const PARTS = { train: 'Training', test: 'Test' } as const satisfies Readonly<
  Record<DatasetPart, string>
>

const images = (count: number): string =>
  `${formatCount(count)} ${count === 1 ? 'image' : 'images'}`
const corrections = (count: number): string =>
  `${formatCount(count)} ${count === 1 ? 'correction' : 'corrections'} of yours`

const FETCH_FAILURES: Partial<Readonly<Record<ErrorCode, string>>> = {
  'no-connection': 'No connection could be made',
  'checksum-differs': 'A checksum differs, not kept',
  'archive-invalid': 'The archive is damaged, not kept',
  'download-failed': 'The source did not send it',
  'disk-full': 'The disk is full',
  'output-failed': 'It could not be stored',
}
const CHECK_CONNECTION =
  'Check the connection and retry. Or fetch the files elsewhere, carry them here, and add them.'
const FETCH_HINTS: Partial<Readonly<Record<ErrorCode, string>>> = {
  'no-connection': CHECK_CONNECTION,
  'download-failed': CHECK_CONNECTION,
  'checksum-differs':
    'Nothing of that file was kept. Retry later. Or fetch the files elsewhere, carry them here, and add them.',
}

/** Texts of Data. */
export const DATA = {
  title: 'Data',
  onDisk: (bytes: number) => `${formatBytes(bytes)} on disk`,
  add: 'Add',
  addFile: 'A file: CSV, zip or IDX…',
  addFolder: 'A folder of files or pictures…',
  shelf: 'Data sets',
  sections: {
    'built-in': 'Built in',
    published: 'EMNIST',
    own: 'Your own',
  } satisfies Readonly<Record<ShelfEntry['section'], string>>,
  publisher: 'National Institute of Standards and Technology',
  loadingShelf: 'Looking for data sets',
  /** Below the name of its section it need not be said again. */
  cardTitle: ({ section, title }: ShelfEntry) =>
    section === 'published' ? title.replace(/^EMNIST /, '') : title,
  counts: (entry: ShelfEntry) =>
    [
      entry.classes === null ? null : `${formatCount(entry.classes)} classes`,
      entry.trainCount === null || entry.testCount === null
        ? null
        : images(entry.trainCount + entry.testCount),
      entry.bytes === null ? null : formatBytes(entry.bytes),
    ]
      .filter((part) => part !== null)
      .join(', ') || 'Not read yet',
  state: {
    verified: (files: number) => `Verified, all ${formatCount(files)} files`,
    builtIn: 'Ready, nothing to download',
    there: (files: number) => (files === 1 ? 'Here, 1 file' : `Here, ${formatCount(files)} files`),
    corrected: corrections,
    absent: 'Not on this machine',
    absentFrom: (from: string) => `From ${from}`,
  },
  /** In a few words; the whole stands beside it. */
  fetchFailed: (code: ErrorCode): string => FETCH_FAILURES[code] ?? 'Fetching has failed',
  fetch: (bytes: number) => formatBytes(bytes),
  fetchLabel: (title: string, bytes: number, from: string) =>
    `Fetch ${title}: ${formatBytes(bytes)} from ${from}`,
  pause: 'Pause',
  pauseLabel: (title: string) => `Pause the download of ${title} (P)`,
  resume: 'Resume',
  retry: 'Retry',
  cancel: 'Cancel',
  cancelLabel: (title: string) => `Cancel the download of ${title}; what was brought is removed`,
  progress: (progress: GetProgress | null): string => {
    switch (progress?.phase) {
      case undefined:
        return 'Beginning'
      case 'connecting':
        return `Connecting to ${hostOf(progress.source)}`
      case 'downloading':
        return [
          progress.bytesTotal === null
            ? formatBytes(progress.bytesDone)
            : `${formatBytes(progress.bytesDone)} of ${formatBytes(progress.bytesTotal)}`,
          progress.bytesPerSecond === null ? null : `${formatBytes(progress.bytesPerSecond)}/s`,
          progress.secondsLeft === null
            ? null
            : `${formatDuration(Math.ceil(progress.secondsLeft))} left`,
        ]
          .filter((part) => part !== null)
          .join(', ')
      case 'waiting':
        return progress.seconds === null
          ? `Waiting: ${progress.reason}`
          : `Waiting ${formatDuration(progress.seconds)}: ${progress.reason}`
      case 'verifying':
        return `Comparing ${progress.file} with its published checksum`
      case 'storing':
        return 'Storing it'
    }
  },
  pausedAt: (done: number, total: number) =>
    `Paused at ${formatBytes(done)} of ${formatBytes(total)}`,
  keptSoFar: (done: number, total: number) =>
    `${formatBytes(done)} of ${formatBytes(total)} is here and will be gone on with.`,
  absentText: (bytes: number, from: string) =>
    `It can be fetched: ${formatBytes(bytes)} from ${from} or, where that does not answer, from a mirror. Every file is compared with its published checksum. Nothing is fetched until you say so.`,
  fetchNow: (bytes: number) => `Fetch ${formatBytes(bytes)}`,
  connections: 'Every connection is listed in Settings',
  strokesText:
    'Drawn by this program, stroke by stroke, when it is first trained on: nothing to download, and free to share.',
  goneText: 'It is not on this machine any more.',
  none: 'Choose a data set.',
  missing: (name: string) => `There is no data set “${name}” on this machine. Choose another.`,
  fetchHint: (error: ErrorData): string => FETCH_HINTS[error.code] ?? hintOf(error),
  importTitle: 'Import',
  importFormats: 'EMNIST or Kaggle files, a zip, or folders of pictures',
  dropHere: 'Drop it here, or choose it',
  dropWords: 'Drop it to take it in as a data set',
  choose: 'Choose…',
  chooseFile: 'Choose a file',
  chooseFolder: 'Choose a folder',
  importing: (
    from: string,
    progress: Extract<Importing, { phase: 'importing' }>['progress'],
  ): string => {
    if (progress === null) return `Reading ${from}`
    const { done, total, unit } = progress
    return unit === 'bytes'
      ? `${formatBytes(done)} of ${formatBytes(total)}`
      : `${formatCount(done)} of ${formatCount(total)} ${unit}`
  },
  stop: 'Stop',
  imported: (source: string) => `“${source}” is here`,
  show: 'Show it',
  dismiss: 'Close this note',
  importFailed: (from: string) => `“${from}” was not taken in`,
  changeImport: 'Change and try again',
  importDialog: {
    title: 'Take in a data set',
    from: (name: string, kind: 'file' | 'folder', files: number, bytes: number) =>
      kind === 'file'
        ? `The file ${name}, ${formatBytes(bytes)}.`
        : `The folder ${name} with ${formatCount(files)} ${files === 1 ? 'file' : 'files'}, ${formatBytes(bytes)}.`,
    name: 'Name',
    nameDetail: 'after the files where empty',
    split: 'Split',
    splitDetail: 'where the files hold several',
    splitPlaceholder: 'such as balanced',
    pictures: 'Where it is folders of pictures',
    testShare: 'Share for testing',
    testShareDetail: 'where no test folder parts them',
    testShareDefault: 'default',
    percent: '%',
    seed: 'Seed',
    seedDetail: 'decides which ones',
    skipBroken: 'Leave out pictures that cannot be read',
    skipBrokenDetail: 'otherwise the first one ends it',
    replace: 'Replace a data set of that name',
    badName: 'Letters of any script, digits, dots, _ and -.',
    badShare: 'More than 0 and less than 100.',
    badSeed: 'A whole number from 0 on.',
    start: 'Take it in',
    cancel: 'Do not take it in',
  },
  classBrowser: 'Class browser',
  verifiedPill: 'Checksums verified',
  verify: 'Check files',
  verifying: 'Checking files',
  verified: ({ files, isOfficial, problem }: DatasetVerification) => {
    if (problem !== null) return problem
    const count = `${formatCount(files.length)} ${files.length === 1 ? 'file' : 'files'}`
    return isOfficial
      ? `${count}, each with its published checksum`
      : `${count}, each as it was stored`
  },
  showFiles: 'Show files',
  trainOnIt: 'Train on it',
  remove: 'Remove…',
  more: 'More',
  removeDialog: {
    title: (title: string) => `Remove ${title}?`,
    text: (bytes: number | null) =>
      bytes === null
        ? 'Its files are deleted from this machine. Runs that were trained on it keep their figures; their images can no longer be shown.'
        : `${formatBytes(bytes)} are deleted from this machine. Runs that were trained on it keep their figures; their images can no longer be shown.`,
    allSplits: (titles: readonly string[]) => `It holds ${titles.join(', ')}: all of them go.`,
    remove: 'Remove it',
    cancel: 'Keep it',
  },
  reading: 'Reading the data set',
  facts: {
    classes: 'Classes',
    trainCount: 'Training images',
    testCount: 'Test images',
    size: 'Size',
    sizeOf: (height: number, width: number) => `${height} × ${width}, 8 bit`,
    corrections: 'Corrections of yours',
    correctionsOf: (excluded: number, relabelled: number) =>
      [
        excluded === 0 ? null : `${formatCount(excluded)} excluded`,
        relabelled === 0 ? null : `${formatCount(relabelled)} relabelled`,
      ]
        .filter((part) => part !== null)
        .join(', ') || 'none',
    origin: 'Source',
    fingerprint: 'Fingerprint',
    licence: 'Licence',
    citation: 'Citation',
    about: 'Source, licence and citation',
    copy: 'Copy',
    copied: 'Copied',
    notCopied: 'This page may not copy: select the text',
  },
  balance: 'Balance',
  balanceWords: {
    empty: 'no images',
    even: (count: number) => `${images(count)} of each class`,
    some: (least: number, most: number, ratio: number) =>
      `from ${formatCount(least)} to ${images(most)} a class, ${ratio < 10 ? ratio.toFixed(1) : formatCount(ratio)} : 1${ratio < 1.5 ? '' : ', so macro and weighted figures will differ'}`,
    missing: (most: number) => `up to ${images(most)} a class, and some class has none`,
  },
  balanceChart: (part: DatasetPart, words: string) =>
    `${PARTS[part]} images of each class: ${words}. The figures stand in the grid below.`,
  evenShare: (count: number) => `even share, ${formatCount(count)}`,
  weight: 'Weight the loss to even this out',
  weightLocked: 'A run is at work: its settings are fixed',
  order: 'Order of the bars',
  orders: { class: 'By class', count: 'By count' },
  specimens: 'Specimens',
  specimensHint: 'Enter shows every image of a class',
  specimensGrid: (part: DatasetPart) =>
    `Classes, with ${part === 'train' ? 'training' : 'test'} images`,
  imagesWord: ' images',
  part: 'Part',
  parts: PARTS,
  drawOthers: 'Draw others',
  corrected: (count: number) =>
    `${formatCount(count)} corrected ${count === 1 ? 'image' : 'images'}`,
  leakage: {
    look: 'Look for equal images',
    looking: 'Looking for equal images',
    title: 'Equal images',
    clean: 'No image of the test part is in the training part.',
    leaked: ({ testImages, testShare }: DuplicatesReport['leakage']) =>
      `${images(testImages)} of the test part${testShare === null ? '' : ` (${formatPercent(testShare)})`} ${testImages === 1 ? 'is' : 'are'} in the training part, too: what is measured with them was seen in training.`,
    conflicts: (groups: number, ofImages: number) =>
      `${images(ofImages)} in ${formatCount(groups)} ${groups === 1 ? 'group' : 'groups'} are equal, but labelled differently.`,
    repeated: (train: number, test: number) =>
      `Repeated within a part: ${formatCount(train)} in training, ${formatCount(test)} in test.`,
    blank: (count: number) => `${images(count)} without any ink, or all ink.`,
    show: 'Show them',
    hide: 'Hide them',
    groups: (shown: number, all: number) =>
      shown === all
        ? `${formatCount(all)} ${all === 1 ? 'group' : 'groups'} of equal images`
        : `${formatCount(shown)} of ${formatCount(all)} groups of equal images`,
    place: (part: DatasetPart, index: number, characters: string) =>
      `${part === 'train' ? 'training' : 'test'} ${formatCount(index)} (${characters})`,
    others: (count: number) => `and ${formatCount(count)} more`,
  },
  classImages: {
    back: 'All classes',
    all: 'All images',
    count: images,
    correctedOnly: 'Corrected only',
    grid: 'Images',
    none: 'No images here.',
    noneCorrected: 'Nothing is corrected here.',
    image: (index: number, characters: string) => `Image ${index}, ${characters}`,
    excluded: 'excluded',
    relabelled: (characters: string) => `relabelled to ${characters}`,
    reason: (text: string) => (text === '' ? '' : `: ${text}`),
    selected: (count: number) => (count === 0 ? 'Nothing selected' : `${images(count)} selected`),
    tooMany: (most: number) => `At most ${formatCount(most)} at a time.`,
    selectHint: 'Space or a click selects, Shift extends',
    reasonLabel: 'Reason',
    reasonPlaceholder: 'Reason, for whoever asks later',
    exclude: 'Exclude',
    relabelTo: 'Relabel to',
    restore: 'Restore',
    loading: 'Reading images',
  },
  undone: {
    exclude: (count: number) => `${images(count)} excluded from training and measuring.`,
    relabel: (count: number) => `${images(count)} relabelled.`,
    restore: (count: number) =>
      `${images(count)} as the data set has ${count === 1 ? 'it' : 'them'} again.`,
  } satisfies Readonly<Record<WantedCorrection['kind'], (count: number) => string>>,
  undo: 'Undo',
} as const

function hostOf(address: string): string {
  try {
    return new URL(address).host
  } catch {
    return address
  }
}
