import { join } from 'node:path'
import { makeStrokesFolder } from '../src-main/core/datasets/make-strokes-folder'
import { makeTestHome, type TestHome } from './data-home'
import { runGlyphlab } from './run-glyphlab'

/** Small, and large enough that a network of the kind `tiny` learns some of it within a second. */
const FEW_STROKES = { trainPerClass: 60, testPerClass: 20, seed: 1 } as const

/**
 * A data home with pen strokes, and a run for each list of words: what `glyphlab train` is given besides
 * the network `tiny` and the data set.
 */
export async function makeTrainedHome(...runs: readonly (readonly string[])[]): Promise<TestHome> {
  const home = await makeTestHome()
  await makeStrokesFolder(join(home.folder, 'datasets', 'strokes'), FEW_STROKES)
  for (const words of runs) await trainTiny(home, words)
  return home
}

export async function trainTiny(home: TestHome, words: readonly string[]): Promise<void> {
  const trained = await runGlyphlab(
    ['train', '--dataset', 'strokes', '--model', 'tiny', '--early-stopping', 'none', ...words],
    home.environment,
  )
  if (trained.status !== 0) throw new Error(trained.stderr)
}
