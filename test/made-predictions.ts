import { writeFile } from 'node:fs/promises'
import { createRandom } from '../src-main/core/random/random'
import type { Dataset } from '../src-main/core/datasets/dataset'

/** Every so many images one is taken for its neighbour: the next class, or that after it. */
const WRONG_ONE_IN = 8

/**
 * Writes what some program might predict of the test part of a data set, as PyTorch users write it: a
 * header, and a line of probabilities an image in the order of the part.
 */
export async function writeMadePredictions(
  path: string,
  { classes, labels, trainCount, testCount }: Dataset,
  seed = 1,
): Promise<void> {
  const random = createRandom(seed, 'made predictions')
  const lines = [classes.map(({ label }) => `p_${label}`).join(',')]
  for (let image = 0; image < testCount; image++) {
    const actual = labels[trainCount + image] ?? 0
    const isWrong = random.integer(WRONG_ONE_IN) === 0
    const answer = isWrong ? (actual + 1 + random.integer(2)) % classes.length : actual
    const confidence = 0.4 + 0.59 * random.uniform()
    const rest = (1 - confidence) / (classes.length - 1)
    const row = classes.map(() => rest)
    row[answer] = confidence
    const scale = 1 / row.reduce((sum, probability) => sum + probability, 0)
    lines.push(row.map((probability) => (probability * scale).toPrecision(9)).join(','))
  }
  await writeFile(path, `${lines.join('\n')}\n`)
}
