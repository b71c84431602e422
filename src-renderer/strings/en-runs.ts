import type { RunStatus } from '../../src-preload/contract/run'
import type { RunFilter, RunSort } from '../stores/runs-view'
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatLoss,
  formatMoment,
  formatPercent,
} from './format'

function runsText(count: number): string {
  return count === 1 ? '1 run' : `${formatCount(count)} runs`
}

/** Texts of Runs. */
export const RUNS = {
  title: 'Runs',
  count: runsText,
  countShown: (shown: number, all: number) => `${formatCount(shown)} of ${runsText(all)}`,
  search: 'Search in names, notes, tags and settings',
  searchShort: 'Name, note, setting',
  filter: 'Which runs are shown',
  filters: {
    all: 'All',
    starred: 'Starred',
    finished: 'Finished',
    running: 'Running',
    'broken-off': 'Stopped or failed',
  } satisfies Readonly<Record<RunFilter, string>>,
  tag: 'Tag',
  anyTag: 'Any tag',
  selected: (count: number) => `${formatCount(count)} selected`,
  untickAll: 'Select none',
  panes: 'What is shown',
  paneList: 'List',
  paneComparison: 'Details',

  list: 'Runs',
  listHelp:
    'Arrows move, Space selects, F stars, E edits the note, F2 the name, R resumes, N takes the settings, Enter opens the results, Delete moves to the trash, right and left open and close repeats.',
  columns: {
    star: 'Star',
    tick: 'Selected',
    name: 'Run and note',
    curve: 'Curve',
    validation: 'Validation',
    when: 'When, how long',
  },
  sorts: {
    name: 'Sort by name',
    validation: 'Sort by accuracy on validation',
    when: 'Sort by time',
  } satisfies Readonly<Record<RunSort, string>>,
  cohort: (dataset: string, images: number) =>
    `${dataset}, ${formatCount(images)} validation ${images === 1 ? 'image' : 'images'}`,
  officialValidation: 'the official ones',
  splitSeed: (seed: number) => `split seed ${seed}`,
  limited: (images: number) => `of ${formatCount(images)}`,
  corrected: (changes: number) => `${formatCount(changes)} corrected`,
  weighted: 'weighted',
  fingerprint: (fingerprint: string) => `data ${fingerprint.slice(0, 8)}`,
  repeated: (name: string, count: number) => `${name} ×${count}`,
  repeats: (count: number) => `${formatCount(count)} seeds`,
  repeatsBegun: (count: number, size: number) => `${count} of ${size} seeds`,
  seed: (seed: number) => `seed ${seed}`,
  star: (name: string) => `Star ${name}`,
  unstar: (name: string) => `Take the star off ${name}`,
  tick: (name: string) => `Select ${name}`,
  open: (name: string) => `Show the runs of ${name}`,
  close: (name: string) => `Hide the runs of ${name}`,
  statuses: {
    running: 'Training',
    interrupted: 'Interrupted',
    failed: 'Failed',
    finished: 'Finished',
    'stopped-early': 'Stopped early',
  } satisfies Readonly<Record<RunStatus, string>>,
  figure: (share: number) => (share * 100).toFixed(2),
  figureLabel: (share: number) => `${formatPercent(share)} on validation`,
  ofEpoch: (epoch: number) => `epoch ${formatCount(epoch)}`,
  deviation: (deviation: number, count: number) =>
    `±${(deviation * 100).toFixed(2)}, n ${formatCount(count)}`,
  single: 'n 1',
  epochOf: (epoch: number, epochs: number) =>
    `epoch ${formatCount(epoch)} of ${formatCount(epochs)}`,
  noFigure: '–',
  noFigureYet: 'no epoch yet',
  moment: formatMoment,
  duration: formatDuration,

  emptyTitle: 'No runs yet',
  emptyText: 'Every run is kept here with its curves, its settings and your notes.',
  setUp: 'Set up a run',
  noneTitle: 'No run is like that',
  noneText: 'Nothing that was searched or filtered for is there.',
  showAll: 'Show all runs',
  loading: 'Reading the runs',
  failed: 'The runs could not be read.',
  unreadable: (count: number) =>
    count === 1
      ? 'One folder could not be read.'
      : `${formatCount(count)} folders could not be read.`,
  unreadableKept: 'Nothing there was changed.',
  whichOnes: 'Which',

  compared: 'Compared on validation',
  curveOf: 'Curve on validation',
  measure: 'Figure of the curves',
  measures: { accuracy: 'Accuracy', loss: 'Loss' },
  unit: 'Axis of the curves',
  units: { epoch: 'Epoch', step: 'Step' },
  figureWords: {
    units: { epoch: 'Epoch', step: 'Step' },
    percent: formatPercent,
    number: (value: number, decimals: number) =>
      decimals === 0 ? formatCount(value) : value.toFixed(decimals),
  },
  value: (measure: 'accuracy' | 'loss', value: number) =>
    measure === 'accuracy' ? formatPercent(value) : formatLoss(value),
  valueSpread: (measure: 'accuracy' | 'loss', deviation: number) =>
    measure === 'accuracy' ? `±${(deviation * 100).toFixed(2)}` : `±${deviation.toFixed(3)}`,
  plotHelp: 'Left and right read the curves from epoch to epoch, T opens a table.',
  plotEmpty: 'No epoch has ended yet.',
  plotSummary: (measure: 'accuracy' | 'loss', curves: readonly string[]) =>
    `${measure === 'accuracy' ? 'Accuracy' : 'Loss'} on validation, epoch by epoch. ${curves.join(' ')}`,
  curveSummary: (name: string, epochs: number, last: string, best: number | null) =>
    `${name}: ${last} after epoch ${epochs}${best === null ? '' : `, best epoch ${best}`}.`,
  readEpoch: (epoch: number) => `Epoch ${formatCount(epoch)}`,
  table: 'Table of epochs (T)',
  tableTitle: (measure: 'accuracy' | 'loss') =>
    measure === 'accuracy' ? 'Accuracy on validation' : 'Loss on validation',
  tableText: 'Of each epoch, as it steers; of repeats the mean.',
  epochColumn: 'Epoch',
  save: 'Save the curves',
  saves: { png: 'Picture, PNG', svg: 'Picture, SVG', csv: 'Figures, CSV' },
  saveFailed: 'The picture could not be made. Try again with a smaller window.',
  pictureTitle: (names: readonly string[]) => `Validation of ${names.join(', ')}`,
  fileName: 'glyphlab-comparison',
  notCompared: (count: number, most: number) =>
    `${runsText(count)} more ${count === 1 ? 'is' : 'are'} selected: ${most} at most are compared.`,
  otherCohort:
    'Not all of these were validated on the same images: figures of others are in brackets, and are not held against the baseline.',
  tickHint: 'Select several runs to see their curves together, and what differs.',
  groupBand: 'The band is one standard deviation either way.',

  differs: 'What differs',
  baseline: 'baseline',
  onlyDifferences: 'Only differences',
  copyTable: 'Copy table',
  copies: { markdown: 'As Markdown', tabs: 'For a spreadsheet' },
  copied: 'Copied.',
  copyFailed: 'This window may not write to the clipboard: select the table and copy it.',
  nothingDiffers: 'Nothing differs.',
  settingRows: 'Settings',
  figureRows: 'Validation',
  settings: {
    dataset: 'Data set',
    corrections: 'Corrections',
    trainingImages: 'Training images',
    validation: 'Validation share',
    network: 'Network',
    parameters: 'Parameters',
    dropout: 'Dropout',
    precision: 'Precision',
    optimizer: 'Optimiser',
    learningRate: 'Rate',
    schedule: 'Schedule',
    batchSize: 'Batch size',
    epochs: 'Epochs',
    earlyStopping: 'Early stopping',
    augmentation: 'Augmentation',
    labelSmoothing: 'Label smoothing',
    classWeights: 'Class weights',
    logitAdjustment: 'Logit adjustment',
    weightAveraging: 'Average weights',
    seed: 'Seed',
    splitSeed: 'Split seed',
  },
  figures: {
    accuracy: 'Accuracy',
    loss: 'Loss',
    bestEpoch: 'Best epoch',
    epochsDone: 'Epochs done',
    took: 'Took',
  },
  none: 'none',
  warmUp: (rate: number, epochs: number) => `${rate}, warm-up ${epochs}`,
  signed: (value: number, decimals: number) => {
    const text = Math.abs(value).toFixed(decimals)
    return Number(text) === 0 ? `±${text}` : `${value < 0 ? '−' : '+'}${text}`
  },
  meanCount: (value: number) => (Number.isInteger(value) ? formatCount(value) : value.toFixed(1)),
  ofOtherImages: (text: string) => `(${text})`,

  about: (name: string) => `About ${name}`,
  noneChosen: 'Choose a run to read about it here.',
  network: 'Network',
  dataset: 'Data set',
  datasetValue: (dataset: string, images: number) =>
    `${dataset}, ${formatCount(images)} training images`,
  validation: 'Validation',
  validationValue: (accuracy: number, loss: number, epoch: number, images: number) =>
    `${formatPercent(accuracy)}, loss ${formatLoss(loss)} in epoch ${epoch}, of ${formatCount(images)} images`,
  groupValue: (mean: number, deviation: number | null, count: number) =>
    deviation === null
      ? `${formatPercent(mean)}, of one run`
      : `${formatPercent(mean)} on average, standard deviation ${(deviation * 100).toFixed(2)} points, n ${count}`,
  test: 'Test',
  testValue: (accuracy: number, lower: number, upper: number, images: number) =>
    `${formatPercent(accuracy)}, 95 % interval ${formatPercent(lower)} to ${formatPercent(upper)}, of ${formatCount(images)} images`,
  testNone: 'not measured',
  started: 'Started',
  startedValue: (time: string, seconds: number | null) =>
    seconds === null
      ? formatMoment(time)
      : `${formatMoment(time)}, took ${formatDuration(seconds)}`,
  epochs: 'Epochs',
  epochsValue: (done: number, asked: number) => `${formatCount(done)} of ${formatCount(asked)}`,
  parent: 'Goes on from',
  folder: 'Folder',
  note: 'Note',
  noNote: 'No note yet.',
  tags: 'Tags',
  moreTags: (count: number) => `and ${formatCount(count)} more`,
  fewerTags: 'Show fewer',
  showTag: (tag: string) => `Show runs with ${tag}`,

  seeResults: 'See results',
  resume: 'Resume',
  useSettings: 'Use these settings',
  openFolder: 'Open folder',
  edit: 'Edit…',
  delete: 'Delete…',

  editTitle: 'Name, note and tags',
  nameField: 'Name',
  nameHelp: 'Left empty: after its network.',
  noteField: 'Note',
  tagsField: 'Tags',
  tagsHelp: 'With commas between them.',
  save_: 'Save',
  cancel: 'Cancel',
  notSaved: 'Not saved.',

  deleteTitle: (count: number) => (count === 1 ? 'Delete this run?' : `Delete ${count} runs?`),
  deleteText: (names: readonly string[], more: number, count: number) =>
    `${names.join(', ')}${more > 0 ? ` and ${formatCount(more)} more` : ''}. ${count === 1 ? 'It goes' : 'They go'} to the trash of the data folder, and can be brought back from there.`,
  deleteConfirm: 'Delete',
  deleting: 'Deleting',
  deleted: (count: number) => `${runsText(count)} in the trash.`,
  restoring: 'Bringing back',
  undo: 'Undo',
  trash: {
    open: 'Trash',
    title: 'Trash',
    text: 'Runs that were deleted. They stay here until the trash is emptied.',
    list: 'Deleted runs',
    empty: 'Nothing is in the trash.',
    unreadable: 'Cannot be read',
    deletedAt: (time: string) => `Deleted ${formatMoment(time)}`,
    restore: 'Bring back',
    restoreLabel: (name: string, run: string) => `Bring back ${name}, ${run}`,
    others: (count: number) => `${runsText(count)} more, deleted earlier.`,
    settings: 'Empty it in Settings',
    close: 'Close',
  },
  portable: {
    export: 'Export…',
    import: 'Import…',
    import_: 'Import',
    drop: 'Drop the file of a run to take it in',
    askTitle: 'Import this run?',
    askText: (name: string, bytes: number) =>
      `${name}, ${formatBytes(bytes)}. It is checked, and comes with its curves, checkpoints, measurements and notes. Nothing here is replaced.`,
    exporting: 'Writing the run to a file',
    importing: (name: string) => `Taking in ${name}`,
    exported: (name: string, bytes: number, leftOut: number) =>
      `${name} has all of the run, ${formatBytes(bytes)}.${leftOut === 0 ? '' : ` ${formatCount(leftOut)} other ${leftOut === 1 ? 'file' : 'files'} of its folder ${leftOut === 1 ? 'is' : 'are'} not in it.`}`,
    imported: (run: string, calledBefore: string | null) =>
      calledBefore === null
        ? `Imported ${run}.`
        : `Imported as ${run}: another ${calledBefore} is here already.`,
    alreadyThere: (run: string) => `${run} is here already, and stays as it is.`,
  },
  refused: (name: string) => `${name}:`,
  dismiss: 'Close this note',
} as const
