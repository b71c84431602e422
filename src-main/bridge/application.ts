import { holdsDevice } from '../../src-preload/contract/job-transition'
import type { Preferences } from '../../src-preload/contract/preferences'
import { dataHome } from '../core/data-home'
import { UserPreferences } from '../core/preferences'
import { TrainingJobs } from '../processes/jobs/job-queue'
import type { JobsListener } from '../processes/jobs/jobs-listener'
import { KnownDevices } from '../processes/known-devices'
import type { StartProcess } from '../processes/start-process'
import { withTf32 } from '../processes/with-tf32'
import { appHandlers } from './app/app-handlers'
import { createBridge, type RequestBridge } from './bridge'
import type { Capabilities } from './capabilities'
import { WindowEvents } from './events'
import type { HandedOverFiles } from './hand-over/handed-over-files'
import type { OfferedFiles } from './hand-over/offered-files'
import type { Caller, Handlers } from './handlers'
import type { Log } from './log'
import { logFault } from './log-faults'
import { allowsTf32, openServices } from './services'
import { trainingHandlers } from './training/training-handlers'

/** A trainer ends after its step and writes a checkpoint, which a slow disk may take its time for. */
const GRACE_MS = 20_000

export interface ApplicationOptions {
  /** The data home; the user's where left out. */
  readonly home?: string
  readonly startProcess: StartProcess
  readonly log: Log
  readonly face: Caller['face']
  readonly capabilities: Capabilities
}

/** The program behind its windows, whatever carries what they say. */
export interface Application extends RequestBridge {
  /** What windows are told: a transport subscribes and passes it on. */
  readonly events: WindowEvents
  readonly jobs: TrainingJobs
  readonly preferences: { readonly current: Preferences }
  /** Where transports put what the user gives to windows. */
  readonly handedOver: HandedOverFiles
  /** Files that are ready for windows in browsers to fetch. */
  readonly offered: OfferedFiles
  /** Asks what trains to stop, and resolves when no process is left. */
  close(): Promise<void>
}

/** Puts the parts together; no process is started before a window asks for what needs one. */
export async function openApplication(options: ApplicationOptions): Promise<Application> {
  const { home = dataHome(), log, face, capabilities } = options
  const preferences = await UserPreferences.open(home)
  const startProcess = withTf32(options.startProcess, () => allowsTf32(preferences))
  const events = new WindowEvents((fault) => logFault(log, 'bridge', 'an event', fault))
  const jobs = await TrainingJobs.open({ startProcess, home, listener: tellWindows(events, log) })
  const isTraining = () =>
    jobs.queue().jobs.some(({ state }) => holdsDevice(state) && state.phase !== 'paused')
  const devices = new KnownDevices()
  const services = await openServices({
    ...{ home, preferences, startProcess, events, capabilities, isTraining, jobs, devices },
  })
  const handlers: Handlers = {
    ...appHandlers({ home, face, capabilities, log, datasets: services.datasets }),
    ...services.handlers,
    ...trainingHandlers(jobs),
    'training.start': async (newRun) => {
      // Only what was listed or chosen in a dialog: no path comes from a window.
      services.datasets.require(newRun.dataset)
      return { job: jobs.start(newRun, await devices.queueOf(newRun.device)) }
    },
    'training.resume-run': async ({ run }) => ({
      job: await jobs.resumeRun(run, await devices.queueOf(undefined)),
    }),
  }
  return {
    ...createBridge(handlers, log),
    events,
    jobs,
    preferences: services.preferences,
    handedOver: services.handedOver,
    offered: services.offered,
    close: async () => {
      await Promise.all([jobs.close({ graceMs: GRACE_MS }), services.close()])
    },
  }
}

function tellWindows(events: WindowEvents, log: Log): JobsListener {
  return {
    queue: (queue) => events.tell('training.queue', queue),
    progress: (progress) => events.tell('training.progress', progress),
    epoch: (epoch) => events.tell('training.epoch', epoch),
    log: (entry) => events.tell('training.log', entry),
    runsChanged: () => {
      events.tell('runs.changed', {})
      // A run that has ended was measured.
      events.tell('measurements.changed', {})
    },
    refused: (why) => log.write('warn', 'training', why),
    queueFault: (fault) => log.write('warn', 'training', fault),
  }
}
