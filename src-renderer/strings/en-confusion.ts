import type { CellReading, ConfusionMode } from '../charts/heatmap/confusion-matrix'
import type { ImagePlace } from '../../src-preload/contract/dataset'
import type { ImageQuery, PredictedImage } from '../../src-preload/contract/measurement'
import { formatCount, formatPercent } from './format'

const images = (count: number): string => (count === 1 ? '1 image' : `${formatCount(count)} images`)
const share = (part: number, whole: number): string =>
  whole === 0 ? 'none' : formatPercent(part / whole, 1)

const MODE_WORDS: Readonly<Record<ConfusionMode, string>> = {
  counts: '',
  'by-true': ', shares of the true class',
  'by-predicted': ', shares of the predicted class',
}

/** Texts of Confusion, and of the images behind it. */
export const CONFUSION = {
  title: 'Confusion',
  modesLabel: 'What the cells show',
  modes: {
    counts: 'Counts',
    'by-true': 'By true',
    'by-predicted': 'By predicted',
  } satisfies Record<ConfusionMode, string>,
  muteDiagonal: 'Mute diagonal',
  written: 'Written',
  readAs: 'read as',
  /** The figure of the sentence above the matrix. */
  readoutFigure: (reading: CellReading, mode: ConfusionMode): string =>
    ({
      counts: formatCount(reading.count),
      'by-true': share(reading.count, reading.ofActual),
      'by-predicted': share(reading.count, reading.ofPredicted),
    })[mode],
  /** What stands behind the figure. */
  readoutRest: (
    { count, ofActual, ofPredicted }: CellReading,
    mode: ConfusionMode,
    actual: string,
    predicted: string,
  ): string =>
    ({
      counts: `of ${formatCount(ofActual)}, ${share(count, ofActual)} of all written ${actual}`,
      'by-true': `${formatCount(count)} of ${formatCount(ofActual)} written ${actual}`,
      'by-predicted': `${formatCount(count)} of ${formatCount(ofPredicted)} read as ${predicted}`,
    })[mode],
  showImages: (count: number): string =>
    count === 1 ? 'Show the image' : `Show the ${images(count)}`,
  showImagesShort: 'Show',
  axisActual: 'written (true class)',
  axisPredicted: 'read as (predicted)',
  legendNone: '0',
  legendMost: (greatest: number, mode: ConfusionMode): string =>
    `${mode === 'counts' ? images(greatest) : formatPercent(greatest, 0)}, root scale`,
  cellValue: (value: number, mode: ConfusionMode): string =>
    mode === 'counts' ? formatCount(value) : formatPercent(value, 0),
  matrixLabel: (classes: number): string => `Confusion matrix, ${classes} by ${classes} classes`,
  matrixHelp:
    'Arrow keys move from cell to cell, N goes to the next mistake in size, Enter shows the images. ' +
    '1, 2 and 3 choose counts, shares of the true class or of the predicted class; D mutes the diagonal.',
  cell: (reading: CellReading, actual: string, predicted: string): string =>
    `Written ${actual}, read as ${predicted}: ${formatCount(reading.count)} of ${formatCount(reading.ofActual)}`,
  pictureTitle: (title: string, data: string, mode: ConfusionMode): string =>
    `Confusion of ${title} on ${data}${MODE_WORDS[mode]}`,
  export: 'Save the matrix',
  exports: { png: 'Picture, PNG', svg: 'Picture, SVG', csv: 'Counts, CSV' },
  pictureFailed: 'The picture is larger than this window can hold.',

  pairs: 'Most confused',
  pairsLeft: 'left as right',
  pairsRight: 'reverse',
  pairsNone: 'No image was taken for another class.',
  pair: (one: string, other: string, there: number, back: number): string =>
    `${one} and ${other}: ${formatCount(there + back)}. ` +
    `${one} read as ${other}: ${formatCount(there)}, ${other} read as ${one}: ${formatCount(back)}`,

  drawerLabel: 'Images of the cell',
  close: 'Close (Esc)',
  count: images,
  orderSaid: (isRight: boolean, predicted: string): string =>
    isRight
      ? `Surest first. The figure is the model’s confidence in ${predicted}.`
      : `Surest mistakes first. The figure is the model’s confidence in ${predicted}.`,
  reverse: (actual: string, predicted: string, count: number): string =>
    `Also ${actual} read as ${predicted}: ${formatCount(count)}`,

  imagesLabel: 'Images',
  imagesHelp: 'Arrow keys move from image to image, Enter shows one large.',
  imagesNone: 'No image is like that.',
  imagesWaiting: 'Looking for the images',
  imageWaiting: 'Not read yet',
  again: 'Try again',
  image: (image: PredictedImage, actual: string, predicted: string): string =>
    `Written ${actual}, read as ${predicted}, ${confidence(image)}`,
  caption: (image: PredictedImage): string => confidence(image),

  closeDetail: 'Close',
  detail: (position: number, total: number): string =>
    `Image ${formatCount(position + 1)} of ${formatCount(total)}`,
  asModelSees: 'As the model sees it',
  noPixels: 'The image is not there any more.',
  topFive: 'What it could be',
  trueClass: 'true class',
  probability: (value: number): string =>
    value > 0 && value < 0.0005 ? 'under 0.1 %' : formatPercent(value, 1),
  actualBelow: (value: number): string =>
    `The true class is not among them: ${value < 0.0005 ? 'under 0.1 %' : formatPercent(value, 1)}.`,
  place: ({ part, index }: ImagePlace): string => `${part}:${index}`,
  placeLabel: 'Place',
  showInData: 'Show in Data',
  previous: 'Previous image',
  next: 'Next image',

  galleryLabel: 'Images by what was read',
  outcomeLabel: 'Which images',
  outcomes: {
    wrong: 'Mistakes',
    right: 'Read rightly',
    any: 'All',
  } satisfies Record<ImageQuery['outcome'], string>,
  order: 'Order',
  orders: {
    surest: 'Surest first',
    'least-sure': 'Least sure first',
    'least-true': 'Least likely true class first',
    files: 'As in the files',
  } satisfies Record<ImageQuery['order'], string>,
  actualFilter: 'Written',
  predictedFilter: 'Read as',
  anyClass: 'any',
  confidence: 'Confidence',
  confidenceFrom: 'Confidence, at least',
  confidenceTo: 'Confidence, at most',
  confidenceValue: (value: number): string => formatPercent(value, 0),
  confidenceRange: (from: number, to: number): string =>
    `${Math.round(from * 100)} to ${formatPercent(to, 0)}`,
} as const

function confidence({ top }: PredictedImage): string {
  return formatPercent(top[0]?.probability ?? 0, 0)
}
