import { EMNIST_SPLITS } from '../../../src-preload/contract/shelf'
import type { CorrectionsSummary } from '../../../src-preload/contract/dataset'
import { MY_SKETCHES } from '../../../src-preload/contract/sketch'
import { dataHome } from '../data-home'
import { GlyphlabError } from '../errors'
import { isFolder } from '../files/is-folder'
import { refreshMySketches } from '../sketches/my-sketches'
import { applyCorrections } from './corrections/apply-corrections'
import { readCorrectionsLog, type OwnDataset } from './corrections/corrections-log'
import {
  earlierState,
  foldCorrections,
  summariseCorrections,
  type CorrectionsState,
} from './corrections/corrections-state'
import type { Dataset } from './dataset'
import {
  BUILT_IN_DATASET,
  folderOfSource,
  isDatasetName,
  isDatasetPath,
  listDatasets,
} from './dataset-folder'
import { datasetFingerprint } from './fingerprint'
import { emnistName } from './get/official-emnist'
import { correctionsText } from './dataset-title'
import type { OriginalPositions } from './image-place'
import { makeStrokesFolder } from './make-strokes-folder'
import { readStored } from './read-stored'
import { strokesRecipeSchema, type StrokesProgress } from './strokes/make-strokes'

/** Which of the user's corrections to apply: those of now, none, or those that a run was trained with. */
export type CorrectionsChoice = 'current' | 'none' | CorrectionsSummary

export interface OpenDatasetOptions {
  /** Which split to read where a folder holds several. */
  readonly split?: string | undefined
  /** `current` where left out. */
  readonly corrections?: CorrectionsChoice | undefined
  /** The data home; the user's where left out. */
  readonly home?: string | undefined
  /** Told while the built-in data set is being made. */
  readonly onProgress?: ((progress: StrokesProgress) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

/** A data set in memory, and what to know of it. */
export interface OpenDataset {
  readonly dataset: Dataset
  /** Of what `dataset` holds: with corrections, where there are any. */
  readonly fingerprint: string
  /** What to open it by another time: a name of the data home, or a folder. */
  readonly source: string
  /** What was applied; null where all is as in the files. */
  readonly corrections: CorrectionsSummary | null
  /** Whether these are the corrections as they stand now. */
  readonly isCurrent: boolean
  /** Where its images lie in the files; null where no image was left out. */
  readonly originals: OriginalPositions | null
}

/**
 * Opens a data set: a folder (what has a separator in it), or one of the data home by its name, with the
 * user's corrections. `strokes` is made there when it is first asked for, `my-sketches` whenever sketches have
 * changed. All is in memory then: a data
 * set that is removed meanwhile stays usable.
 *
 * @throws GlyphlabError `dataset-missing`, naming what there is; `dataset-invalid`, also where it is not as it
 *   was stored; `corrections-invalid`; `corrections-missing` where those that a run was trained with are not
 *   to be found; `disk-full` or `output-failed` where `strokes` cannot be written; the signal's reason when
 *   aborted
 */
export async function openDataset(
  nameOrFolder: string,
  options: OpenDatasetOptions = {},
): Promise<OpenDataset> {
  const { home = dataHome(), corrections = 'current' } = options
  const own = await openOwnDataset(nameOrFolder, options)
  return withCorrections(own, { home, source: nameOrFolder, corrections })
}

/**
 * Opens a data set as its files have it: {@link openDataset} without corrections, and without looking for any.
 * @throws GlyphlabError and as {@link openDataset} does
 */
export async function openOwnDataset(
  nameOrFolder: string,
  options: Omit<OpenDatasetOptions, 'corrections'> = {},
): Promise<OwnDataset> {
  const { home = dataHome() } = options
  return readStored(await folderOf(nameOrFolder, home, options), options)
}

/** Which of the user's corrections, of which data home; and what the data set was opened by. */
export interface WantedCorrections {
  readonly home: string
  readonly source: string
  readonly corrections: CorrectionsChoice
}

/**
 * A data set that is in memory, with corrections.
 * @throws GlyphlabError `corrections-invalid`; `corrections-missing`
 */
export async function withCorrections(
  own: OwnDataset,
  { home, source, corrections: choice }: WantedCorrections,
): Promise<OpenDataset> {
  const { state, isCurrent } = await chosenCorrections(home, own, choice)
  const corrections = summariseCorrections(state)
  const opened = { source, corrections, isCurrent }
  if (corrections === null) return { ...own, ...opened, originals: null }
  const corrected = applyCorrections(own.dataset, state)
  return { ...corrected, ...opened, fingerprint: datasetFingerprint(corrected.dataset) }
}

interface ChosenCorrections {
  readonly state: CorrectionsState
  readonly isCurrent: boolean
}

async function chosenCorrections(
  home: string,
  own: OwnDataset,
  choice: CorrectionsChoice,
): Promise<ChosenCorrections> {
  if (choice === 'none') return { state: new Map(), isCurrent: await hasNone(home, own) }
  const { path, corrections, wholeBytes } = await readCorrectionsLog(home, own)
  const current = foldCorrections(corrections)
  if (choice === 'current') return { state: current, isCurrent: true }
  const state = earlierState(corrections, choice)
  if (state === null) {
    const wanted = `the ${correctionsText(choice)} to be used (${choice.fingerprint.slice(0, 12)})`
    const { name } = own.dataset
    throw new GlyphlabError(
      'corrections-missing',
      wholeBytes === 0
        ? `${wanted} are not there: ${name} is not as it was, or ${path} is gone`
        : `${path} does not hold ${wanted} of ${name}`,
    )
  }
  return { state, isCurrent: summariseCorrections(current)?.fingerprint === choice.fingerprint }
}

/** A log that cannot be read is no obstacle to going without it. */
async function hasNone(home: string, own: OwnDataset): Promise<boolean> {
  try {
    return foldCorrections((await readCorrectionsLog(home, own)).corrections).size === 0
  } catch {
    return false
  }
}

/** Of a data set that is there, or is `strokes` and made. */
async function folderOf(
  nameOrFolder: string,
  home: string,
  { onProgress, signal }: OpenDatasetOptions,
): Promise<string> {
  const isNamed = !isDatasetPath(nameOrFolder)
  if (isNamed && !isDatasetName(nameOrFolder)) throw await unknownDataset(nameOrFolder, home)
  if (nameOrFolder === MY_SKETCHES) await refreshMySketches(home)
  const folder = await folderOfSource(nameOrFolder, home)
  if (isNamed && !(await isFolder(folder))) {
    if (nameOrFolder !== BUILT_IN_DATASET) throw await unknownDataset(nameOrFolder, home)
    await makeStrokesOnce(folder, { onProgress, signal })
  }
  return folder
}

/** By folder: two at this work in one process would write into each other's. */
const strokesUnderWay = new Map<string, Promise<unknown>>()

async function makeStrokesOnce(
  folder: string,
  options: Pick<OpenDatasetOptions, 'onProgress' | 'signal'>,
): Promise<void> {
  for (let other = strokesUnderWay.get(folder); other !== undefined;) {
    // Where it is interrupted, the next one begins anew.
    await other.catch(() => undefined)
    if (await isFolder(folder)) return
    other = strokesUnderWay.get(folder)
  }
  const making = makeStrokesFolder(folder, strokesRecipeSchema.parse({}), options)
  strokesUnderWay.set(folder, making)
  try {
    await making
  } catch (error) {
    // Another process has just made it.
    const isMade = error instanceof GlyphlabError && error.code === 'dataset-exists'
    if (!isMade || !(await isFolder(folder))) throw error
  } finally {
    strokesUnderWay.delete(folder)
  }
}

async function unknownDataset(name: string, home: string): Promise<GlyphlabError> {
  const names = (await listDatasets(home)).map((listed) => listed.name)
  const known = [...new Set([BUILT_IN_DATASET, ...names])]
  const command = commandToGet(name)
  if (name === MY_SKETCHES)
    return new GlyphlabError(
      'dataset-missing',
      'no sketch has been corrected yet: my-sketches is made of those',
      'Draw in Sketch, and say what it is where the answer is wrong.',
    )
  return new GlyphlabError(
    'dataset-missing',
    `there is no data set ${name}; there ${known.length === 1 ? 'is' : 'are'} ${known.join(', ')}`,
    command === null
      ? 'Name one of these, or a folder with the files of one (./FOLDER); `glyphlab data list` shows what can be fetched.'
      : `\`${command}\` fetches it.`,
  )
}

/**
 * How to get back a data set that a run knows by its {@link OpenDataset.source}.
 * @returns a sentence
 */
export function howToBringBack(source: string): string {
  const elsewhere = 'or say by --dataset where it is now.'
  const command = commandToGet(source)
  if (command !== null) return `\`${command}\` fetches it again; ${elsewhere}`
  return isDatasetName(source)
    ? `\`glyphlab data import PATH --name ${source}\` brings it back; ${elsewhere}`
    : `Bring it back, ${elsewhere}`
}

/** The command that fetches a data set of this name; null where none does. */
export function commandToGet(name: string): string | null {
  return EMNIST_SPLITS.some((split) => name === emnistName(split))
    ? `glyphlab data get ${name}`
    : null
}
