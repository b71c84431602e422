import { existsSync } from 'node:fs'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { encode } from 'fast-png'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { officialEmnist } from '../../src-main/core/datasets/get/official-emnist'
import { writeEmnistFolder } from '../../src-main/core/datasets/make-idx.test-helper'
import { makeStrokesFolder } from '../../src-main/core/datasets/make-strokes-folder'
import { openDataset } from '../../src-main/core/datasets/open-dataset'
import {
  startFaultyServer,
  type FaultyServer,
} from '../../src-main/core/download/faulty-server.test-helper'
import { makeTestHome, type TestHome } from '../data-home'
import { runGlyphlab } from '../run-glyphlab'
import { CHROMIUM, faultsOf, launchChromium, screenshot, screenshotOfFailure } from './chromium'
import { serve, type Served } from './served'

const SPLIT = 'mnist'
const PER_CLASS = 60
/** A megabyte in a second: time to pause and to cut. */
const SLOWLY = { trickle: { bytes: 65_536, pauseMs: 60 } }

describe.skipIf(CHROMIUM === null)('Data in Chromium', () => {
  let browser: Browser
  let home: TestHome
  let served: Served
  let mirror: FaultyServer
  let page: Page
  let faults: readonly string[]
  const { files } = officialEmnist(SPLIT)
  const [images] = files

  beforeAll(async () => {
    browser = await launchChromium()
    home = await makeTestHome()
    await makeStrokesFolder(join(home.folder, 'datasets', 'strokes'), {
      trainPerClass: PER_CLASS,
      testPerClass: 20,
      seed: 1,
    })
    mirror = await startFaultyServer({})
    const environment = { ...home.environment, GLYPHLAB_MIRRORS: mirror.url('/emnist/') }
    served = await serve({ ...home, environment })
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    page.setDefaultTimeout(30_000)
    faults = faultsOf(page)
    await page.goto(served.url)
    await page.keyboard.press('Alt+5')
    await page.getByRole('heading', { name: 'Strokes' }).waitFor()
  })
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await screenshotOfFailure(page, 'data-failed')
  })
  afterAll(async () => {
    await browser.close()
    await served[Symbol.asyncDispose]()
    await mirror[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
  })

  /** Files of the right length, and of other bytes than those that are published. */
  function serveFiles(how: Parameters<FaultyServer['serve']>[1] = {}): void {
    for (const { name, bytes } of files)
      mirror.serve(`/emnist/${name}`, { bytes: Buffer.alloc(bytes, 7), ...how })
  }
  const card = (name: string) => page.getByRole('article').filter({ hasText: name })
  const mnist = () => card('MNIST')
  const progress = async () => {
    const words = (await mnist().getByRole('progressbar').getAttribute('aria-valuetext')) ?? ''
    return Number(/([\d.]+) MB of/.exec(words)?.[1] ?? 0)
  }

  /** As from the system's file browser: whoever lets go looks first whether it may be dropped there. */
  async function drop(path: string): Promise<void> {
    const session = await page.context().newCDPSession(page)
    const data = { items: [], files: [path], dragOperationsMask: 1 }
    const send = (type: 'dragEnter' | 'dragOver' | 'drop') =>
      session.send('Input.dispatchDragEvent', { type, x: 700, y: 500, data })
    const invitation = page.getByText('Drop it to take it in as a data set')
    await send('dragEnter')
    await send('dragOver')
    await invitation.waitFor()
    await send('dragOver')
    await send('drop')
    await invitation.waitFor({ state: 'hidden' })
  }

  test('shows what a data set holds: its balance, its leakage, each class', async () => {
    await page.getByText(`${PER_CLASS} images of each class`).first().waitFor()
    await page.getByText('No image of the test part is in the training part.').waitFor()
    const grid = page.getByRole('grid', { name: 'Classes, with training images' })
    expect(await grid.getByRole('gridcell').count()).toBe(47)
    await screenshot(page, 'data')
    await grid.getByRole('gridcell').first().focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
    await page.getByRole('grid', { name: 'Images', exact: true }).waitFor()
    await page.getByText(`${PER_CLASS} images`, { exact: true }).waitFor()
    await screenshot(page, 'data-class')
  })

  test('an image is excluded or relabelled, and that is taken back', async () => {
    const image = (index: number) =>
      page.getByRole('grid', { name: 'Images', exact: true }).getByRole('gridcell').nth(index)
    const corrections = async () =>
      (await openDataset('strokes', { home: home.folder })).corrections
    await image(2).click()
    await page.getByLabel('Reason').fill('ein Klecks')
    await page.getByRole('button', { name: 'Exclude' }).click()
    await page.getByText('1 image excluded from training and measuring.').waitFor()
    await expect.poll(corrections).toMatchObject({ excluded: 1, relabelled: 0 })
    await page.getByRole('grid', { name: 'Images', exact: true }).focus()
    await page.keyboard.press('Control+z')
    await expect.poll(corrections).toBeNull()
    await image(3).click()
    await page.getByLabel('Relabel to', { exact: true }).last().selectOption({ index: 5 })
    await page.getByRole('button', { name: 'Relabel to' }).click()
    await expect.poll(corrections).toMatchObject({ excluded: 0, relabelled: 1 })
    await screenshot(page, 'data-relabelled')
    const told = await runGlyphlab(['--json', 'data', 'corrections', 'strokes'], home.environment)
    expect(told.stdout).toContain('relabel')
    await page.getByRole('switch', { name: 'Corrected only' }).click()
    await expect.poll(() => image(0).getAttribute('aria-label')).toMatch(/relabelled to/)
    await image(0).click()
    await page.getByRole('button', { name: 'Restore' }).click()
    await expect.poll(corrections).toBeNull()
    await page.getByRole('button', { name: 'All classes' }).click()
  })

  test('a download is paused, goes on, outlasts a cut connection, and is checked', async () => {
    serveFiles({ always: SLOWLY })
    await mnist()
      .getByRole('button', { name: /^Fetch EMNIST MNIST: 17\.4 MB from/ })
      .click()
    await expect.poll(progress, { timeout: 20_000 }).toBeGreaterThan(0.3)
    await page.getByText('1 download').waitFor()
    await screenshot(page, 'data-fetching')
    await mnist()
      .getByRole('button', { name: /^Pause/ })
      .click()
    await mnist()
      .getByText(/^Paused at/)
      .waitFor()
    const paused = await progress()
    expect(paused).toBeGreaterThan(0)
    const before = mirror.requests.length
    // Everything breaks off after two megabytes of an answer, and again.
    serveFiles({ faults: [{}, { cutAfter: 2_000_000 }, { cutAfter: 2_000_000 }] })
    await mnist().getByRole('button', { name: 'Resume' }).click()
    await mnist().getByRole('button', { name: 'Retry' }).waitFor({ timeout: 60_000 })
    await mnist().getByRole('link').click()
    await page
      .getByText(/SHA-256|checksum/)
      .first()
      .waitFor()
    const ranges = mirror.requests
      .slice(before)
      .filter(({ path }) => path.endsWith(images?.name ?? ''))
      .map(({ headers }) => Number(/bytes=(\d+)-/.exec(headers.range ?? '')?.[1] ?? 0))
    // It went on where it was, and after each cut where that was.
    expect(ranges.some((from) => from > 300_000)).toBe(true)
    expect(Math.max(...ranges)).toBeGreaterThan(2_000_000)
    await screenshot(page, 'data-checksum-differs')
    expect(existsSync(join(home.folder, 'datasets', 'emnist-mnist'))).toBe(false)
  })

  test('a connection that is not there is told, and the way on', async () => {
    await mirror[Symbol.asyncDispose]()
    await card('Letters')
      .getByRole('button', { name: /^Fetch/ })
      .click()
    await card('Letters').getByRole('button', { name: 'Retry' }).waitFor({ timeout: 60_000 })
    await screenshot(page, 'data-fetch-failed')
  })

  test('a folder of pictures is dropped and taken in', async () => {
    const folder = join(home.folder, 'Мои буквы')
    for (const [name, shade] of [
      ['A', 200],
      ['B', 90],
    ] as const) {
      await mkdir(join(folder, name), { recursive: true })
      for (let picture = 0; picture < 20; picture++) {
        const data = new Uint8Array(40 * 40).fill(255)
        // Only the ink counts, so each is of another length.
        for (let at = 0; at < 8 + picture; at++)
          data[(8 + at) * 40 + 8 + (name === 'A' ? at : 9)] = shade
        await writeFile(
          join(folder, name, `${picture}.png`),
          encode({ width: 40, height: 40, data, channels: 1 }),
        )
      }
    }
    await drop(folder)
    const dialog = page.getByRole('dialog', { name: 'Take in a data set' })
    await dialog.getByText(/40 files/).waitFor()
    await screenshot(page, 'data-import')
    await dialog.getByRole('textbox', { name: /^Name/ }).fill('letters')
    await dialog.getByRole('button', { name: 'Take it in', exact: true }).click()
    await page.getByText('“letters” is here').waitFor({ timeout: 30_000 })
    await page.getByRole('link', { name: 'Show it' }).click()
    await page.getByRole('heading', { name: 'letters' }).waitFor()
    const { dataset } = await openDataset('letters', { home: home.folder })
    expect(dataset.trainCount + dataset.testCount).toBe(40)
    await screenshot(page, 'data-imported')
  })

  test('what is no data set is refused with the reason', async () => {
    const file = join(home.folder, 'letter.csv')
    await writeFile(file, 'Dear reader,\nthis is no data set\n')
    await drop(file)
    const dialog = page.getByRole('dialog', { name: 'Take in a data set' })
    await dialog.getByRole('button', { name: 'Take it in', exact: true }).click()
    await page.getByText('“letter.csv” was not taken in').waitFor()
    await screenshot(page, 'data-import-refused')
  })

  test('one that goes away is not there any more', async () => {
    await writeEmnistFolder(join(home.folder, 'datasets', 'theirs'), {
      ...{ classes: 62, trainPerClass: 8, testPerClass: 4, seed: 1, split: 'byclass' },
    })
    await page.keyboard.press('Alt+1')
    await page.keyboard.press('Alt+5')
    await card('theirs').getByRole('link').click()
    await page.getByText('8 images of each class').first().waitFor()
    await screenshot(page, 'data-62-classes')
    await rename(join(home.folder, 'datasets', 'theirs'), join(home.folder, 'away'))
    await page.keyboard.press('Alt+1')
    await page.keyboard.press('Alt+5')
    await expect.poll(() => card('theirs').count()).toBe(0)
    expect(faults).toEqual([])
  })
})
