import type { Doctor } from '../../processes/doctor/doctor'
import type { DataService } from '../../processes/services'
import type { KnownDatasets } from '../datasets/known-datasets'
import type { WindowEvents } from '../events'
import type { Handlers } from '../handlers'
import { epochEstimate } from './epoch-estimate'

export interface PlanDependencies {
  readonly home: string
  readonly data: DataService
  readonly datasets: KnownDatasets
  readonly doctor: Pick<Doctor, 'report'>
  readonly events: WindowEvents
}

/** Tells what a run would be before it is started. */
export function planHandlers({
  home,
  data,
  datasets,
  doctor,
  events,
}: PlanDependencies): Pick<Handlers, 'training.plan'> {
  return {
    'training.plan': async (newRun) => {
      datasets.require(newRun.dataset)
      const { plan, pace } = await data.ask({ type: 'plan', home, newRun })
      if (datasets.isNews(newRun.dataset)) events.tell('datasets.changed', {})
      return { ...plan, estimate: epochEstimate(plan.description, pace, doctor.report) }
    },
  }
}
