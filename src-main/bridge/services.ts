import { UserPreferences } from '../core/preferences'
import { Doctor } from '../processes/doctor/doctor'
import { GpuChecks } from '../processes/gpu-check/gpu-check'
import { MeasuringRun } from '../processes/measuring-run'
import { KnownDevices } from '../processes/known-devices'
import { RuntimeInstallation } from '../processes/runtime-installation'
import { dataService, recogniserService } from '../processes/services'
import type { StartProcess } from '../processes/start-process'
import { DatasetFetches } from '../processes/dataset-fetches'
import { DatasetImports } from '../processes/dataset-imports'
import { DatasetVerifications } from '../processes/dataset-verifications'
import type { Capabilities } from './capabilities'
import { connectionsHandlers } from './connections/connections-handlers'
import { datasetsHandlers } from './datasets/datasets-handlers'
import type { DatasetUsers } from './datasets/dataset-in-use'
import { KnownDatasets } from './datasets/known-datasets'
import { shelfHandlers } from './datasets/shelf-handlers'
import { doctorHandlers } from './doctor/doctor-handlers'
import { gpuCheckHandlers } from './doctor/gpu-check-handlers'
import type { WindowEvents } from './events'
import { fetchesHandlers } from './fetches/fetches-handlers'
import { HandedOverFiles } from './hand-over/handed-over-files'
import { OfferedFiles } from './hand-over/offered-files'
import { homeHandlers } from './home/home-handlers'
import { measurementsHandlers } from './measurements/measurements-handlers'
import { PredictionsTakenIn } from './measurements/predictions-taken-in'
import { importsHandlers } from './imports/imports-handlers'
import { planHandlers } from './plan/plan-handlers'
import { preferencesHandlers } from './preferences/preferences-handlers'
import type { RunJobs } from './runs/jobs-of-runs'
import { runsFolderOf } from './runs/run-folder-of'
import { PortableRuns } from './runs/portable-runs'
import { portableRunsHandlers } from './runs/portable-runs-handlers'
import { runsHandlers } from './runs/runs-handlers'
import { runtimeHandlers } from './runtime/runtime-handlers'
import { sketchesHandlers } from './sketch/sketches-handlers'
import { sketchHandlers } from './sketch/sketch-handlers'

export interface ServicesOptions {
  readonly home: string
  /** Those of the home; opened where left out. */
  readonly preferences?: UserPreferences
  readonly startProcess: StartProcess
  readonly events: WindowEvents
  readonly capabilities: Capabilities
  /** Whether a run trains at this moment; none does where left out. */
  readonly isTraining?: () => boolean
  /** What runs can be computed on; looked for where left out. */
  readonly devices?: KnownDevices
  /** The runs that wait or train here; none do where left out. */
  readonly jobs?: RunJobs
}

/** As the user prefers, unless they forbid it to all programs. */
export function allowsTf32({ current }: UserPreferences): boolean {
  return current.tf32 && process.env['NVIDIA_TF32_OVERRIDE'] !== '0'
}

/** Everything that answers windows but the training jobs: its handlers, and what is behind them. */
export type Services = Awaited<ReturnType<typeof openServices>>

export async function openServices(options: ServicesOptions) {
  const { home, startProcess, events, capabilities, isTraining, jobs } = options
  const { devices = new KnownDevices() } = options
  const preferences = options.preferences ?? (await UserPreferences.open(home))
  const datasets = new KnownDatasets(home)
  const handedOver = await HandedOverFiles.open(home)
  const data = dataService(startProcess)
  const recogniser = recogniserService(startProcess)
  const tf32 = () => allowsTf32(preferences)
  const doctor = new Doctor({
    ...{ home, startProcess, isTraining, tf32 },
    electron: process.versions['electron'] ?? null,
    onChange: (diagnosis) => events.tell('doctor.changed', diagnosis),
  })
  const gpuChecks = new GpuChecks({
    ...{ home, startProcess, tf32 },
    isTraining: isTraining ?? (() => false),
    onChange: (check) => events.tell('gpu-check.changed', check),
  })
  const installation = new RuntimeInstallation({
    startProcess,
    onChange: (state) => events.tell('runtime.changed', state),
    onEnded: (isInstalled) => {
      events.tell('connections.changed', {})
      devices.forget()
      if (isInstalled) void doctor.checkAnew()
    },
  })
  const fetches = new DatasetFetches({
    ...{ home, startProcess },
    onChange: (list) => events.tell('fetches.changed', { fetches: [...list] }),
    onEnded: (isStored) => {
      events.tell('connections.changed', {})
      if (isStored) events.tell('datasets.changed', {})
    },
  })
  const imports = new DatasetImports({
    ...{ home, startProcess },
    onChange: (importing) => events.tell('imports.changed', importing),
  })
  const users: DatasetUsers = {
    ...{ home, jobs },
    listRuns: async () =>
      (await data.ask({ type: 'runs', runsFolder: runsFolderOf(home), known: null })).list,
  }
  const verifications = new DatasetVerifications({ home, startProcess })
  const offered = new OfferedFiles()
  const portable = new PortableRuns({ home, startProcess, handedOver, offered })
  const predictions = new PredictionsTakenIn({ home, startProcess, handedOver })
  const measuring = new MeasuringRun({
    ...{ home, startProcess },
    onChange: (state) => {
      events.tell('measuring.changed', state)
      if (state.phase === 'done') events.tell('measurements.changed', {})
    },
  })
  return {
    preferences,
    datasets,
    handedOver,
    offered,
    doctor,
    handlers: {
      ...preferencesHandlers(preferences, events),
      ...connectionsHandlers(home),
      ...homeHandlers(home, data),
      ...doctorHandlers(doctor),
      ...gpuCheckHandlers(gpuChecks),
      ...runtimeHandlers({
        ...{ installation, devices, capabilities },
        isTraining: isTraining ?? (() => false),
        onRemoved: () => {
          devices.forget()
          void installation.state().then((state) => events.tell('runtime.changed', state))
          void doctor.checkAnew()
        },
      }),
      ...datasetsHandlers({ home, data, datasets, events, capabilities }),
      ...shelfHandlers({ home, data, datasets, events, verifications, users }),
      ...fetchesHandlers(fetches),
      ...importsHandlers({ imports, handedOver, events, capabilities, users }),
      ...planHandlers({ home, data, datasets, doctor, events }),
      ...runsHandlers({ home, data, events, jobs }),
      ...portableRunsHandlers({ portable, capabilities, handedOver, events }),
      ...measurementsHandlers({ home, data, datasets, events, measuring, predictions }),
      ...sketchesHandlers({ home, data, events }),
      ...sketchHandlers(home, recogniser),
    },
    /** Ends every process; what windows ask from then on fails. */
    close: async (): Promise<void> => {
      const ends = [data.close(), recogniser.close(), doctor.close(), installation.cancel()]
      await Promise.all([...ends, fetches.close(), imports.stop()])
      await Promise.all([measuring.stop(), predictions.close(), verifications.close()])
      await gpuChecks.cancel()
      await portable.close()
      await offered.clear()
      await handedOver.clear()
    },
  } as const
}
