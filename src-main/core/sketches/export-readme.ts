import { SHEET_SIDE } from '../../../src-preload/contract/sketch'
import type { Dataset } from '../datasets/dataset'

/** What the archive of sketches says of itself. */
export function exportReadme(
  total: number,
  dataset: Pick<Dataset, 'trainCount' | 'testCount'> | null,
): string {
  return [
    'Sketches drawn in Glyphlab',
    '',
    `${total} in all.`,
    ...(dataset === null ? ['Of none of them is it known yet what it is.'] : filesText(dataset)),
    '',
    'pictures/        each sketch whose character is known, in a folder of its class (U+0061 is a):',
    '                 28 x 28, light on dark, as networks are shown it',
    'other-pictures/  those that are no character, or were never corrected',
    'strokes.jsonl    what was drawn, a sketch a line: points are x, y and pressure (0 to 1) in turn, on a',
    `                 square sheet of ${SHEET_SIDE}, from its upper left corner; widths are in its units`,
    '',
  ].join('\n')
}

function filesText({ trainCount, testCount }: Pick<Dataset, 'trainCount' | 'testCount'>): string[] {
  return [
    `Training part ${trainCount}, test part ${testCount}; of equal images one.`,
    '',
    'emnist-*         the data set in the format of EMNIST, with the 47 classes of EMNIST Balanced; images are',
    '                 stored transposed, as EMNIST’s are. `glyphlab data import FILE.zip --name NAME` takes it in.',
  ]
}
