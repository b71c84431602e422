import { className, shortClassName } from '../../src-preload/contract/class-name'
import type { CalibrationBin, EvaluationFile } from '../../src-preload/contract/evaluation'
import type {
  Comparison,
  Measurement,
  MeasurementText,
} from '../../src-preload/contract/measurement'
import type { RunStatus } from '../../src-preload/contract/run'
import { formatBytes, formatCount, formatLoss, formatMoment, formatPercent } from './format'

const PARTS: Readonly<Record<EvaluationFile['part'], string>> = {
  validation: 'validation',
  test: 'test',
}

const STATUS: Readonly<Record<RunStatus, string>> = {
  running: 'Training',
  interrupted: 'Interrupted',
  failed: 'Failed',
  finished: 'Finished',
  'stopped-early': 'Stopped early',
}

const images = (count: number): string =>
  `${formatCount(count)} ${count === 1 ? 'image' : 'images'}`

/** Points of a percentage, always with their sign. */
function points(share: number): string {
  const text = Math.abs(share * 100).toFixed(2)
  return `${share < 0 && Number(text) !== 0 ? '−' : '+'}${text}`
}

/** `0.041`, or below what has any use `< 0.0001`. */
function probability(p: number): string {
  if (p < 0.0001) return '< 0.0001'
  return p < 0.01 ? p.toFixed(4) : p.toFixed(3)
}

const isP = (p: number): string => (p < 0.0001 ? probability(p) : `= ${probability(p)}`)

function comparisonSentence(
  { difference, interval, p, holmP }: Comparison,
  together: number,
  isOfRuns: boolean,
): string {
  const corrected =
    together > 1 ? `, corrected by Holm for ${together} comparisons p ${isP(holmP)}` : ''
  const what = isOfRuns
    ? 'these two checkpoints, one seed each'
    : 'these two sets of predictions, and no more'
  return (
    `${points(difference)} points (${formatPercent(interval.level, 0)} paired interval ` +
    `${points(interval.lower)} to ${points(interval.upper)}), exact McNemar p ${isP(p)}${corrected}; ${what}.`
  )
}

/** Texts of Results. */
export const RESULTS = {
  title: 'Results',
  percent: (share: number) => formatPercent(share),
  percentFigure: (share: number, digits: number) => (share * 100).toFixed(digits),
  percentSign: '%',
  none: '–',
  images,
  close: 'Close',
  cancel: 'Cancel',
  dismiss: 'Close this note',

  empty: {
    title: 'No finished run',
    text: 'Train a network: its test part is measured when it ends, and shown here. Or drop a CSV with the predictions of any other program.',
    toTrain: 'Set up a run',
    failed: 'What was measured could not be listed.',
    tryAgain: 'Try again',
  },
  loading: 'Reading the measurement',

  picker: {
    label: (title: string) => `${title}: choose another measurement`,
    filter: 'Filter by name, data set or run',
    nothing: 'Nothing of that name.',
    more: (count: number) => `${formatCount(count)} more: type to narrow the list.`,
    elsewhere: 'predictions made elsewhere',
    add: 'Add predictions (CSV)…',
    of: (accuracy: number | null) => (accuracy === null ? '–' : formatPercent(accuracy)),
    seed: (seed: number | null) => (seed === null ? '' : `, seed ${seed}`),
  },
  status: (run: Measurement['run'], bestEpoch: number | null) => {
    if (run === null) return 'Predictions made elsewhere'
    const best = bestEpoch === null ? '' : `, best epoch ${bestEpoch} of ${run.epochsDone}`
    return `${STATUS[run.status]}${best}`
  },
  measuredOn: 'Measured on',
  measuredOnOption: (dataset: string, part: EvaluationFile['part'], count: number) =>
    `${dataset}, ${PARTS[part]}: ${images(count)}`,

  measure: {
    open: 'Measure on…',
    title: 'Measure on a data set',
    description:
      'The weights of the best epoch are measured on every image of the part. The data set must have the classes that the network was trained on.',
    dataset: 'Data set',
    noDatasets: 'No data set is there',
    part: 'Part',
    partNames: { test: 'Test', validation: 'Validation' },
    partHelp: 'The validation part is one of the data set that the run was trained on.',
    start: 'Measure',
    busy: 'Another run is being measured: wait until it has ended, or stop it.',
    reading: (dataset: string) => `Measuring on ${dataset}: reading the images.`,
    measuring: (dataset: string, done: number, total: number) =>
      `Measuring on ${dataset}: ${formatCount(done)} of ${formatCount(total)}.`,
    progress: 'Images measured',
    stop: 'Stop',
    failed: 'The measurement failed.',
  },

  export: {
    button: 'Export',
    refused: 'It could not be exported.',
    items: {
      csv: 'Report by class, CSV',
      'confusion-csv': 'Confusion matrix, CSV',
      json: 'Everything, JSON',
      'calibration-png': 'Calibration, PNG',
      'calibration-svg': 'Calibration, SVG',
    },
    again: (keys: string) => `${keys} exports the last one again`,
    failedPicture: 'The picture could not be made.',
  },
  remove: {
    button: 'Remove these predictions',
    title: 'Remove these predictions?',
    description: 'Their measurement is removed with them. The CSV they came from is not touched.',
    remove: 'Remove',
  },

  strip: {
    label: 'Headline figures',
    accuracy: 'Accuracy',
    interval: (level: number, lower: number, upper: number) =>
      `${formatPercent(level, 0)} interval ${(lower * 100).toFixed(2)} to ${formatPercent(upper)}, Wilson`,
    noImages: 'No images were measured, so no accuracy is claimed.',
    loss: 'Loss',
    lossValue: formatLoss,
    crossEntropy: 'cross-entropy',
    top3: 'Top 3',
    calibration: 'Calibration',
    calibrationError: 'expected error',
    precision: 'Precision',
    recall: 'Recall',
    f1: 'F1',
    macro: 'Macro',
    weighted: 'Weighted',
    equal: (support: number) => `Equal: every class has ${images(support)}.`,
    unequal: 'Weighted: each class by its images.',
    best: 'Best class',
    hardest: 'Hardest class',
    f1Of: (f1: number) => `F1 ${formatPercent(f1, 1)}`,
    missed: (count: number) => `${formatCount(count)} missed`,
    exampleOf: (characters: readonly string[]) => `An image of ${className(characters)}`,
  },
  provenance: {
    label: 'Where the figures come from',
    on: (dataset: string, part: EvaluationFile['part'], count: number) =>
      `${dataset}, ${PARTS[part]} part, ${images(count)}`,
    corrected: (excluded: number, relabelled: number) =>
      `with your corrections: ${formatCount(excluded)} left out, ${formatCount(relabelled)} relabelled`,
    trained: (count: number) => `trained on ${images(count)}`,
    seed: (seed: number) => `seed ${seed}`,
    bestEpoch: (epoch: number, of: number | null) =>
      of === null ? `best epoch ${epoch}` : `best epoch ${epoch} of ${of}`,
    measured: (time: string) => `measured ${formatMoment(time)}`,
    unadjusted: (accuracy: number) =>
      `${formatPercent(accuracy)} without correction for class shares`,
    testMeasured: (runs: number, times: number) =>
      runs === 1
        ? `this test part has been measured by 1 run${times > 1 ? `, ${formatCount(times)} times` : ''}`
        : `this test part has been measured by ${formatCount(runs)} runs, ${formatCount(times)} times`,
  },

  tabs: {
    label: 'What is shown',
    names: {
      classes: 'Classes',
      confusion: 'Confusion',
      gallery: 'Mistakes',
      recall: 'Recall by epoch',
      baseline: 'Against a baseline',
    },
  },

  classes: {
    title: 'Classes',
    filter: 'Filter, e.g. 1 L I',
    filterLabel: 'Filter classes by character',
    columns: {
      class: 'Class',
      precision: 'Precision',
      recall: 'Recall',
      f1: 'F1',
      support: 'Images',
    },
    marks: { best: 'best', hardest: 'hardest' },
    nothing: 'No class is called that.',
    shown: (shown: number, of: number) => `${formatCount(shown)} of ${formatCount(of)} classes`,
    figure: (share: number) => (share * 100).toFixed(1),
    count: formatCount,
    texts: 'Copy or save the table',
    textItems: {
      markdown: 'Copy as Markdown',
      latex: 'Copy as LaTeX',
      csv: 'Save as CSV',
      json: 'Save everything as JSON',
    } satisfies Partial<Readonly<Record<MeasurementText, string>>>,
    copied: 'Copied',
    copyByHand: 'The page may not write to the clipboard: select the text and copy it.',
    caption: 'Precision, recall and F1 in percent, by class',
  },

  calibration: {
    title: 'Calibration',
    error: (ece: number) => `expected error ${formatPercent(ece, 1)}`,
    none: 'Without images there is no calibration.',
    table: 'Calibration as a table (T)',
    figure: {
      shareRight: 'share read correctly',
      confidence: 'the model’s confidence',
      right: 'right',
      wrong: 'wrong',
      scale: 'images, root scale',
      count: formatCount,
      percent: (share: number) => formatPercent(share, 0),
    },
    summary: (ece: number, bins: readonly CalibrationBin[]) => {
      const [first, last] = [bins[0], bins.at(-1)]
      if (first === undefined || last === undefined) return 'No images.'
      const tell = ({ confidence, accuracy }: CalibrationBin): string =>
        `${formatPercent(confidence, 0)} sure, right in ${formatPercent(accuracy, 0)}`
      return `Reliability diagram. Expected calibration error ${formatPercent(ece, 1)}. Least sure: ${tell(first)}. Surest: ${tell(last)}.`
    },
    columns: ['Confidence', 'Mean', 'Read correctly', 'Images'],
    tableTitle: 'Calibration',
    tableCaption: 'Bins of the expected calibration error: as even in numbers as they can be.',
    range: (lower: number, upper: number) =>
      `${(lower * 100).toFixed(1)} to ${formatPercent(upper, 1)}`,
    pictureTitle: (title: string) => `Calibration of ${title}`,
  },

  recall: {
    title: 'Recall by epoch',
    text: 'Share of each class’s validation images that were recognised, after each epoch.',
    choose: 'Classes to show',
    most: (count: number) => `${count} at a time`,
    hardest: 'Show the hardest',
    table: 'Recall as a table (T)',
    tableTitle: 'Recall by epoch',
    epoch: 'Epoch',
    best: 'best epoch',
    percent: (share: number) => formatPercent(share, 0),
    figure: (share: number | null) => (share === null ? '–' : (share * 100).toFixed(1)),
    name: shortClassName,
    save: 'Save the picture',
    saves: { png: 'Picture, PNG', svg: 'Picture, SVG' },
    pictureTitle: (title: string) => `Recall by epoch of ${title}`,
    summary: (epochs: number, lines: readonly { name: string; last: number | null }[]) =>
      `Recall over ${epochs === 1 ? '1 epoch' : `${epochs} epochs`}. ${lines
        .map(({ name, last }) => `${name}: ${last === null ? 'none' : formatPercent(last, 1)}`)
        .join(', ')}.`,
    loading: 'Reading the epochs of this run',
    empty: 'No epoch of this run has ended.',
    failed: 'The epochs of this run could not be read.',
  },

  baseline: {
    title: 'Against a baseline',
    text: 'Two networks, held against each other image by image, on the same images.',
    choose: 'Baseline',
    chooseNone: 'Choose a baseline',
    option: (title: string, mark: string, seed: number | null, accuracy: number | null) =>
      [
        `${title} (${mark})`,
        seed === null ? '' : `seed ${seed}`,
        accuracy === null ? '' : formatPercent(accuracy),
      ]
        .filter((part) => part !== '')
        .join(', '),
    isBaseline: 'This measurement is the baseline. Choose others to hold against it.',
    noOthers:
      'Nothing else was measured on the same images. Measure another run on this part, and it can be chosen here.',
    noPredictions:
      'What was answered to each image was not kept for this measurement, so nothing can be held against it. Measure it again.',
    beside: 'Hold against it, too',
    besideHelp: 'With several, p is corrected by Holm for all of them.',
    sentence: comparisonSentence,
    against: (title: string, mark: string) => `Against ${title} (${mark}):`,
    columns: {
      measurement: 'Measurement',
      accuracy: 'Accuracy',
      difference: 'Difference, points',
      interval: '95 % paired interval',
      p: 'p',
      holm: 'p, Holm',
      only: 'One alone right',
    },
    points,
    probability,
    interval: ({ lower, upper }: Comparison['interval']) => `${points(lower)} to ${points(upper)}`,
    only: ({ otherOnly, baselineOnly }: Comparison) =>
      `${formatCount(otherOnly)} : ${formatCount(baselineOnly)}`,
    onlyHelp: 'Images that this one alone has right : that the baseline alone has right.',
    method: (isOfRuns: boolean) =>
      'Interval of Bonett and Price for paired shares, McNemar’s exact test.' +
      (isOfRuns
        ? ' They speak of these checkpoints: how much another seed would change is another question, which repeats answer.'
        : ''),
    caption: 'Held against the baseline',
    failed: 'They could not be held against each other.',
  },

  unmeasured: {
    title: 'This run has not been measured',
    failedTitle: 'It failed before its first epoch',
    failedText: 'It has no weights, so there is nothing to measure.',
    noWeights: 'No epoch of it has ended, so it has no weights to measure.',
    training:
      'It is still training. It is measured when it ends; its best weights so far can be measured now.',
    text: 'Its best weights are kept: they can be measured now.',
    missing: 'This run is not there.',
    toRuns: 'Go to Runs',
  },
  gone: 'This measurement cannot be opened.',
  toLatest: 'Show the latest',
  missingPredictions: 'There are no images and no comparison:',

  predictions: {
    drop: 'Drop a CSV of predictions',
    title: 'Add predictions',
    description: (name: string, bytes: number) =>
      `${name}, ${formatBytes(bytes)}. It is measured against the labels of a data set’s test part, and kept.`,
    dataset: 'They are of the test part of',
    add: 'Add',
    reading: 'Reading the predictions',
    known: (name: string) =>
      `${name} is there already, with the same answers to the same images. Nothing was added.`,
    show: 'Show them',
    close: 'Close',
    onlyFiles: 'Drop one CSV file: a folder holds no predictions.',
    choose: 'Choose a CSV of predictions…',
  },
  seeResults: 'See results',
} as const
