import type { DatasetFetches } from '../../processes/dataset-fetches'
import type { Handlers } from '../handlers'

type FetchesRequest = Extract<keyof Handlers, `fetches.${string}`>

/** Fetches splits of EMNIST; how it goes is told by `fetches.changed`. */
export function fetchesHandlers(fetches: DatasetFetches): Pick<Handlers, FetchesRequest> {
  return {
    'fetches.list': async () => ({ fetches: [...(await fetches.list())] }),
    'fetches.start': async ({ split }) => {
      await fetches.start(split)
      return {}
    },
    'fetches.pause': async ({ split }) => {
      await fetches.pause(split)
      return {}
    },
    'fetches.cancel': async ({ split }) => {
      await fetches.cancel(split)
      return {}
    },
  }
}
