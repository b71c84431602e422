import { addCorrections } from '../datasets/corrections/add-corrections'
import { positionOf } from '../datasets/corrections/apply-corrections'
import { readCorrectionsLog, type OwnDataset } from '../datasets/corrections/corrections-log'
import { foldCorrections, type StandingCorrection } from '../datasets/corrections/corrections-state'
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
  const dataset = { ...next.dataset, name: own.dataset.name }
  for (const correction of kept)
    try {
      await addCorrections(home, { ...next, dataset }, [correction])
    } catch (error) {
      // Where it would leave a class without an image now.
      if (error instanceof GlyphlabError && error.code === 'correction-refused') continue
      throw error
    }
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
