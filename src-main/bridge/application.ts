import { holdsDevice } from '../../src-preload/contract/job-transition'
import type { Preferences } from '../../src-preload/contract/preferences'
import { dataHome } from '../core/data-home'
import { TrainingJobs } from '../processes/jobs/job-queue'
import type { JobsListener } from '../processes/jobs/jobs-listener'
import type { StartProcess } from '../processes/start-process'
import { appHandlers } from './app/app-handlers'
import { createBridge, type RequestBridge } from './bridge'
import type { Capabilities } from './capabilities'
import { WindowEvents } from './events'
import type { HandedOverFiles } from './hand-over/handed-over-files'
import type { Caller, Handlers } from './handlers'
import type { Log } from './log'
import { logFault } from './log-faults'
import { openServices } from './services'
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
  /** Asks what trains to stop, and resolves when no process is left. */
  close(): Promise<void>
}

/** Puts the parts together; no process is started before a window asks for what needs one. */
export async function openApplication(options: ApplicationOptions): Promise<Application> {
  const { home = dataHome(), startProcess, log, face, capabilities } = options
  const events = new WindowEvents((fault) => logFault(log, 'bridge', 'an event', fault))
  const jobs = await TrainingJobs.open({ startProcess, home, listener: tellWindows(events, log) })
  const isTraining = () =>
    jobs.queue().jobs.some(({ state }) => holdsDevice(state) && state.phase !== 'paused')
  const services = await openServices({
    ...{ home, startProcess, events, capabilities, isTraining, jobs },
  })
  const training = trainingHandlers(jobs)
  const handlers: Handlers = {
    ...appHandlers({ home, face, capabilities, log, datasets: services.datasets }),
    ...services.handlers,
    ...training,
    'training.start': async (newRun, caller) => {
      // Only what was listed or chosen in a dialog: no path comes from a window.
      services.datasets.require(newRun.dataset)
      return training['training.start'](newRun, caller)
    },
  }
  return {
    ...createBridge(handlers, log),
    events,
    jobs,
    preferences: services.preferences,
    handedOver: services.handedOver,
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
