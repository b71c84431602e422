import { setImmediate as nextTurn } from 'node:timers/promises'
import type { AugmentationConfiguration } from '../../../src-preload/contract/training'
import { GlyphlabError } from '../../core/errors'
import { AUGMENTATION_DRAWS, augmentImage } from '../../core/images/augment-image'
import { createRandom, type Random } from '../../core/random/random'
import type { DataService } from '../../processes/services'
import type { Capabilities } from '../capabilities'
import type { WindowEvents } from '../events'
import type { Handlers } from '../handlers'
import { base64Of, pixelsOf } from './image-pixels'
import type { KnownDatasets } from './known-datasets'

export interface DatasetsDependencies {
  readonly home: string
  readonly data: DataService
  readonly datasets: KnownDatasets
  readonly events: WindowEvents
  readonly capabilities: Pick<Capabilities, 'chooseFolder'>
}

/** Tells which data sets there are, and shows some of their images. */
export function datasetsHandlers({
  home,
  data,
  datasets,
  events,
  capabilities,
}: DatasetsDependencies): Pick<
  Handlers,
  'datasets.list' | 'datasets.choose-folder' | 'datasets.samples' | 'datasets.augment'
> {
  return {
    'datasets.list': async () => ({ datasets: await datasets.list() }),
    'datasets.choose-folder': async () => {
      const { chooseFolder } = capabilities
      if (chooseFolder === undefined)
        throw new GlyphlabError('not-possible-here', 'a browser cannot choose a folder here')
      const folder = await chooseFolder('data')
      if (folder === null) return { dataset: null }
      const dataset = await datasets.add(folder)
      events.tell('datasets.changed', {})
      return { dataset }
    },
    'datasets.samples': async ({ dataset, split, count, seed }) => {
      datasets.require(dataset)
      const { samples } = await data.ask({ type: 'samples', home, dataset, split, count, seed })
      if (datasets.isNews(dataset)) events.tell('datasets.changed', {})
      return {
        images: samples.map(({ pixels, characters }) => ({ pixels: base64Of(pixels), characters })),
      }
    },
    // A third of a millisecond an image: less than it takes to ask another process.
    'datasets.augment': async ({ images, ranges, seed, copies }) => {
      const random = createRandom(seed, 'augmentation preview')
      const made: string[] = []
      for (const image of images.map(pixelsOf)) {
        made.push(...distorted(image, ranges, copies, random).map(base64Of))
        // Other requests need not wait for all of them.
        await nextTurn()
      }
      return { images: made }
    },
  }
}

function distorted(
  image: Uint8Array,
  ranges: AugmentationConfiguration,
  copies: number,
  random: Random,
): Uint8Array[] {
  return Array.from({ length: copies }, () => {
    const draws = Float64Array.from({ length: AUGMENTATION_DRAWS }, () => random.uniform())
    return Uint8Array.from(augmentImage(image, draws, ranges), Math.round)
  })
}
