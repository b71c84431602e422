import { join } from 'node:path'
import { app, BrowserWindow, Menu, nativeTheme, powerMonitor, protocol, session } from 'electron'
import { canDo, type JobCommand } from '../../src-preload/contract/job-transition'
import { openApplication, type Application } from '../bridge/application'
import type { FileLog } from '../bridge/log'
import { errorData } from '../core/errors'
import { serveAppScheme } from './app-scheme'
import { letPageSave } from './downloads'
import { hardenContents, hardenSession } from './hardening'
import { JobPresence } from './job-presence'
import { busyJobs } from './job-states'
import { openMainWindow } from './main-window'
import { menuTemplate, type WindowCommand } from './menu'
import { onEvent } from './on-event'
import { runFilesAmong, type OpenedFiles } from './opened-files'
import {
  askBeforeClosing,
  askBeforeQuitting,
  askForFile,
  askForFolder,
  askForTarget,
} from './questions'
import { reveal } from './reveal'
import { ScreenLock } from './screen-lock'
import { startUtilityProcess } from './start-utility-process'
import { TEXTS } from './texts'
import { connectWindows } from './window-transport'
import { WindowStateFile } from './window-state-file'

const STOP_AFTER_EPOCH: JobCommand = { type: 'stop', after: 'epoch' }

/** How far the end of the application has come. */
type Ending = 'open' | 'asking' | 'closing' | 'over'

/** The application with its window, from Electron being ready to its end. */
export class Desktop {
  readonly #application: Application
  readonly #log: FileLog
  readonly #presence: JobPresence
  readonly #windowState: WindowStateFile
  readonly #lock: ScreenLock
  #window: BrowserWindow | null = null
  #ending: Ending = 'open'
  /** Whether the user has started it again while it was closing. */
  #opensAgain = false

  /** Opens everything but the window. */
  static async open(log: FileLog, opened: OpenedFiles): Promise<Desktop> {
    hardenContents(log)
    hardenSession(session.defaultSession, log)
    letPageSave(session.defaultSession, log)
    serveAppScheme(protocol, join(import.meta.dirname, '..', 'renderer'))
    const lock = new ScreenLock(log)
    const application = await openApplication({
      startProcess: startUtilityProcess,
      log,
      face: 'desktop',
      capabilities: {
        chooseFile: (what) => askForFile(BrowserWindow.getAllWindows()[0] ?? null, what),
        chooseFolder: (what) => askForFolder(BrowserWindow.getAllWindows()[0] ?? null, what),
        chooseTarget: (name) => askForTarget(BrowserWindow.getAllWindows()[0] ?? null, name),
        takeOpened: () => opened.take(),
        reveal,
        logsFolder: log.folder,
        lockScreen: (isLocked) => lock.set(isLocked),
      },
    })
    const statePath = join(app.getPath('userData'), 'window.json')
    const windowState = await WindowStateFile.open(statePath, log)
    return new Desktop(application, log, lock, windowState, opened)
  }

  private constructor(
    application: Application,
    log: FileLog,
    lock: ScreenLock,
    windowState: WindowStateFile,
    opened: OpenedFiles,
  ) {
    this.#application = application
    this.#log = log
    this.#lock = lock
    this.#windowState = windowState
    this.#setMenu()
    connectWindows(application, log)
    this.#presence = new JobPresence({
      application,
      openWindow: () => this.openWindow(),
      onIdle: () => {
        if (this.#window === null) app.quit()
      },
    })
    this.#followTheme()
    this.#followSystem(opened)
  }

  /** Opens the window, or brings it to the front. */
  openWindow(): void {
    if (this.#isEnding()) {
      this.#opensAgain = true
      return
    }
    if (this.#window !== null) {
      if (this.#window.isMinimized()) this.#window.restore()
      this.#window.show()
      this.#window.focus()
      return
    }
    const window = openMainWindow({
      stateFile: this.#windowState,
      log: this.#log,
      lock: this.#lock,
    })
    this.#window = window
    window.on('close', (event) => {
      if (this.#isEnding()) return
      if (this.#refusesToEnd(event) || !this.#isBusy()) return
      event.preventDefault()
      if (this.#ending === 'open') void this.#closeWhileBusy(window)
    })
    window.once('closed', () => (this.#window = null))
  }

  /** On a locked screen neither window nor application ends before its page has asked for the PIN. */
  #refusesToEnd(event: { readonly preventDefault: () => void }): boolean {
    if (!this.#lock.isLocked) return false
    event.preventDefault()
    this.#application.events.tell('app.command', { command: 'event-mode' })
    return true
  }

  #isEnding(): boolean {
    return this.#ending === 'closing' || this.#ending === 'over'
  }

  /** One question at a time; null where the end came before an answer, which then counts for nothing. */
  async #ask<Answer>(question: () => Promise<Answer>): Promise<Answer | null> {
    this.#ending = 'asking'
    const answer = await question().catch(() => null)
    if (this.#isEnding()) return null
    this.#ending = 'open'
    return answer
  }

  #isBusy(): boolean {
    return busyJobs(this.#application.jobs.queue()).length > 0
  }

  #waiting(): number {
    const jobs = busyJobs(this.#application.jobs.queue())
    return jobs.filter(({ state }) => state.phase === 'queued').length
  }

  async #closeWhileBusy(window: BrowserWindow): Promise<void> {
    const answer = await this.#ask(() => askBeforeClosing(window, this.#waiting()))
    if (answer === 'cancel' || answer === null || window.isDestroyed()) return
    if (answer === 'stop-after-epoch') this.#stopAfterEpoch()
    if (this.#isBusy()) this.#presence.notify(TEXTS.inBackground)
    window.destroy()
  }

  #stopAfterEpoch(): void {
    const { jobs } = this.#application
    for (const { id, state } of busyJobs(jobs.queue())) {
      if (state.phase === 'queued') jobs.remove(id)
      else if (canDo(state, STOP_AFTER_EPOCH)) jobs.stop(id, 'epoch')
    }
  }

  /** Asks jobs to stop and waits for them, then ends. */
  async #quit({ asks }: { readonly asks: boolean }): Promise<void> {
    if (this.#isEnding()) return
    if (asks && this.#isBusy()) {
      if (this.#ending === 'asking') return
      const mayQuit = await this.#ask(() => askBeforeQuitting(this.#window, this.#waiting()))
      if (mayQuit !== true) return
    }
    this.#ending = 'closing'
    this.#window?.destroy()
    await this.#application.close().catch((error: unknown) => {
      this.#log.write('error', 'desktop', `closing failed: ${String(error)}`)
    })
    this.#presence.close()
    await this.#windowState.flush()
    this.#log.write('info', 'desktop', 'ended')
    await this.#log.flush()
    this.#ending = 'over'
    if (this.#opensAgain) app.relaunch()
    app.quit()
  }

  #followSystem(opened: OpenedFiles): void {
    app.on('second-instance', (_event, words, folder) => {
      this.openWindow()
      for (const path of runFilesAmong(words, folder)) opened.add(path)
    })
    // A window that opens asks by itself.
    opened.onAdded = () => {
      this.openWindow()
      this.#application.events.tell('runs.file-opened', {})
    }
    app.on('activate', () => this.openWindow())
    app.on('window-all-closed', () => {
      // Not every version of Electron has told of the window itself by now.
      this.#window = null
      if (!this.#isBusy()) app.quit()
    })
    app.on('before-quit', (event) => {
      if (this.#ending === 'over') return
      if (this.#ending === 'open' && this.#refusesToEnd(event)) return
      event.preventDefault()
      void this.#quit({ asks: true })
    })
    // The machine goes down, or whoever started the application ends it: there is nobody to ask.
    powerMonitor.on('shutdown', (event?: Event) => {
      event?.preventDefault()
      void this.#quit({ asks: false })
    })
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
      process.on(signal, () => void this.#quit({ asks: false }))
    app.on('child-process-gone', (_event, { type, name, reason, exitCode }) => {
      // Where nothing draws fast, the browser tries its ways of drawing one after the other, and ends with a slow one.
      const level = type === 'GPU' ? 'info' : 'warn'
      this.#log.write(level, 'desktop', `${name ?? type}: ${reason}`, { exitCode })
    })
  }

  #followTheme(): void {
    const { preferences, events } = this.#application
    nativeTheme.themeSource = preferences.current.theme
    onEvent(events, 'preferences.changed', ({ theme }) => (nativeTheme.themeSource = theme))
  }

  async #showLogs(): Promise<void> {
    await reveal(this.#log.folder).catch((error: unknown) =>
      this.#log.write('warn', 'desktop', errorData(error).message),
    )
  }

  #setMenu(): void {
    const tell = (command: WindowCommand) => {
      if (this.#window === null) this.openWindow()
      else this.#application.events.tell('app.command', { command })
    }
    const template = menuTemplate({
      platform: process.platform,
      hasDeveloperTools: !app.isPackaged,
      tell,
      showLogs: () => void this.#showLogs(),
      showAbout: () => app.showAboutPanel(),
    })
    Menu.setApplicationMenu(Menu.buildFromTemplate(template))
    app.setAboutPanelOptions({
      applicationName: TEXTS.name,
      applicationVersion: app.getVersion(),
      copyright: TEXTS.about,
    })
  }
}
