import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { UserPreferences } from '../../src-main/core/preferences'
import { makeStrokesFolder } from '../../src-main/core/datasets/make-strokes-folder'
import { launchChromium } from '../browser/chromium'
import { TrainPage } from '../browser/pages'
import { drawWithMouse, linesOf } from '../browser/pen'
import { serve, type Served } from '../browser/served'
import { makeTestHome, type TestHome } from '../data-home'
import { trainTiny } from '../trained-home'

const FOLDER = join(import.meta.dirname, '../../docs/images')
/** What a page of documentation should have to load. */
const MOST_BYTES = 150_000
const EPOCHS = 12

let browser: Browser
let home: TestHome
let served: Served
let page: Page
beforeAll(async () => {
  browser = await launchChromium()
  home = await makeTestHome()
  // Drawn, not collected: nobody's handwriting is in a picture.
  await makeStrokesFolder(join(home.folder, 'datasets', 'strokes'), {
    trainPerClass: 200,
    testPerClass: 40,
    seed: 1,
  })
  const epochs = ['--epochs', String(EPOCHS), '--batch-size', '64']
  await trainTiny(home, [...epochs, '--no-augmentation', '--seed', '1'])
  await trainTiny(home, [...epochs, '--weight-averaging', '0.99', '--seed', '1'])
  const preferences = await UserPreferences.open(home.folder)
  const eventMode = { ...preferences.current.eventMode, pin: '2468' }
  await preferences.set({ ...preferences.current, eventMode })
  served = await serve(home)
  const viewport = { width: 1280, height: 800 }
  page = await browser.newPage({ viewport, colorScheme: 'light', reducedMotion: 'reduce' })
  await page.goto(served.url)
})
afterAll(async () => {
  await browser.close()
  await served[Symbol.asyncDispose]()
  await home[Symbol.asyncDispose]()
})

async function take(name: string): Promise<void> {
  mkdirSync(FOLDER, { recursive: true })
  // Where a pointer rests something would be lit.
  await page.mouse.move(0, 0)
  const session = await page.context().newCDPSession(page)
  const format = { format: 'webp', quality: 85 } as const
  const { data } = await session.send('Page.captureScreenshot', format)
  const picture = Buffer.from(data, 'base64')
  expect(picture.length).toBeLessThan(MOST_BYTES)
  writeFileSync(join(FOLDER, `${name}.webp`), picture)
}

test('Train, while a run is at work', async () => {
  const train = new TrainPage(page)
  await train.choosePreset('Tiny')
  await train.field('Epochs').fill('12')
  await train.field('Batch size').fill('64')
  await page.getByRole('switch', { name: 'Early stopping' }).click()
  await train.transport('Start').click()
  await train.state('Training').waitFor()
  await expect.poll(() => train.lastStep(), { timeout: 200_000 }).toBeGreaterThan(900)
  await take('train')
  await train.state(/Finished, best epoch/).waitFor({ timeout: 200_000 })
})

test('Results', async () => {
  await page.keyboard.press('Alt+2')
  await page.getByRole('region', { name: 'Headline figures' }).waitFor()
  await page.getByRole('region', { name: 'Most confused' }).getByRole('button').first().click()
  await take('results')
})

test('Sketch', async () => {
  await page.keyboard.press('Alt+3')
  const sheet = page.getByRole('application', { name: /^Drawing square/ })
  await sheet.waitFor()
  await drawWithMouse(page, await linesOf(sheet, 'R'))
  const first = page.getByRole('list', { name: 'What it could be' }).getByRole('listitem').first()
  await expect.poll(() => first.innerText(), { timeout: 20_000 }).toMatch(/^\s*R/)
  await take('sketch')
  await page.keyboard.press('Delete')
})

test('Runs, two of them compared', async () => {
  await page.keyboard.press('Alt+4')
  const rows = page.getByRole('treegrid', { name: 'Runs' }).locator('[role=row][tabindex]')
  await rows.nth(2).waitFor()
  await rows.first().focus()
  await page.keyboard.press('Control+a')
  await page.getByRole('heading', { name: 'What differs' }).waitFor()
  await take('runs')
})

test('Data', async () => {
  await page.keyboard.press('Alt+5')
  await page.getByText('No image of the test part is in the training part.').waitFor()
  await take('data')
})

test('Event mode', async () => {
  await page.keyboard.press('F11')
  const sheet = page.getByRole('application', { name: 'Sheet to write on' })
  await sheet.waitFor()
  await drawWithMouse(page, await linesOf(sheet, '2'))
  await page.getByText(/^(I read this as|Not sure)/).waitFor()
  await take('event-mode')
})
