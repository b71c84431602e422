import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decode } from 'fast-png'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { metricsLineSchema } from '../../src-preload/contract/metrics'
import { addSmallDataset, makeTestHome, type TestHome } from '../data-home'
import { ProcessFamily } from '../process-family'
import { CHROMIUM, faultsOf, launchChromium, screenshot, screenshotOfFailure } from './chromium'
import { TrainPage } from './pages'
import { serve, type Served } from './served'

const EPOCHS = 20
/** A run takes some fifteen seconds: on a faster machine, too, there is time to pause and to stop. */
const TRAIN_PER_CLASS = 1600

describe.skipIf(CHROMIUM === null)('the golden path in Chromium', () => {
  let browser: Browser
  let home: TestHome
  let served: Served
  let page: Page
  let train: TrainPage
  let faults: readonly string[]

  beforeAll(async () => {
    browser = await launchChromium()
    home = await makeTestHome()
    await addSmallDataset(home, 'four-classes', TRAIN_PER_CLASS)
    await open()
  })
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await screenshotOfFailure(page, 'golden-path-failed')
  })
  afterAll(async () => {
    await browser.close()
    await served[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
  })

  async function open(): Promise<void> {
    served = await serve(home)
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    faults = faultsOf(page)
    train = new TrainPage(page)
    await page.goto(served.url)
  }

  test('a run is started and its curves move', async () => {
    await train.choosePreset('Tiny')
    await train.chooseDataset('four-classes')
    await train.field('Epochs').fill(String(EPOCHS))
    await screenshot(page, 'train-ready')
    await train.transport('Start').click()
    await train.state('Training').waitFor()
    await expect.poll(() => train.lastStep(), { timeout: 30_000 }).toBeGreaterThan(0)
    const reached = await train.lastStep()
    await expect.poll(() => train.lastStep(), { timeout: 30_000 }).toBeGreaterThan(reached)
    await screenshot(page, 'train-running')
  })

  test('a reload and a second window show where the run is', async () => {
    const reached = await train.lastStep()
    await page.reload()
    await train.state('Training').waitFor()
    const other = new TrainPage(await browser.newPage())
    await other.page.goto(served.url)
    await other.state('Training').waitFor()
    for (const window of [train, other])
      await expect.poll(() => window.lastStep(), { timeout: 30_000 }).toBeGreaterThan(reached)
    await other.page.close()
  })

  test('a pause ends the process, and another goes on', async () => {
    await train.transport('Pause').click()
    await train.state('Paused').waitFor()
    await expect.poll(() => trainers()).toEqual([])
    await screenshot(page, 'train-paused')
    const paused = await train.lastStep()
    await train.transport('Resume').click()
    await train.state('Training').waitFor()
    await expect.poll(() => train.lastStep(), { timeout: 30_000 }).toBeGreaterThan(paused)
  })

  test('a stop asks once and keeps the run', async () => {
    await train.transport('Stop').click()
    await page.getByRole('button', { name: 'Stop now' }).click()
    await train.state('Stopped').waitFor()
    await expect.poll(() => trainers()).toEqual([])
    await expect.poll(() => train.lastStep()).toBe(await lastLoggedStep())
    await screenshot(page, 'train-stopped')
  })

  test('after a restart of the program the run goes on to its end', async () => {
    const stopped = await lastLoggedStep()
    expect(faults).toEqual([])
    await page.close()
    expect(await served.end()).toBe(0)
    await open()
    await page.getByRole('region', { name: 'Run' }).getByText('Interrupted').first().waitFor()
    await page.getByRole('button', { name: 'Show its curves' }).click()
    await expect.poll(() => train.lastStep()).toBe(stopped)
    await train.transport('Resume').click()
    await train.state(/(Finished|Stopped early), best epoch/).waitFor({ timeout: 60_000 })
    await page.getByText(/% on the test part of four-classes/).waitFor()
    await screenshot(page, 'train-done')
    expect(faults).toEqual([])
  })

  test('the curves are saved as they were measured', async () => {
    const csv = (await save('Figures, CSV')).toString('utf8').trimEnd().split('\r\n')
    const [header = '', ...rows] = csv
    expect(header).toMatch(/^kind,epoch,step,learning_rate,training_loss,training_accuracy,/)
    const saved = rows.map((row) => row.split(',').slice(0, 6))
    expect(saved).toEqual(await metricsOfTheRun())
    const svg = (await save('Picture, SVG')).toString('utf8')
    const paths = await page.evaluate((text) => {
      const picture = new DOMParser().parseFromString(text, 'image/svg+xml')
      return picture.querySelector('parsererror') ? -1 : picture.querySelectorAll('path').length
    }, svg)
    expect(paths).toBeGreaterThan(3)
    const png = decode(await save('Picture, PNG'))
    expect(png.width).toBeGreaterThan(1000)
    expect(new Set(png.data).size).toBeGreaterThan(20)
  })

  test('the log is copied, and where the browser does not let it be, that is said', async () => {
    const log = page.getByRole('region', { name: 'Log', exact: true })
    const copy = log.getByRole('button', { name: 'Copy the log' })
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    if (!(await copy.isVisible())) await page.keyboard.press('Control+l')
    await copy.click()
    await log.getByText('Copied', { exact: true }).waitFor()
    const copied = await page.evaluate<string>('navigator.clipboard.readText()')
    expect(copied.trimEnd().split('\n')).toHaveLength(
      await log.getByRole('log').locator('p').count(),
    )
    // As a page has it that came by http from another machine.
    await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }))
    await copy.click()
    await log.getByText('This window may not write to the clipboard').waitFor()
    expect(faults).toEqual([])
  })

  async function save(choice: string): Promise<Buffer> {
    await page.getByRole('button', { name: 'Save the curves' }).click()
    const download = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: choice }).click()
    return readFile(await (await download).path())
  }

  /** The first columns of the run's own log, as texts. */
  async function metricsOfTheRun(): Promise<readonly (readonly string[])[]> {
    const runs = join(home.folder, 'runs')
    const [run = ''] = await readdir(runs)
    const log = await readFile(join(runs, run, 'metrics.jsonl'), 'utf8')
    return log
      .trimEnd()
      .split('\n')
      .map((line) => metricsLineSchema.parse(JSON.parse(line)))
      .map(({ kind, epoch, step, learningRate, trainingLoss, trainingAccuracy }) =>
        [kind, epoch, step, learningRate, trainingLoss, trainingAccuracy].map(String),
      )
  }

  async function lastLoggedStep(): Promise<number> {
    return Number((await metricsOfTheRun()).at(-1)?.[2])
  }

  function trainers(): readonly number[] {
    return new ProcessFamily(served.child.pid ?? Number.NaN).named('trainer.js')
  }
})
