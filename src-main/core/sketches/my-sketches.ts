import { MY_SKETCHES } from '../../../src-preload/contract/sketch'
import { readAbout, type DatasetAbout } from '../datasets/about'
import { datasetFolder } from '../datasets/dataset-folder'
import { datasetFingerprint } from '../datasets/fingerprint'
import { removeDatasetFolder } from '../datasets/remove-dataset-folder'
import { preparePlace, storeInPlace } from '../datasets/store-dataset'
import { GlyphlabError } from '../errors'
import { namesIn } from '../files/names-in'
import { keepCorrections } from './keep-corrections'
import { lockLog } from './lock-log'
import { readSketchesLog, type SketchesLog } from './sketches-log'
import { sketchesDataset, type SketchesDataset } from './sketches-dataset'

/**
 * Makes the data set `my-sketches` what the log of sketches says, where it is not: to be called before it is opened.
 * Without a log nothing is done, and a data set that is there stays.
 *
 * @returns whether it is another one now
 * @throws GlyphlabError `sketches-invalid`; `dataset-exists` where another data set lies in its place; `disk-full`
 *   or `output-failed`
 */
export async function refreshMySketches(home: string): Promise<boolean> {
  if (isUpToDate(await standing(home, await readSketchesLog(home)))) return false
  return lockLog(home, async () => makeMySketches(home, await readSketchesLog(home)))
}

/** As {@link refreshMySketches}, to be called while the log is locked. @param of what the data set is to hold */
export async function makeMySketches(home: string, of: SketchesLog): Promise<boolean> {
  const found = await standing(home, of)
  if (isUpToDate(found)) return false
  const { folder, about, wanted, log } = found
  if (wanted === null || log === null) return removeDatasetFolder(folder)
  await requireOwnPlace(found)
  const { dataset, ids, fingerprint } = wanted
  await preparePlace(folder, true)
  if (about !== null) await keepCorrections(home, folder, { dataset, fingerprint })
  const origin = { kind: 'sketches', log } as const
  await storeInPlace(folder, { dataset, origin, pictures: ids }, true)
  return true
}

export interface MySketches extends SketchesDataset {
  readonly fingerprint: string
}

interface Standing {
  readonly folder: string
  /** Of what lies there; null where nothing does, or nobody knows what. */
  readonly about: DatasetAbout | null
  readonly log: string | null
  /** What should lie there; null for nothing. */
  readonly wanted: MySketches | null
}

async function standing(home: string, log: SketchesLog): Promise<Standing> {
  const folder = await datasetFolder(home, MY_SKETCHES)
  return { folder, about: await readAbout(folder), log: log.log, wanted: mySketchesOf(log) }
}

/** Asked again and again of the same log. */
const known = new WeakMap<SketchesLog, MySketches | null>()

/** The data set that a log makes; null where it makes none. */
export function mySketchesOf(log: SketchesLog): MySketches | null {
  const kept = known.get(log)
  if (kept !== undefined) return kept
  const made = sketchesDataset(log.sketches.values())
  const wanted = made && { ...made, fingerprint: datasetFingerprint(made.dataset) }
  known.set(log, wanted)
  return wanted
}

function isUpToDate({ about, log, wanted }: Standing): boolean {
  if (wanted !== null) return about?.fingerprint === wanted.fingerprint
  return !isOfLog(about, log)
}

function isOfLog(about: DatasetAbout | null, log: string | null): boolean {
  return log !== null && about?.origin.kind === 'sketches' && about.origin.log === log
}

/** What another log has made, or anybody put there, is the user's and stays. */
async function requireOwnPlace({ folder, about, log }: Standing): Promise<void> {
  if (isOfLog(about, log)) return
  if (about === null && (await namesIn(folder)).length === 0) return
  throw new GlyphlabError(
    'dataset-exists',
    `${folder} holds other images than those of the sketches that are kept`,
    'Give that folder another name: it is a data set of its own.',
  )
}
