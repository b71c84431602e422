import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CHROMIUM, faultsOf, launchChromium } from '../browser/chromium'
import { TrainPage } from '../browser/pages'
import { drawWithMouse, linesOf } from '../browser/pen'
import type { TestHome } from '../data-home'
import { makeTrainedHome } from '../trained-home'
import { IS_WITHOUT_NETWORK } from './trace'
import { serveTraced, type TracedServer } from './traced-glyphlab'

describe.skipIf(!IS_WITHOUT_NETWORK || CHROMIUM === null)('the window in a browser', () => {
  let home: TestHome
  let served: TracedServer
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
    home = await makeTrainedHome(['--epochs', '1'])
    served = await serveTraced(home)
  })
  afterAll(async () => {
    await browser.close()
    await served[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
  })

  test('trains, measures, reads drawings and shows every screen without turning to anybody', async () => {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    const faults = faultsOf(page)
    const asked = new Set<string>()
    page.on('request', (request) => asked.add(new URL(request.url()).origin))
    page.on('websocket', (socket) => asked.add(new URL(socket.url()).origin))
    const train = new TrainPage(page)
    await page.goto(served.url)

    await train.choosePreset('Tiny')
    await train.field('Epochs').fill('2')
    await train.transport('Start').click()
    await train.state(/(Finished|Stopped early), best epoch/).waitFor({ timeout: 60_000 })
    await page.getByRole('button', { name: 'See results' }).click()
    await page.getByRole('region', { name: 'Headline figures' }).waitFor()
    await page.getByRole('region', { name: 'Most confused' }).getByRole('button').first().click()
    await page.getByRole('grid', { name: /Confusion matrix/ }).press('Enter')
    await page
      .getByRole('dialog', { name: 'Images of the cell' })
      .getByRole('img')
      .first()
      .waitFor()
    await page.keyboard.press('Escape')

    await page.keyboard.press('Alt+3')
    const sheet = page.getByRole('application', { name: /^Drawing square/ })
    await sheet.waitFor()
    await drawWithMouse(page, await linesOf(sheet, '2'))
    const answers = page.getByRole('list', { name: 'What it could be' }).first()
    await answers.getByRole('listitem').first().waitFor()

    await page.keyboard.press('Alt+4')
    await page
      .getByRole('treegrid', { name: 'Runs' })
      .locator('[role=row][tabindex]')
      .nth(1)
      .waitFor()
    await page.keyboard.press('Alt+5')
    await page.getByText('No image of the test part is in the training part.').waitFor()
    await page.keyboard.press('Alt+6')
    await page.getByRole('heading', { name: 'Settings' }).waitFor()
    await page
      .getByRole('button', { name: /^Check/ })
      .first()
      .click()
    await page.getByText(/Runs [\d.]+ [kM]B/).waitFor()
    await expect
      .poll(() => page.getByText(/ms a step/).count(), { timeout: 60_000 })
      .toBeGreaterThan(0)

    const { host } = new URL(served.url)
    expect([...asked].sort()).toEqual([`http://${host}`, `ws://${host}`])
    expect(faults).toEqual([])
    expect(await served.end()).toEqual([])
  })
})
