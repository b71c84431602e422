import type { DataService } from '../../processes/services'
import type { WindowEvents } from '../events'
import type { Handlers } from '../handlers'

export interface SketchesDependencies {
  readonly home: string
  readonly data: DataService
  readonly events: WindowEvents
}

type SketchesRequest = `sketches.${'keep' | 'correct' | 'list' | 'open' | 'delete' | 'export'}`

/** Keeps sketches, and the data set that is made of those whose truth is known. */
export function sketchesHandlers({
  home,
  data,
  events,
}: SketchesDependencies): Pick<Handlers, SketchesRequest> {
  const tellChanged = (isDatasetChanged: boolean): void => {
    events.tell('sketches.changed', {})
    if (isDatasetChanged) events.tell('datasets.changed', {})
  }
  return {
    'sketches.keep': async (sketch) => {
      const kept = await data.ask({ type: 'keep-sketch', home, sketch })
      tellChanged(kept.isDatasetChanged)
      return { sketch: kept.sketch }
    },
    'sketches.correct': async ({ sketch, truth }) => {
      const corrected = await data.ask({ type: 'correct-sketch', home, sketch, truth })
      tellChanged(corrected.isDatasetChanged)
      return { sketch: corrected.sketch }
    },
    'sketches.list': async ({ offset, limit }) => {
      const listed = await data.ask({ type: 'list-sketches', home, offset, limit })
      if (listed.isDatasetChanged) events.tell('datasets.changed', {})
      return listed.list
    },
    'sketches.open': async ({ sketch }) => {
      const { strokes } = await data.ask({ type: 'open-sketch', home, sketch })
      return { strokes }
    },
    'sketches.delete': async ({ which }) => {
      const { isDatasetChanged } = await data.ask({ type: 'delete-sketches', home, which })
      tellChanged(isDatasetChanged)
      return {}
    },
    'sketches.export': async () => (await data.ask({ type: 'export-sketches', home })).exported,
  }
}
