import { UserPreferences } from '../core/preferences'
import { Doctor } from '../processes/doctor/doctor'
import { RuntimeInstallation } from '../processes/runtime-installation'
import { dataService, recogniserService } from '../processes/services'
import type { StartProcess } from '../processes/start-process'
import type { Capabilities } from './capabilities'
import { connectionsHandlers } from './connections/connections-handlers'
import { datasetsHandlers } from './datasets/datasets-handlers'
import { KnownDatasets } from './datasets/known-datasets'
import { doctorHandlers } from './doctor/doctor-handlers'
import type { WindowEvents } from './events'
import { homeHandlers } from './home/home-handlers'
import { planHandlers } from './plan/plan-handlers'
import { preferencesHandlers } from './preferences/preferences-handlers'
import { recognitionHandlers } from './recognition/recognition-handlers'
import { runsHandlers } from './runs/runs-handlers'
import { runtimeHandlers } from './runtime/runtime-handlers'

export interface ServicesOptions {
  readonly home: string
  readonly startProcess: StartProcess
  readonly events: WindowEvents
  readonly capabilities: Pick<Capabilities, 'chooseFolder'>
  /** Whether a run trains at this moment; none does where left out. */
  readonly isTraining?: () => boolean
}

/** Everything that answers windows but the training jobs: its handlers, and what is behind them. */
export type Services = Awaited<ReturnType<typeof openServices>>

export async function openServices(options: ServicesOptions) {
  const { home, startProcess, events, capabilities, isTraining } = options
  const preferences = await UserPreferences.open(home)
  const datasets = new KnownDatasets(home)
  const data = dataService(startProcess)
  const recogniser = recogniserService(startProcess)
  const doctor = new Doctor({
    ...{ home, startProcess, isTraining },
    electron: process.versions['electron'] ?? null,
    onChange: (diagnosis) => events.tell('doctor.changed', diagnosis),
  })
  const installation = new RuntimeInstallation({
    startProcess,
    onChange: (state) => events.tell('runtime.changed', state),
    onEnded: (isInstalled) => {
      events.tell('connections.changed', {})
      if (isInstalled) void doctor.checkAnew()
    },
  })
  return {
    preferences,
    datasets,
    doctor,
    handlers: {
      ...preferencesHandlers(preferences, events),
      ...connectionsHandlers(home),
      ...homeHandlers(home, data),
      ...doctorHandlers(doctor),
      ...runtimeHandlers(installation),
      ...datasetsHandlers({ home, data, datasets, events, capabilities }),
      ...planHandlers({ home, data, datasets, doctor, events }),
      ...runsHandlers(home, data),
      ...recognitionHandlers(home, recogniser),
    },
    /** Ends every process; what windows ask from then on fails. */
    close: async (): Promise<void> => {
      await Promise.all([data.close(), recogniser.close(), doctor.close(), installation.cancel()])
    },
  } as const
}
