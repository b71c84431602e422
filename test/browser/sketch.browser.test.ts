import { readFile } from 'node:fs/promises'
import type { Browser, CDPSession, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createRandom } from '../../src-main/core/random/random'
import { openDataset } from '../../src-main/core/datasets/open-dataset'
import { MY_SKETCHES } from '../../src-preload/contract/sketch'
import type { TestHome } from '../data-home'
import { makeTrainedHome } from '../trained-home'
import { CHROMIUM, faultsOf, launchChromium, screenshot, screenshotOfFailure } from './chromium'
import { drawWithFingers, drawWithMouse, drawWithPen, linesOf, type Line } from './pen'
import { serve, type Served } from './served'

// One page for all: each test begins with a clean sheet.
describe.skipIf(CHROMIUM === null)('Sketch in Chromium', () => {
  let browser: Browser
  let home: TestHome
  let served: Served
  let page: Page
  let session: CDPSession
  let sheet: Locator
  let faults: readonly string[]

  beforeAll(async () => {
    browser = await launchChromium()
    home = await makeTrainedHome(['--epochs', '2'])
    served = await serve(home)
    page = await browser.newPage({ viewport: { width: 1440, height: 900 }, acceptDownloads: true })
    page.setDefaultTimeout(30_000)
    session = await page.context().newCDPSession(page)
    faults = faultsOf(page)
    await page.goto(served.url)
    await page.keyboard.press('Alt+3')
    sheet = page.getByRole('application', { name: /^Drawing square/ })
    await sheet.waitFor()
  })
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await screenshotOfFailure(page, 'sketch-failed')
  })
  afterAll(async () => {
    await browser.close()
    await served[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
  })

  const reading = () => page.getByRole('region', { name: 'Reading', exact: true })
  const answers = () => reading().getByRole('list', { name: 'What it could be' }).first()
  const firstAnswer = () => answers().getByRole('listitem').first()
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  /** The picture of what the model sees, as a data URL. */
  const seen = () => page.getByRole('img', { name: /^The drawing as the model sees it/ })
  const clear = async () => {
    await page.keyboard.press('Delete')
    await reading().getByText('The reading appears here while you draw.').waitFor()
  }
  const isRead = (character: string) =>
    expect.poll(() => firstAnswer().innerText()).toMatch(new RegExp(`^\\s*${character}`))
  /** Ink on the sheet, once it shows all that was drawn: share of its pixels, finished strokes and the one under way. */
  const inkShare = () =>
    sheet.evaluate(async (paper) => {
      for (let frame = 0; frame < 2; frame += 1)
        await new Promise((resolve) => requestAnimationFrame(resolve))
      const shares = [...paper.querySelectorAll('canvas')].map((canvas) => {
        const { data } =
          canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ??
          new ImageData(1, 1)
        let inked = 0
        for (let at = 3; at < data.length; at += 4) inked += (data[at] ?? 0) > 127 ? 1 : 0
        return inked / (data.length / 4)
      })
      return Math.max(...shares)
    })

  test('says nothing of an empty sheet', async () => {
    await reading().getByText('The reading appears here while you draw.').waitFor()
    expect(await answers().getByRole('listitem').count()).toBe(0)
  })

  test('reads while a character is written, and at once when the mouse is up', async () => {
    const lines = await linesOf(sheet, '2')
    const [line = []] = lines
    const [start = [0, 0], ...rest] = line
    await page.mouse.move(...start)
    await page.mouse.down()
    for (const point of rest.slice(0, -2)) await page.mouse.move(...point)
    // It is still being written.
    await seen().waitFor()
    await firstAnswer().waitFor()
    for (const point of rest.slice(-2)) await page.mouse.move(...point)
    await page.mouse.up()
    await isRead('2')
    expect(await answers().getByRole('listitem').count()).toBe(5)
    await screenshot(page, 'sketch-read')
  })

  test('undoes, redoes and clears by keys and by buttons', async () => {
    const one = await inkShare()
    await drawWithMouse(page, await linesOf(sheet, '1', { at: [0.85, 0.5], height: 0.3 }))
    await expect.poll(inkShare).toBeGreaterThan(one)
    await page.keyboard.press('Control+z')
    await expect.poll(inkShare).toBeCloseTo(one, 6)
    await button('Redo').click()
    await expect.poll(inkShare).toBeGreaterThan(one)
    await page.keyboard.press('Control+z')
    await page.keyboard.press('Control+z')
    await expect.poll(inkShare).toBe(0)
    await page.keyboard.press('Control+Shift+Z')
    await expect.poll(inkShare).toBeCloseTo(one, 6)
    await isRead('2')
    await clear()
    expect(await inkShare()).toBe(0)
  })

  test('keeps Space for itself while the sheet has the focus', async () => {
    const isTaken = async () => {
      await page.evaluate(() =>
        window.addEventListener(
          'keydown',
          (event) => (document.body.dataset['taken'] = String(event.defaultPrevented)),
          { once: true },
        ),
      )
      await page.keyboard.press('Space')
      return page.evaluate(() => document.body.dataset['taken'])
    }
    await sheet.focus()
    expect(await isTaken()).toBe('false')
    await sheet.blur()
    expect(await isTaken()).toBe('true')
  })

  test('draws wider and narrower by keys', async () => {
    const line = (await linesOf(sheet, '1')).slice(0, 1)
    await drawWithMouse(page, line)
    await expect.poll(inkShare).toBeGreaterThan(0)
    const normal = await inkShare()
    await clear()
    for (let press = 0; press < 5; press++) await page.keyboard.press(']')
    await drawWithMouse(page, line)
    await expect.poll(inkShare).toBeGreaterThan(normal * 1.1)
    await clear()
    for (let press = 0; press < 5; press++) await page.keyboard.press('[')
  })

  test('a second finger and a palm leave the stroke of the first alone', async () => {
    const [line = []] = await linesOf(sheet, '2')
    await drawWithFingers(session, [{ id: 1, line }])
    await isRead('2')
    const alone = await inkShare()
    await clear()
    const elsewhere: Line = line.map(([x, y]) => [x - 150, y + 100])
    await drawWithFingers(session, [
      { id: 1, line },
      { id: 2, line: elsewhere },
      { id: 3, line: [[line[0]?.[0] ?? 0, (line[0]?.[1] ?? 0) + 200]], radius: 90 },
    ])
    await isRead('2')
    expect(await inkShare()).toBeCloseTo(alone, 2)
    await clear()
    // A palm by itself writes nothing.
    await drawWithFingers(session, [{ id: 4, line, radius: 90 }])
    expect(await inkShare()).toBe(0)
  })

  test('what the system takes away in the middle leaves the pad usable', async () => {
    const [line = []] = await linesOf(sheet, '2')
    await drawWithFingers(session, [{ id: 5, line: line.slice(0, 5) }], 'touchCancel')
    await clear().catch(() => undefined)
    await drawWithFingers(session, [{ id: 6, line }])
    await isRead('2')
    await clear()
  })

  test('a pen draws as wide as it is pressed, and from then on touch is the palm', async () => {
    const lines = await linesOf(sheet, '7')
    await drawWithPen(session, lines, () => 0.15)
    await expect.poll(inkShare).toBeGreaterThan(0)
    const light = await inkShare()
    await clear()
    await drawWithPen(session, lines, () => 0.95)
    await isRead('7')
    await expect.poll(inkShare).toBeGreaterThan(light * 1.3)
    const written = await inkShare()
    const [line = []] = await linesOf(sheet, '1', { at: [0.85, 0.5] })
    await drawWithFingers(session, [{ id: 7, line }])
    expect(await inkShare()).toBeCloseTo(written, 6)
    await clear()
  })

  test('refuses to read what is no character', async () => {
    const box = await sheet.boundingBox()
    const random = createRandom(3, 'scribble')
    let [x, y] = [0.5, 0.5]
    const scribble = Array.from({ length: 150 }, () => {
      x = Math.min(0.95, Math.max(0.05, x + 0.16 * random.normal()))
      y = Math.min(0.95, Math.max(0.05, y + 0.16 * random.normal()))
      return [
        (box?.x ?? 0) + x * (box?.width ?? 0),
        (box?.y ?? 0) + y * (box?.height ?? 0),
      ] as const
    })
    await drawWithMouse(page, [scribble])
    await reading().getByText('I cannot read this.').waitFor()
    expect(await answers().getByRole('listitem').count()).toBe(0)
    await screenshot(page, 'sketch-illegible')
    await clear()
  })

  test('two models read the same sheet side by side', async () => {
    await button('Compare with another model').click()
    await page.getByRole('button', { name: /tiny/i }).first().click()
    await drawWithMouse(page, await linesOf(sheet, '7'))
    await isRead('7')
    await expect
      .poll(() => reading().getByRole('list', { name: 'What it could be' }).count())
      .toBe(2)
    await expect
      .poll(() =>
        reading()
          .getByRole('list', { name: 'What it could be' })
          .last()
          .getByRole('listitem')
          .count(),
      )
      .toBe(5)
    await screenshot(page, 'sketch-two-models')
    await page.getByRole('button', { name: /^Compared with/ }).click()
    await button('No second model').click()
    await clear()
  })

  test('a correction becomes part of a data set, which can be looked at and exported', async () => {
    await drawWithMouse(page, await linesOf(sheet, '7'))
    await isRead('7')
    await page.keyboard.press('1')
    await page.getByText('Kept as 1').waitFor()
    await page.getByText('In My sketches: 1').waitFor()
    await clear()
    await drawWithMouse(page, await linesOf(sheet, 'K'))
    await isRead('K')
    await page.getByRole('button', { name: /^It is X/ }).click()
    await page.getByText('In My sketches: 2').waitFor()
    await screenshot(page, 'sketch-corrected')
    const kept = await openDataset(MY_SKETCHES, { home: home.folder })
    expect(kept.dataset.labels).toHaveLength(2)
    const coming = page.waitForEvent('download')
    await button('Export').click()
    const bytes = await readFile(await (await coming).path())
    expect(bytes.subarray(0, 2).toString()).toBe('PK')
    await page.getByText('Show in Data').click()
    await page
      .getByRole('heading', { name: /My sketches/ })
      .first()
      .waitFor()
    await page.keyboard.press('Alt+3')
    // The sheet is as it was left.
    await isRead('K')
    await clear()
  })

  test('a kept sketch can be put back, and deleted for good', async () => {
    const before = await page.getByRole('button', { name: /^Put back onto the sheet/ }).count()
    expect(before).toBeGreaterThan(1)
    await page
      .getByRole('button', { name: /^Put back onto the sheet/ })
      .first()
      .click()
    await expect.poll(inkShare).toBeGreaterThan(0)
    await firstAnswer().waitFor()
    await clear()
    await button('Delete all…').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete all', exact: true }).click()
    await page.getByText('What you clear away or correct is kept here.').waitFor()
  })

  test('event mode shows the pad alone, forgets after a rest, and is left by a hold and the PIN', async () => {
    await page.keyboard.press('F11')
    await page.getByText('Choose a PIN').waitFor()
    const type = async (digits: string) => {
      for (const digit of digits) await button(digit).click()
    }
    await type('2468')
    await button('Begin').click()
    sheet = page.getByRole('application', { name: 'Sheet to write on' })
    await sheet.waitFor()
    expect(await page.getByRole('navigation').count()).toBe(0)
    const [line = []] = await linesOf(sheet, '2')
    await drawWithFingers(session, [{ id: 9, line }])
    await page
      .getByText(/^(I read this as|Not sure)/)
      .first()
      .waitFor()
    await screenshot(page, 'event-read')
    // No key leads out, and a reload comes back.
    await page.keyboard.press('Alt+1')
    await page.reload()
    await sheet.waitFor()
    await page.getByText('Write one letter or digit.').waitFor()
    const mark = page.getByRole('button', { name: /^To leave/ })
    const box = await mark.boundingBox()
    const held = async () => {
      await page.mouse.move((box?.x ?? 0) + 10, (box?.y ?? 0) + 10)
      await page.mouse.down()
      await page.getByText('PIN to leave event mode').waitFor()
      await page.mouse.up()
    }
    await held()
    await type('1111')
    await button('Leave').click()
    await page.getByText('That is not the PIN.').first().waitFor()
    await type('2468')
    await button('Leave').click()
    sheet = page.getByRole('application', { name: /^Drawing square/ })
    await sheet.waitFor()
    // Nothing of the visitor's was kept.
    await page.getByText('What you clear away or correct is kept here.').waitFor()
  })

  test('nothing has gone wrong that nobody saw', () => {
    expect(faults).toEqual([])
  })
})
