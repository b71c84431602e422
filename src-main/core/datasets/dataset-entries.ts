import { basename } from 'node:path'
import type { DatasetEntry } from '../../../src-preload/contract/bridge/dataset-requests'
import { MY_SKETCHES } from '../../../src-preload/contract/sketch'
import { GlyphlabError } from '../errors'
import { namesIn } from '../files/names-in'
import { readAbout, type DatasetAbout } from './about'
import { BUILT_IN_DATASET, listDatasets, splitsOf } from './dataset-folder'
import { STROKE_CLASSES } from './strokes/classes'
import { strokesRecipeSchema } from './strokes/make-strokes'

/** The data sets of the data home, a split each, as a window lists them; the built-in one first, there or not. */
export async function datasetEntries(home: string): Promise<DatasetEntry[]> {
  const listed = await listDatasets(home)
  const entries = listed.flatMap(({ name, splits, about }) => entriesOf(name, name, splits, about))
  const builtIn = entries.find(({ source }) => source === BUILT_IN_DATASET) ?? UNMADE_STROKES
  return [builtIn, ...entries.filter((entry) => entry !== builtIn)]
}

/**
 * The data set in a folder of the user's, a split each.
 * @throws GlyphlabError `dataset-missing` where its files have names of no data set
 */
export async function folderEntries(folder: string): Promise<[DatasetEntry, ...DatasetEntry[]]> {
  const splits = splitsOf(await namesIn(folder))
  const about = await readAbout(folder)
  const [first, ...others] = entriesOf(folder, basename(folder), splits, about)
  if (first !== undefined) return [first, ...others]
  throw new GlyphlabError(
    'dataset-missing',
    `${folder} holds no file named emnist-<split>-train-images-idx3-ubyte[.gz]`,
    `Choose the folder of a data set; pictures and other formats are taken in by \`glyphlab data import ${folder}\`.`,
  )
}

function entriesOf(
  source: string,
  name: string,
  splits: readonly string[],
  about: DatasetAbout | null,
): DatasetEntry[] {
  const isOnly = splits.length === 1
  const called = calledAs(source, name, about)
  return splits.map((split) => {
    const known = about?.split === split ? about : null
    return {
      source,
      title: isOnly ? called : `${called}, split ${split}`,
      split: isOnly ? null : split,
      classes: known?.classes.length ?? null,
      trainCount: known?.trainCount ?? null,
      testCount: known?.testCount ?? null,
      isThere: true,
    }
  })
}

function calledAs(source: string, name: string, about: DatasetAbout | null): string {
  if (source === BUILT_IN_DATASET) return 'Strokes'
  return about?.origin.kind === 'sketches' && source === MY_SKETCHES ? 'My sketches' : name
}

const { trainPerClass, testPerClass } = strokesRecipeSchema.parse({})

const UNMADE_STROKES: DatasetEntry = {
  source: BUILT_IN_DATASET,
  title: 'Strokes',
  split: null,
  classes: STROKE_CLASSES.length,
  trainCount: trainPerClass * STROKE_CLASSES.length,
  testCount: testPerClass * STROKE_CLASSES.length,
  isThere: false,
}
