import { readdir } from 'node:fs/promises'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { runIdSchema } from '../../src-preload/contract/run'
import { UserPreferences } from '../../src-main/core/preferences'
import { makeTestHome, type TestHome } from '../data-home'
import { sidewaysScrollers, violationsOf, WIDE } from './accessibility'
import { CHROMIUM, faultsOf, launchChromium, screenshot, screenshotOfFailure } from './chromium'
import { drawWithMouse, linesOf } from './pen'
import { serve, type Served } from './served'

const PIN = '2468'
/** Fingers in a crowd. */
const LEAST_TARGET_PX = 72
const SCREENS = [
  ['a projector', { width: 1024, height: 768 }],
  ['a large screen', { width: 1920, height: 1080 }],
  ['an upright screen', { width: 1080, height: 1920 }],
  ['a phone', { width: 390, height: 844 }],
  ['a small phone', { width: 360, height: 640 }],
  ['a phone on its side', { width: 844, height: 390 }],
  ['twice the size', { width: 720, height: 450 }],
] as const

describe.skipIf(CHROMIUM === null)('event mode in Chromium', () => {
  let browser: Browser
  let home: TestHome
  let served: Served
  let page: Page
  let sheet: Locator
  let faults: readonly string[]

  beforeAll(async () => {
    browser = await launchChromium()
    home = await makeTestHome()
    const preferences = await UserPreferences.open(home.folder)
    await preferences.set({
      ...preferences.current,
      // A model that was deleted since: visitors get the one that comes with Glyphlab.
      sketch: {
        ...preferences.current.sketch,
        model: { kind: 'run', run: runIdSchema.parse('20260101-000000-tiny-gone') },
      },
      eventMode: { pin: PIN, restSeconds: 600, countdownSeconds: 60 },
    })
    served = await serve(home)
    page = await browser.newPage({ viewport: WIDE })
    page.setDefaultTimeout(30_000)
    faults = faultsOf(page)
    await page.clock.install()
    await page.goto(served.url)
    await page.keyboard.press('F11')
    sheet = page.getByRole('application', { name: 'Sheet to write on' })
    await sheet.waitFor()
  })
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await screenshotOfFailure(page, 'event-failed')
  })
  afterAll(async () => {
    await browser.close()
    await served[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
  })

  const attract = () => page.getByRole('heading', { name: 'Write one letter or digit.' })
  const answer = () => page.getByText(/^(I read this as|Not sure)/)
  const countdown = () => page.getByText(/^New sheet in/)
  const pad = () => page.getByRole('dialog', { name: 'PIN to leave event mode' })
  const write = async (character: string) => drawWithMouse(page, await linesOf(sheet, character))
  const type = async (...keys: readonly string[]) => {
    for (const key of keys) await page.keyboard.press(key)
  }

  beforeEach(({ skip }) => skip(hasFailed))
  let hasFailed = false
  afterEach(({ task }) => {
    hasFailed ||= task.result?.state === 'fail'
  })

  test('fills the screen, and has nothing but the pad', async () => {
    await expect.poll(() => page.evaluate(() => document.fullscreenElement !== null)).toBe(true)
    await attract().waitFor()
    expect(await page.getByRole('navigation').count()).toBe(0)
    expect(await page.getByRole('banner').count()).toBe(0)
    expect(await violationsOf(page, 'event-empty')).toEqual([])
  })

  test('reads with the model that comes with Glyphlab where the chosen one is gone', async () => {
    await write('2')
    await answer().waitFor()
    expect(await violationsOf(page, 'event-read')).toEqual([])
  })

  test('looks the same in both themes', async () => {
    const colours = async (colorScheme: 'light' | 'dark') => {
      await page.emulateMedia({ colorScheme })
      await page.locator(`html[data-theme="${colorScheme}"]`).waitFor()
      return sheet.evaluate((element) => {
        const room = element.parentElement ?? element
        return [element, room].map((part) => getComputedStyle(part).backgroundColor)
      })
    }
    const light = await colours('light')
    expect(await colours('dark')).toEqual(light)
    await page.emulateMedia({ colorScheme: 'light' })
  })

  test('takes the drawing back after a rest, but for a touch in time', async () => {
    await page.getByRole('button', { name: 'New sheet' }).click()
    await write('3')
    await answer().waitFor()
    // So far from each border that a slow machine does not matter.
    await page.clock.fastForward(500_000)
    expect(await countdown().count()).toBe(0)
    await page.clock.fastForward(110_000)
    await countdown().waitFor()
    // Near is no touch.
    await page.mouse.move(1000, 500)
    await page.mouse.move(1100, 600)
    expect(await countdown().count()).toBe(1)
    await page.mouse.down()
    await page.mouse.up()
    await countdown().waitFor({ state: 'detached' })
    // So much time at once breaks the connection off: what is there is read again.
    await answer().waitFor()
    expect(await attract().count()).toBe(0)
    await page.clock.fastForward(700_000)
    await attract().waitFor()
    expect(await countdown().count()).toBe(0)
  })

  test.each(SCREENS)('fits %s, with targets for fingers', async (name, size) => {
    if (name === SCREENS[0][0]) await write('8')
    await page.setViewportSize(size)
    await answer().waitFor()
    // The page follows its new size within some frames.
    const wrong = () =>
      page.evaluate((least) => {
        const targets = [...document.querySelectorAll('button, [role=application]')]
        return targets
          .map((target) => ({ name: target.textContent, box: target.getBoundingClientRect() }))
          .filter(
            ({ box }) =>
              Math.min(box.width, box.height) < least ||
              box.left < 0 ||
              box.top < 0 ||
              box.right > innerWidth ||
              box.bottom > innerHeight,
          )
          .map(({ name, box }) => `${name} ${JSON.stringify(box)}`)
      }, LEAST_TARGET_PX)
    await expect.poll(wrong).toEqual([])
    await screenshot(page, `event-${name.replaceAll(' ', '-')}`)
    expect(await sidewaysScrollers(page)).toEqual([])
  })

  test('leads nowhere: not back, not to another screen', async () => {
    await page.setViewportSize(WIDE)
    await page.evaluate(() => history.back())
    await page.evaluate(() => (location.hash = '#/settings'))
    await type('Alt+1', 'Control+,', '?')
    await expect.poll(() => page.url()).toMatch(/#\/event$/)
    await sheet.waitFor()
    expect(await page.getByRole('dialog').count()).toBe(0)
  })

  test('lets whoever types wrong PINs wait after the fifth', async () => {
    await type('Escape', 'Escape')
    await pad().waitFor()
    expect(await violationsOf(page, 'event-pin')).toEqual([])
    // Else a slow machine may have waited long enough, or the pad have closed by itself.
    await page.clock.pauseAt((await page.evaluate(() => Date.now())) + 1000)
    for (let time = 0; time < 5; time += 1) await type('1', '1', '1', '1', 'Enter')
    const note = page.getByText(/^That is not the PIN\. Wait \d+ seconds/)
    const spoken = pad().getByRole('status')
    await note.first().waitFor()
    const before = await spoken.innerText()
    await page.clock.fastForward(2000)
    // What is seen counts on, what is heard does not.
    await expect.poll(() => note.first().innerText()).not.toBe(before)
    expect([await spoken.innerText(), before]).toEqual(Array(2).fill(expect.stringMatching(/ 30 /)))
    await type(...PIN, 'Enter')
    await pad().waitFor()
    expect(await pad().getByRole('button', { name: 'Leave' }).isDisabled()).toBe(true)
    await page.clock.resume()
    // A reload by whoever looks after the machine.
    await page.reload()
    await sheet.waitFor()
    // Soon after a touch the browser may fill the screen by itself, and the system's own Esc ends that.
    await expect
      .poll(async () => {
        await page.evaluate(() => (document.fullscreenElement ? document.exitFullscreen() : null))
        return page.getByRole('button', { name: 'Full screen' }).isVisible()
      })
      .toBe(true)
    await hasRoomForThreeButtons()
    await type('Escape', 'Escape')
    await pad().waitFor()
    await type(...PIN, 'Enter')
    await page.getByRole('navigation').first().waitFor()
  })

  /** On the smallest phone, with a drawing and out of full screen. */
  async function hasRoomForThreeButtons(): Promise<void> {
    await write('2')
    await answer().waitFor()
    await page.setViewportSize({ width: 360, height: 640 })
    const wide = () =>
      page
        .locator('main button')
        .evaluateAll((buttons) =>
          buttons
            .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
            .map(({ textContent }) => textContent),
        )
    await expect.poll(() => page.getByRole('button').count()).toBe(4)
    await expect.poll(wide).toEqual([])
    const boxOf = (place: string) => page.locator(place).boundingBox()
    const overlap = async () => {
      const [answer, buttons] = [await boxOf('.big-bar'), await boxOf('.acts')]
      if (answer === null || buttons === null) return Infinity
      return answer.y + answer.height - buttons.y
    }
    await expect.poll(overlap).toBeLessThanOrEqual(0)
    await expect.poll(() => sidewaysScrollers(page)).toEqual([])
    await screenshot(page, 'event-three-buttons')
    await page.setViewportSize(WIDE)
  }

  test('has kept nothing of its visitors', async () => {
    expect(await readdir(home.folder)).not.toContain('sketches')
  })

  test('nothing has gone wrong that nobody saw', () => {
    expect(faults).toEqual([])
  })
})
