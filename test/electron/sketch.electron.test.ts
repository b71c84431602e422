import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CDPSession, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openDataset } from '../../src-main/core/datasets/open-dataset'
import { MY_SKETCHES } from '../../src-preload/contract/sketch'
import { drawWithFingers, drawWithMouse, drawWithPen, linesOf } from '../browser/pen'
import { makeTestHome, type TestHome } from '../data-home'
import { openDisplay, type Display } from './display'
import { ELECTRON } from './electron-binary'
import {
  closeWindow,
  endOf,
  launch,
  screenshot,
  screenshotOfFailure,
  type Launched,
} from './launch'

// One sheet: each test goes on where the one before has left it.
describe.skipIf(ELECTRON === null)('Sketch in Electron', () => {
  let home: TestHome
  let display: Display
  let launched: Launched
  let page: Page
  let session: CDPSession
  let sheet: Locator
  beforeAll(async () => {
    home = await makeTestHome()
    display = await openDisplay()
    launched = await launch({ home, display })
    page = launched.page
    session = await page.context().newCDPSession(page)
    await page.locator('#app > *').first().waitFor()
    sheet = page.getByRole('application', { name: /^Drawing square/ })
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
    await screenshotOfFailure(page, 'sketch-failed')
    console.error(launched.output(), await logged())
  })

  const logged = () => readFile(join(home.folder, 'logs', 'desktop.log'), 'utf8').catch(() => '')
  const reading = () => page.getByRole('region', { name: 'Reading', exact: true })
  const firstAnswer = () =>
    reading().getByRole('list', { name: 'What it could be' }).getByRole('listitem').first()
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  /** The likeliest character, with its share of a hundred. */
  const isRead = (character: string) =>
    expect
      .poll(() => firstAnswer().innerText(), { timeout: 20_000 })
      .toMatch(new RegExp(`^\\s*${character}[^]*\\d`))
  const isEmpty = () => reading().getByText('The reading appears here while you draw.').waitFor()
  /** Of the images in the data set of sketches. */
  const characters = async () => {
    const { dataset } = await openDataset(MY_SKETCHES, { home: home.folder })
    return [...dataset.labels].map((label) => dataset.classes[label]?.characters[0])
  }

  test('is reached by its key, and reads what the mouse draws', async () => {
    await page.keyboard.press('Alt+3')
    await sheet.waitFor()
    await isEmpty()
    await drawWithMouse(page, await linesOf(sheet, '2'))
    await isRead('2')
    await screenshot(page, 'sketch')
  })

  test('takes strokes back and draws them again, and clears the sheet', async () => {
    await page.keyboard.press('Control+z')
    await isEmpty()
    await page.keyboard.press('Control+y')
    await isRead('2')
    await page.getByRole('button', { name: /^Clear/ }).click()
    await isEmpty()
  })

  test('reads what a finger draws', async () => {
    const [line = []] = await linesOf(sheet, '2')
    await drawWithFingers(session, [{ id: 1, line }])
    await isRead('2')
    await page.keyboard.press('Delete')
    await isEmpty()
  })

  test('reads what a pen draws', async () => {
    await drawWithPen(session, await linesOf(sheet, '7'), () => 0.7)
    await isRead('7')
  })

  test('takes a correction, and what is corrected is in My sketches', async () => {
    await button('It is 1').click()
    await page.getByText('Kept as 1. Press it again to take it back.').waitFor()
    await page.getByText('In My sketches: 1').waitFor()
    expect(await characters()).toEqual(['1'])
    await button('Show in Data').click()
    await page.getByRole('heading', { name: 'My sketches' }).first().waitFor()
    await page.getByRole('grid', { name: 'Classes, with training images' }).waitFor()
    await screenshot(page, 'sketch-in-data')
  })

  test('takes the correction back, and My sketches is gone', async () => {
    await page.keyboard.press('Alt+3')
    await isRead('7')
    await button('It is 1').click()
    await page.getByText('In My sketches: 0').waitFor()
    await expect(characters()).rejects.toMatchObject({ code: 'dataset-missing' })
    await screenshot(page, 'sketch-taken-back')
  })

  test('ends in order, and nothing was thrown', async () => {
    expect(launched.faults).toEqual([])
    await closeWindow(launched.electron)
    expect(await endOf(launched.main)).toEqual([0, null])
    expect(launched.output()).not.toMatch(/shim:|Unhandled/)
    // That nothing can be trained on a single image is said as often as it is asked.
    const lines = (await logged()).split('\n').filter((line) => !line.includes('"training.plan"'))
    expect(lines.join('\n')).not.toMatch(/Z (warn|error)/)
  })
})
