import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import {
  EMNIST_SPLITS,
  type EmnistSplit,
  type ShelfEntry,
} from '../../../src-preload/contract/shelf'
import { sizeOf } from '../files/size-of'
import { namesIn } from '../files/names-in'
import { readAbout, type DatasetAbout } from './about'
import { peekCorrections } from './corrections/peek-corrections'
import { BUILT_IN_DATASET, listDatasets, splitsOf, type ListedDataset } from './dataset-folder'
import { usualMirrors } from './get/emnist-mirrors'
import { emnistName, officialEmnist } from './get/official-emnist'
import { mappingSplit, parseDataFileName } from './import/data-file-name'
import { knownTerms } from './known-terms'
import { isOfficialOrigin } from './official-origin'
import { originText } from './origin-text'
import { STROKE_CLASSES } from './strokes/classes'
import { strokesRecipeSchema } from './strokes/make-strokes'

/** What NIST calls its splits. */
const PUBLISHED_TITLES: Readonly<Record<EmnistSplit, string>> = {
  balanced: 'EMNIST Balanced',
  byclass: 'EMNIST ByClass',
  bymerge: 'EMNIST ByMerge',
  letters: 'EMNIST Letters',
  digits: 'EMNIST Digits',
  mnist: 'EMNIST MNIST',
}

/**
 * Every data set that is there, or could be: the built-in one, the published ones, then the user's own. Read
 * anew each time, so that one that was put there or taken away by hand is told as it is.
 *
 * @param folders of the user's, outside the data home; one that holds no data set any more is left out
 */
export async function shelfEntries(
  home: string,
  folders: readonly string[],
): Promise<readonly ShelfEntry[]> {
  const there = await Promise.all(
    (await listDatasets(home)).map((each) => thereEntries(home, each)),
  )
  const chosen = await Promise.all(folders.map((folder) => folderShelfEntries(home, folder)))
  const entries = [...there.flat(), ...chosen.flat()]
  const taken = new Set(entries.map(({ source }) => source))
  const absent = [
    ...(taken.has(BUILT_IN_DATASET) ? [] : [UNMADE_STROKES]),
    ...EMNIST_SPLITS.filter((split) => !taken.has(emnistName(split))).map(fetchableEntry),
  ]
  return [...entries, ...absent].sort((a, b) => rankOf(a) - rankOf(b))
}

const SECTIONS: readonly ShelfEntry['section'][] = ['built-in', 'published', 'own']

/** Published ones in NIST's order; own ones stay as they are, by name. */
function rankOf({ section, source }: ShelfEntry): number {
  const split = EMNIST_SPLITS.findIndex((each) => emnistName(each) === source)
  return SECTIONS.indexOf(section) * 100 + (section === 'published' ? split : 0)
}

async function folderShelfEntries(home: string, folder: string): Promise<ShelfEntry[]> {
  const splits = splitsOf(await namesIn(folder).catch(() => []))
  if (splits.length === 0) return []
  const listed = { name: basename(folder), folder, splits, about: await readAbout(folder) }
  const entries = await thereEntries(home, listed)
  // Whatever a folder elsewhere is called, it is the user's own.
  return entries.map((entry) => ({
    ...entry,
    ...{ source: folder, section: 'own' },
    title: splits.length === 1 ? listed.name : `${listed.name}, split ${entry.split}`,
  }))
}

async function thereEntries(home: string, listed: ListedDataset): Promise<ShelfEntry[]> {
  return Promise.all(listed.splits.map((split) => thereEntry(home, listed, split)))
}

async function thereEntry(
  home: string,
  { name, folder, splits, about: found }: ListedDataset,
  split: string,
): Promise<ShelfEntry> {
  const about = found?.split === split ? found : null
  const isOnly = splits.length === 1
  const sizes = about?.files.map(({ bytes }) => bytes) ?? (await sizesOfSplit(folder, split))
  const isOfficial = about !== null && isOfficialOrigin(about.origin)
  const section = sectionOf(name, isOfficial)
  const called = titleOf(name, section, about?.origin.kind === 'sketches')
  return {
    source: name,
    split: isOnly ? null : split,
    section,
    title: isOnly ? called : `${called}, split ${split}`,
    classes: about?.classes.length ?? null,
    trainCount: about?.trainCount ?? null,
    testCount: about?.testCount ?? null,
    isThere: true,
    bytes: sizes.reduce((sum, bytes) => sum + bytes, 0),
    files: sizes.length,
    isOfficial,
    ...toldBy(about),
    corrections: about === null ? null : await peekCorrections(home, about.fingerprint),
    fetchable: null,
  }
}

function toldBy(about: DatasetAbout | null): Pick<ShelfEntry, 'origin' | 'licence' | 'citation'> {
  if (about === null) return { origin: null, licence: null, citation: null }
  const { origin, licence, citation } = about
  return { origin: originText(origin), licence, citation }
}

function sectionOf(name: string, isOfficial: boolean): ShelfEntry['section'] {
  if (name === BUILT_IN_DATASET) return 'built-in'
  return isOfficial && publishedSplit(name) !== undefined ? 'published' : 'own'
}

function titleOf(name: string, section: ShelfEntry['section'], isOfSketches: boolean): string {
  const split = publishedSplit(name)
  if (section === 'published' && split !== undefined) return PUBLISHED_TITLES[split]
  if (section === 'built-in') return 'Strokes'
  return isOfSketches ? 'My sketches' : name
}

function publishedSplit(name: string): EmnistSplit | undefined {
  return EMNIST_SPLITS.find((split) => emnistName(split) === name)
}

/** Of files of which nothing is written down. */
async function sizesOfSplit(folder: string, split: string): Promise<number[]> {
  const names = (await readdir(folder).catch(() => [])).filter(
    (name) => (parseDataFileName(name)?.split ?? mappingSplit(name)) === split,
  )
  return Promise.all(names.map(async (name) => (await sizeOf(join(folder, name))) ?? 0))
}

const { trainPerClass, testPerClass } = strokesRecipeSchema.parse({})
const NOT_THERE = { isThere: false, bytes: null, corrections: null } as const

const UNMADE_STROKES: ShelfEntry = {
  ...NOT_THERE,
  ...{ source: BUILT_IN_DATASET, split: null, section: 'built-in', title: 'Strokes' },
  classes: STROKE_CLASSES.length,
  trainCount: trainPerClass * STROKE_CLASSES.length,
  testCount: testPerClass * STROKE_CLASSES.length,
  ...{ files: 0, isOfficial: false, origin: null, fetchable: null },
  licence: 'CC0: drawn by Glyphlab',
  citation: null,
}

function fetchableEntry(split: EmnistSplit): ShelfEntry {
  const { files, mapping, trainCount, testCount } = officialEmnist(split)
  const [mirror = ''] = usualMirrors()
  return {
    ...NOT_THERE,
    ...{ source: emnistName(split), split: null, section: 'published' },
    title: PUBLISHED_TITLES[split],
    classes: mapping.split('\n').filter((line) => line !== '').length,
    ...{ trainCount, testCount },
    files: files.length,
    isOfficial: false,
    origin: 'EMNIST, official files',
    ...knownTerms({ kind: 'emnist', url: mirror }),
    fetchable: {
      split,
      bytes: files.reduce((sum, file) => sum + file.bytes, 0),
      from: URL.canParse(mirror) ? new URL(mirror).host : mirror,
    },
  }
}
