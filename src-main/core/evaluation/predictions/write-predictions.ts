import Papa from 'papaparse'
import type { CharacterClass } from '../../datasets/dataset'
import { writeNamedFile } from '../../files/named-file'
import { scoreImages, softmax, type Scores } from '../scores'

/** What a network said of each image of one part of a data set. */
export interface Predictions {
  /** `[count]`: true class indices */
  readonly labels: Int32Array
  readonly scores: Omit<Scores, 'classCount'>
  readonly classes: readonly CharacterClass[]
}

const ROWS_A_BLOCK = 256

/**
 * Writes `index,label,predicted,p_<label>…`: a row an image in the order of the part, counted from 0. Labels
 * are those of the data set's files; probabilities are float64, whole, so that whatever is computed from
 * them is what {@link readPredictions} gives back.
 *
 * @throws GlyphlabError `loss-not-finite` where a score is not a finite number, `disk-full` or
 *   `output-failed`; a file that was there before is then as it was
 */
export async function writePredictions(path: string, predictions: Predictions): Promise<void> {
  await writeNamedFile(path, [...blocks(predictions)])
}

function* blocks({ labels, scores, classes }: Predictions): Generator<Uint8Array> {
  const classCount = classes.length
  const { predicted } = scoreImages(labels, { ...scores, classCount })
  const names = classes.map(({ label }) => label)
  yield csv([['index', 'label', 'predicted', ...names.map((label) => `p_${label}`)]])
  for (let first = 0; first < labels.length; first += ROWS_A_BLOCK) {
    const rows: (number | undefined)[][] = []
    for (let image = first; image < Math.min(first + ROWS_A_BLOCK, labels.length); image++) {
      const row = scores.values.subarray(image * classCount, (image + 1) * classCount)
      const probabilities = scores.kind === 'logits' ? softmax(row) : row
      rows.push([
        image,
        names[labels[image] ?? -1],
        names[predicted[image] ?? -1],
        ...probabilities,
      ])
    }
    yield csv(rows)
  }
}

function csv(rows: readonly (readonly unknown[])[]): Uint8Array {
  return Buffer.from(`${Papa.unparse([...rows], { newline: '\n' })}\n`)
}
