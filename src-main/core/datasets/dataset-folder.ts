import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { namesIn } from '../files/names-in'
import { TEMPORARY_SUFFIX } from '../files/temporary-name'
import { splitsAmong } from './emnist-files'
import { strokesRecipeSchema } from './strokes/make-strokes'

/** Beside the data files of a data set that Glyphlab has made: what it was made by. */
const ABOUT_FILE = 'dataset.json'

const aboutSchema = z.object({
  schema: z.literal(1),
  source: z.literal('strokes'),
  /** `STROKES_VERSION` of the program that made it. */
  generatorVersion: z.int(),
  ...strokesRecipeSchema.shape,
  classes: z.int(),
  trainCount: z.int(),
  testCount: z.int(),
  fingerprint: z.string(),
})
export type DatasetAbout = Readonly<z.infer<typeof aboutSchema>>

export function aboutPath(folder: string): string {
  return join(folder, ABOUT_FILE)
}

/** Null where there is none that this program understands. */
export async function readAbout(folder: string): Promise<DatasetAbout | null> {
  try {
    return aboutSchema.parse(JSON.parse(await readFile(aboutPath(folder), 'utf8')))
  } catch {
    return null
  }
}

/** Where the data sets of the data home are, each a folder of its name. */
export function datasetsFolder(home: string): string {
  return join(home, 'datasets')
}

export interface ListedDataset {
  readonly name: string
  readonly folder: string
  /** EMNIST's names of the splits whose images are there. */
  readonly splits: readonly string[]
  /** What it was made by; null where its files came from elsewhere. */
  readonly about: DatasetAbout | null
}

/** The data sets of the data home that hold images, by name. */
export async function listDatasets(home: string): Promise<ListedDataset[]> {
  const parent = datasetsFolder(home)
  const listed: ListedDataset[] = []
  for (const name of (await namesIn(parent)).sort()) {
    const folder = join(parent, name)
    const splits = splitsAmong(await namesIn(folder))
    if (splits.length === 0 || name.endsWith(TEMPORARY_SUFFIX)) continue
    listed.push({ name, folder, splits, about: await readAbout(folder) })
  }
  return listed
}
