import { BrowserWindow, Menu, Notification, powerSaveBlocker } from 'electron'
import type { JobProgress, JobQueue } from '../../src-preload/contract/job'
import { canDo } from '../../src-preload/contract/job-transition'
import type { Application } from '../bridge/application'
import { busyJobs, endedBetween, shareDone } from './job-states'
import { PAUSE_ITEM, STOP_ITEM } from './menu'
import { onEvent } from './on-event'
import { runEndedNotice, type Notice } from './run-ended'

export interface JobPresenceOptions {
  readonly application: Application
  readonly openWindow: () => void
  /** Nothing computes any longer. */
  readonly onIdle: () => void
}

/** What the system shows of jobs outside the page: progress, notifications, menu; and it keeps the machine awake. */
export class JobPresence {
  readonly #openWindow: () => void
  readonly #onIdle: () => void
  readonly #subscriptions: readonly (() => void)[]
  #queue: JobQueue
  #keepsAwake: number | null = null
  /** The system forgets a notification that nobody holds, and with it what a click does. */
  readonly #notices = new Set<Notification>()

  constructor({ application, openWindow, onIdle }: JobPresenceOptions) {
    this.#openWindow = openWindow
    this.#onIdle = onIdle
    this.#queue = application.jobs.queue()
    const { events } = application
    this.#subscriptions = [
      onEvent(events, 'training.queue', (queue) => this.#follow(queue)),
      onEvent(events, 'training.progress', (progress) => this.#showProgress(progress)),
    ]
    this.#offerCommands()
  }

  close(): void {
    for (const unsubscribe of this.#subscriptions) unsubscribe()
    this.#letSleep()
  }

  notify({ title, body }: Notice): void {
    if (!Notification.isSupported()) return
    const notification = new Notification({ title, body })
    this.#notices.add(notification)
    notification.once('click', this.#openWindow)
    notification.once('close', () => this.#notices.delete(notification))
    notification.show()
  }

  #follow(queue: JobQueue): void {
    const wasBusy = busyJobs(this.#queue).length > 0
    const isBusy = busyJobs(queue).length > 0
    const ended = endedBetween(this.#queue, queue)
    this.#queue = queue
    this.#offerCommands()
    if (BrowserWindow.getFocusedWindow() === null)
      for (const notice of ended.map(runEndedNotice)) if (notice !== null) this.notify(notice)
    if (isBusy) {
      this.#keepsAwake ??= powerSaveBlocker.start('prevent-app-suspension')
    } else {
      this.#letSleep()
      for (const window of BrowserWindow.getAllWindows()) window.setProgressBar(-1)
      if (wasBusy) this.#onIdle()
    }
  }

  #showProgress(progress: JobProgress): void {
    const job = this.#queue.jobs.find(({ id }) => id === progress.job)
    const share = job === undefined ? null : shareDone(job, progress)
    if (share !== null)
      for (const window of BrowserWindow.getAllWindows()) window.setProgressBar(share)
  }

  #offerCommands(): void {
    const states = this.#queue.jobs.map(({ state }) => state)
    const offers = {
      [PAUSE_ITEM]: states.some(
        (it) => canDo(it, { type: 'pause' }) || canDo(it, { type: 'resume' }),
      ),
      [STOP_ITEM]: states.some((it) => canDo(it, { type: 'stop', after: 'step' })),
    }
    for (const [id, isPossible] of Object.entries(offers)) {
      const item = Menu.getApplicationMenu()?.getMenuItemById(id)
      if (item) item.enabled = isPossible
    }
  }

  #letSleep(): void {
    if (this.#keepsAwake !== null) powerSaveBlocker.stop(this.#keepsAwake)
    this.#keepsAwake = null
  }
}
