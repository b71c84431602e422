import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { readRunRecord } from '../../src-main/core/runs/run-record'
import { runPaths } from '../../src-main/core/runs/run-folder'
import { makeTestHome, type TestHome } from '../data-home'
import { ProcessFamily } from '../process-family'
import { openDisplay, type Display } from './display'
import { ELECTRON } from './electron-binary'
import {
  closeWindow,
  endOf,
  launch,
  launchAgain,
  screenshot,
  screenshotOfFailure,
  type Launched,
} from './launch'
import { addFewStrokes, TrainScreen } from './train-screen'

const EPOCHS = 12
/** Buttons of the question before a window closes. */
const KEEP_IN_BACKGROUND = 0
const STOP_AFTER_EPOCH = 1
const CANCEL = 2

// One run from its start to its end: each test goes on where the one before has left it.
describe.skipIf(ELECTRON === null)('a run in Electron', () => {
  let home: TestHome
  let display: Display
  let launched: Launched
  let screen: TrainScreen
  let stoppedAtStep: number

  async function start(): Promise<void> {
    launched = await launch({ home, display })
    screen = new TrainScreen(launched.page)
  }
  beforeAll(async () => {
    home = await makeTestHome()
    await addFewStrokes(home)
    display = await openDisplay()
    await start()
  })
  afterAll(async () => {
    await launched[Symbol.asyncDispose]()
    await display[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
  })

  // What follows a failure would only wait.
  let hasFailed = false
  beforeEach(({ skip }) => skip(hasFailed))
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return
    hasFailed = true
    for (const page of launched.electron.windows()) await screenshotOfFailure(page, 'failure')
    console.error(launched.output(), await logged())
  })

  const logged = () => readFile(join(home.folder, 'logs', 'desktop.log'), 'utf8').catch(() => '')
  /** Of the latest run. */
  async function runRecord() {
    const runs = await readdir(join(home.folder, 'runs'))
    const run = runs.sort().at(-1) ?? ''
    return readRunRecord(runPaths(join(home.folder, 'runs', run)))
  }
  async function stepAbove(step: number): Promise<number> {
    await expect.poll(() => screen.lastStep(), { timeout: 30_000 }).toBeGreaterThan(step)
    return screen.lastStep()
  }

  test('starts, and its curves move', async () => {
    await screen.chooseTiny(EPOCHS)
    await screen.press('Start')
    await screen.isSaid(/Training/)
    const step = await stepAbove(0)
    await stepAbove(step)
    await screenshot(launched.page, 'running')
  })

  test('shows its progress in the taskbar, and keeps the machine awake', async () => {
    const seen = await launched.electron.evaluate(async ({ BrowserWindow, powerSaveBlocker }) => {
      const [window] = BrowserWindow.getAllWindows()
      const share = await new Promise<number>((resolve) => {
        if (window) window.setProgressBar = resolve
      })
      const isAwake = [...Array(10).keys()].some((id) => powerSaveBlocker.isStarted(id))
      return { share, isAwake }
    })
    expect(seen).toEqual({ share: expect.any(Number), isAwake: true })
    expect(seen.share).toBeGreaterThan(0)
    expect(seen.share).toBeLessThan(1)
  })

  test('pauses, and its process is gone; resumes, and goes on', async () => {
    await screen.press('Pause')
    await screen.isSaid(/Paused/)
    await screenshot(launched.page, 'paused')
    await expect
      .poll(() => new ProcessFamily(launched.main.pid ?? 0).named('trainer.js'))
      .toEqual([])
    const step = await screen.lastStep()
    await screen.press('Resume')
    await stepAbove(step)
  })

  test('stops when asked twice', async () => {
    await screen.press('Stop')
    await launched.page.getByRole('button', { name: 'Stop now' }).click()
    await screen.isSaid(/Stopped/)
    stoppedAtStep = await screen.lastStep()
    expect((await runRecord()).status).toBe('interrupted')
  })

  test('is offered after a restart of the application, and goes on', async () => {
    await closeWindow(launched.electron)
    expect(await endOf(launched.main)).toEqual([0, null])
    await start()
    await launched.page.getByText(/was interrupted/).waitFor()
    await screen.press('Resume')
    await screen.isSaid(/Training/)
    await stepAbove(stoppedAtStep)
  })

  test('comes to its end', async () => {
    await screen.isSaid(/Finished|Stopped early/)
    expect((await runRecord()).status).toBe('finished')
    await screenshot(launched.page, 'finished')
  })

  test('leads to its results, and from a cell of the matrix to its images', async () => {
    const { page } = launched
    await page.getByRole('button', { name: 'See results' }).click()
    await page.getByRole('region', { name: 'Headline figures' }).waitFor()
    await page.getByRole('region', { name: 'Most confused' }).getByRole('button').first().click()
    await screenshot(page, 'results')
    await page.getByRole('grid', { name: /Confusion matrix/ }).focus()
    await page.keyboard.press('Enter')
    const drawer = page.getByRole('dialog', { name: 'Images of the cell' })
    await drawer.getByRole('img').first().waitFor()
    await screenshot(page, 'results-images')
    await page.keyboard.press('Enter')
    const detail = page.getByRole('dialog', { name: /^Image 1 of/ })
    await detail.getByText('As the model sees it').waitFor()
    await screenshot(page, 'results-image')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await drawer.waitFor({ state: 'hidden' })
    await page.keyboard.press('Alt+1')
  })

  test('asks once, however often its window is closed, and keeps it until there is an answer', async () => {
    await screen.setEpochs(1000)
    await screen.press('Start')
    await screen.isSaid(/Training/)
    const asked = await launched.electron.evaluate(async ({ BrowserWindow, dialog }, cancel) => {
      const [window] = BrowserWindow.getAllWindows()
      let asked = 0
      const answered = new Promise<void>((resolve) => {
        dialog.showMessageBox = async () => {
          asked += 1
          setImmediate(() => window?.close())
          await new Promise<void>((closedAgain) => window?.once('close', () => closedAgain()))
          setTimeout(resolve, 200)
          return { response: cancel, checkboxChecked: false }
        }
      })
      window?.close()
      await answered
      return asked
    }, CANCEL)
    expect(asked).toBe(1)
    expect(launched.electron.windows()).toHaveLength(1)
  })

  test('goes on without its window, and is shown again by a second launch', async () => {
    await answerDialogs(KEEP_IN_BACKGROUND)
    await closeWindow(launched.electron)
    await expect.poll(() => launched.electron.windows().length).toBe(0)
    const again = launched.electron.waitForEvent('window')
    expect(await launchAgain({ home, display })).toBe(0)
    const page = await again
    screen = new TrainScreen(page)
    await screen.isSaid(/Training/)
    await stepAbove(await screen.lastStep())
    await screenshot(page, 'opened-again')
  })

  test('ends after its epoch, and the application with it', async () => {
    const family = new ProcessFamily(launched.main.pid ?? 0)
    await answerDialogs(STOP_AFTER_EPOCH)
    await closeWindow(launched.electron)
    await expect.poll(() => launched.electron.windows().length).toBe(0)
    expect(await endOf(launched.main)).toEqual([0, null])
    expect(await family.leftAfter(20_000)).toEqual([])
    expect((await runRecord()).status).toBe('interrupted')
    expect(await logged()).not.toMatch(/Z (warn|error)/)
  })

  /** What the system's dialogs answer from now on. */
  async function answerDialogs(response: number): Promise<void> {
    await launched.electron.evaluate(({ dialog }, response) => {
      dialog.showMessageBox = () => Promise.resolve({ response, checkboxChecked: false })
    }, response)
  }
})
