import { addCorrections } from '../datasets/corrections/add-corrections'
import { positionOf, stateProblem } from '../datasets/corrections/apply-corrections'
import { readCorrectionsLog, type OwnDataset } from '../datasets/corrections/corrections-log'
import {
  foldCorrections,
  type CorrectionsState,
  type StandingCorrection,
} from '../datasets/corrections/corrections-state'
import { PIXELS_PER_IMAGE, type Dataset } from '../datasets/dataset'
import { placeOf } from '../datasets/image-place'
import { readStored } from '../datasets/read-stored'
import { GlyphlabError } from '../errors'

/** What a data set holds. */
type Content = Pick<Dataset, 'images' | 'labels' | 'trainCount'>

/**
 * Says of a data set that is about to take the place of another what the user thinks of those images that are in
 * both: corrections are found by what a data set holds, and it holds something else now. An image that is of another
 * class by now is not concerned: that is the later word on it. Each image may be there once.
 *
 * @throws GlyphlabError `disk-full` or `output-failed`
 */
export async function keepCorrections(
  home: string,
  folder: string,
  next: Omit<OwnDataset, 'dataset'> & { readonly dataset: Omit<Dataset, 'name'> },
): Promise<void> {
  const before = await standingCorrections(home, folder)
  if (before === null) return
  const { own, corrections } = before
  const positions = positionsByImage(next.dataset)
  const kept = corrections.flatMap((correction) => {
    const from = positionOf(correction, own.dataset)
    const to = positions.get(imageKey(own.dataset, from))
    if (to === undefined || own.dataset.labels[from] !== next.dataset.labels[to]) return []
    return [{ ...correction, ...placeOf(to, next.dataset) }]
  })
  const nextOwn = { ...next, dataset: { ...next.dataset, name: own.dataset.name } }
  const { corrections: said } = await readCorrectionsLog(home, nextOwn)
  const possible = possibleOf(kept, foldCorrections(said), nextOwn.dataset)
  if (possible.length > 0) await addCorrections(home, nextOwn, possible)
}

/** Those that can be made, without the few that would leave a class without an image now: found by halving. */
function possibleOf(
  wanted: readonly StandingCorrection[],
  before: CorrectionsState,
  dataset: Dataset,
): readonly StandingCorrection[] {
  if (stateProblem(foldCorrections(wanted, before), dataset) === null) return wanted
  if (wanted.length <= 1) return []
  const half = wanted.length >> 1
  const first = possibleOf(wanted.slice(0, half), before, dataset)
  const second = possibleOf(wanted.slice(half), foldCorrections(first, before), dataset)
  return [...first, ...second]
}

interface StandingCorrections {
  readonly own: OwnDataset
  readonly corrections: readonly StandingCorrection[]
}

/** Null where nothing can be read: then nothing can be kept, and the log of corrections stays as it is. */
async function standingCorrections(
  home: string,
  folder: string,
): Promise<StandingCorrections | null> {
  try {
    const own = await readStored(folder, {})
    const { corrections } = await readCorrectionsLog(home, own)
    return { own, corrections: [...foldCorrections(corrections).values()] }
  } catch (error) {
    if (error instanceof GlyphlabError) return null
    throw error
  }
}

function positionsByImage(dataset: Content): ReadonlyMap<string, number> {
  return new Map(
    Array.from(dataset.labels, (_, position) => [imageKey(dataset, position), position] as const),
  )
}

function imageKey({ images }: Pick<Content, 'images'>, position: number): string {
  const start = position * PIXELS_PER_IMAGE
  return Buffer.from(images.subarray(start, start + PIXELS_PER_IMAGE)).toString('latin1')
}
