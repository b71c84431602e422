import { MY_SKETCHES } from '../../../src-preload/contract/sketch'
import { removeDataset } from '../../core/datasets/remove-dataset'
import { isDatasetPath } from '../../core/datasets/dataset-folder'
import { shelfEntries } from '../../core/datasets/shelf'
import { GlyphlabError } from '../../core/errors'
import type { DatasetVerifications } from '../../processes/dataset-verifications'
import type { DataService } from '../../processes/services'
import type { WindowEvents } from '../events'
import type { Handlers } from '../handlers'
import { requireUnused, type DatasetUsers } from './dataset-in-use'
import { base64Of } from './image-pixels'
import type { KnownDatasets } from './known-datasets'

export interface ShelfDependencies {
  readonly home: string
  readonly data: DataService
  readonly datasets: KnownDatasets
  readonly events: WindowEvents
  readonly verifications: DatasetVerifications
  readonly users: DatasetUsers
}

type ShelfRequest =
  | `datasets.${'shelf' | 'content' | 'duplicates' | 'verify'}`
  | `datasets.${'specimens' | 'images' | 'correct' | 'remove'}`

/** Shows what data sets hold, and writes down what the user thinks of their images. */
export function shelfHandlers(dependencies: ShelfDependencies): Pick<Handlers, ShelfRequest> {
  const { home, data, datasets, events, verifications, users } = dependencies
  return {
    'datasets.shelf': async () => {
      const entries = await shelfEntries(home, datasets.folders)
      return {
        entries: [...entries],
        bytes: entries.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0),
      }
    },
    'datasets.content': async ({ dataset, split }) => {
      datasets.require(dataset)
      const { content } = await data.ask({ type: 'content', home, dataset, split })
      // `strokes` is made when it is first looked into.
      if (datasets.isNews(dataset)) events.tell('datasets.changed', {})
      return { content }
    },
    'datasets.duplicates': async ({ dataset, split }) => {
      datasets.require(dataset)
      const { duplicates } = await data.ask({ type: 'duplicates', home, dataset, split })
      return { duplicates }
    },
    'datasets.verify': async ({ dataset, split }) => {
      datasets.require(dataset)
      return { verification: await verifications.verify(dataset, split) }
    },
    'datasets.specimens': async ({ dataset, split, part, perClass, seed }) => {
      datasets.require(dataset)
      const drawing = { part, perClass, seed }
      const { classes } = await data.ask({ type: 'specimens', home, dataset, split, ...drawing })
      return { classes: classes.map((images) => images.map(base64Of)) }
    },
    'datasets.images': async (params) => {
      datasets.require(params.dataset)
      const { total, images } = await data.ask({ type: 'images', home, ...params })
      return { total, images }
    },
    'datasets.correct': async (params) => {
      datasets.require(params.dataset)
      const { undo } = await data.ask({ type: 'correct', home, ...params })
      events.tell('datasets.changed', {})
      return { undo }
    },
    'datasets.remove': async ({ dataset }) => {
      if (isDatasetPath(dataset))
        throw new GlyphlabError(
          'dataset-missing',
          `${dataset} lies in a folder of your own`,
          'Remove it there; Glyphlab removes no files that it did not bring.',
        )
      await requireUnused(dataset, users)
      const { bytes } =
        dataset === MY_SKETCHES
          ? await data.ask({ type: 'remove-my-sketches', home })
          : await removeDataset(home, dataset)
      events.tell('datasets.changed', {})
      if (dataset === MY_SKETCHES) events.tell('sketches.changed', {})
      return { freedBytes: bytes ?? 0 }
    },
  }
}
