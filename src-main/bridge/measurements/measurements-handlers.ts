import type { MeasuringRun } from '../../processes/measuring-run'
import type { DataService } from '../../processes/services'
import type { KnownDatasets } from '../datasets/known-datasets'
import type { WindowEvents } from '../events'
import type { Handlers } from '../handlers'
import { runFolderOf } from '../runs/run-folder-of'
import type { PredictionsTakenIn } from './predictions-taken-in'

export interface MeasurementsDependencies {
  readonly home: string
  readonly data: DataService
  readonly datasets: Pick<KnownDatasets, 'require'>
  readonly events: WindowEvents
  readonly measuring: MeasuringRun
  readonly predictions: PredictionsTakenIn
}

type MeasurementsRequest = Extract<keyof Handlers, `measurements.${string}`>

/** Tells how networks did, image by image; measures runs, and takes in what other programs predicted. */
export function measurementsHandlers({
  home,
  data,
  datasets,
  events,
  measuring,
  predictions,
}: MeasurementsDependencies): Pick<Handlers, MeasurementsRequest> {
  return {
    'measurements.list': async ({ known }) =>
      (await data.ask({ type: 'measurements', home, known })).list,
    'measurements.open': async ({ ref }) => {
      const { measurement } = await data.ask({ type: 'measurement', home, ref })
      return { measurement }
    },
    'measurements.images': async (wanted) =>
      (await data.ask({ type: 'measurement-images', home, wanted })).images,
    'measurements.compare': async ({ baseline, others }) =>
      (await data.ask({ type: 'compare-measurements', home, baseline, others })).compared,
    'measurements.text': async ({ ref, text }) =>
      (await data.ask({ type: 'measurement-text', home, ref, text })).made,
    'measurements.recall': async ({ run }) =>
      (await data.ask({ type: 'recall', folder: runFolderOf(home, run) })).recall,
    'measurements.measure': async (wanted) => {
      const folder = runFolderOf(home, wanted.run)
      const { record } = await data.ask({ type: 'run', folder })
      // A folder that the run itself names was chosen when it began.
      if (wanted.dataset !== record.datasetSource) datasets.require(wanted.dataset)
      measuring.measure(folder, wanted)
      return {}
    },
    'measurements.measuring': () => measuring.state,
    'measurements.stop': async () => {
      await measuring.stop()
      return {}
    },
    'measurements.add-predictions': async (wanted) => {
      datasets.require(wanted.dataset)
      const taken = await predictions.take(wanted)
      if (taken.isNew) events.tell('measurements.changed', {})
      return taken
    },
    'measurements.remove': async ({ ref }) => {
      await data.ask({ type: 'remove-predictions', home, ref })
      events.tell('measurements.changed', {})
      return {}
    },
  }
}
