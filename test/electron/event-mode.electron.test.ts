import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeTestHome, type TestHome } from '../data-home'
import { ProcessFamily } from '../process-family'
import { openDisplay, type Display } from './display'
import { ELECTRON } from './electron-binary'
import { closeWindow, endOf, launch, launchUndriven, screenshot, type Launched } from './launch'

const PIN = '4711'
/** In the page. */
const SET_PIN = `window.glyphlab.request('preferences.set', { eventMode: { pin: '${PIN}' } })`

// One visit: each test goes on where the one before has left it.
describe.skipIf(ELECTRON === null)('event mode in Electron', () => {
  let home: TestHome
  let display: Display
  let launched: Launched
  beforeAll(async () => {
    home = await makeTestHome()
    display = await openDisplay()
    launched = await launch({ home, display })
    await launched.page.locator('#app > *').first().waitFor()
    await launched.page.evaluate(SET_PIN)
  })
  afterAll(async () => {
    await launched[Symbol.asyncDispose]()
    await display[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
  })

  const sheet = () => launched.page.getByRole('application', { name: 'Sheet to write on' })
  const pad = () => launched.page.getByRole('dialog', { name: 'PIN to leave event mode' })
  const held = () =>
    launched.electron.evaluate(({ BrowserWindow, powerSaveBlocker }) => {
      const [window] = BrowserWindow.getAllWindows()
      return {
        isKiosk: window?.isKiosk(),
        isOnTop: window?.isAlwaysOnTop(),
        hasMenu: window?.isMenuBarVisible(),
        isLit: [...Array(10).keys()].some((id) => powerSaveBlocker.isStarted(id)),
      }
    })
  const HELD = { isKiosk: true, isOnTop: true, hasMenu: false, isLit: true }

  test('begins with F11, takes the screen and keeps it lit', async () => {
    await launched.page.keyboard.press('F11')
    await sheet().waitFor()
    await expect.poll(held).toEqual(HELD)
    expect(await launched.page.getByRole('navigation').count()).toBe(0)
    await screenshot(launched.page, 'event-mode')
  })

  test('lets no shortcut through', async () => {
    const { page } = launched
    await page.evaluate(() => {
      window.addEventListener('keydown', ({ key }) => {
        document.body.dataset['keys'] = `${document.body.dataset['keys'] ?? ''} ${key}`
      })
    })
    // As the system sends them: what a driver types reaches the page past the window.
    await launched.electron.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents
      const keys: readonly (readonly [string, 'control' | 'alt' | null])[] = [
        ...(['Q', 'W', 'R', 'L', '='] as const).map((key) => [key, 'control'] as const),
        ['1', 'alt'],
        ['F5', null],
        ['7', null],
      ]
      for (const [keyCode, modifier] of keys) {
        const modifiers = modifier === null ? [] : [modifier]
        contents?.sendInputEvent({ type: 'keyDown', keyCode, modifiers })
        contents?.sendInputEvent({ type: 'keyUp', keyCode, modifiers })
      }
    })
    await expect.poll(() => page.evaluate(() => document.body.dataset['keys'])).toBe(' 7')
    expect(await held()).toEqual(HELD)
    expect(page.url()).toContain('#/event')
  })

  test('asks for the PIN when it is to be closed, and goes on', async () => {
    await closeWindow(launched.electron)
    await pad().waitFor()
    await launched.page.keyboard.press('Escape')
    await pad().waitFor({ state: 'detached' })
    expect(await held()).toEqual(HELD)
  })

  test('asks for it when the application is to be quit, and goes on', async () => {
    await launched.electron.evaluate(({ app }) => {
      setTimeout(() => app.quit(), 50)
    })
    await pad().waitFor()
    await launched.page.keyboard.press('Escape')
    expect(launched.main.exitCode).toBeNull()
  })

  test('is there again after a reload', async () => {
    await launched.electron.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.webContents.reload()
    })
    await launched.page.waitForLoadState()
    await sheet().waitFor()
    expect(await held()).toEqual(HELD)
  })

  test('ends by the PIN alone', async () => {
    const { page } = launched
    for (const key of ['Escape', 'Escape']) await page.keyboard.press(key)
    await pad().waitFor()
    for (const key of ['1', '2', '3', '4', 'Enter']) await page.keyboard.press(key)
    await page.getByText('That is not the PIN.').first().waitFor()
    for (const key of [...PIN, 'Enter']) await page.keyboard.press(key)
    await page.getByRole('navigation').first().waitFor()
    await expect.poll(held).toEqual({ isKiosk: false, isOnTop: false, hasMenu: true, isLit: false })
    await closeWindow(launched.electron)
    expect(await endOf(launched.main)).toEqual([0, null])
  })

  test('comes back however often its page ends', async () => {
    await using undriven = await launchUndriven({ home, display })
    const isThere = () =>
      undriven
        .evaluate(
          `location.hash === '#/event' && document.querySelector('[role=application]') !== null`,
        )
        .catch(() => false)
    const goes = `window.glyphlab.request('app.info', {}).then(() => { location.hash = '#/event'; return true })`
    await expect.poll(() => undriven.evaluate(goes).catch(String), { timeout: 20_000 }).toBe(true)
    // More often than a window is opened again without a question.
    for (let time = 0; time < 4; time += 1) {
      await expect.poll(isThere, { timeout: 20_000 }).toBe(true)
      await expect
        .poll(() =>
          undriven.evaluate(`window.glyphlab.request('app.info', {}).then(({ ok }) => ok)`),
        )
        .toBe(true)
      const family = new ProcessFamily(undriven.main.pid ?? 0)
      const pages = family.named('--type=renderer')
      for (const id of pages) process.kill(id, 'SIGKILL')
      await expect.poll(() => family.left().filter((id) => pages.includes(id))).toEqual([])
    }
    await expect.poll(isThere, { timeout: 20_000 }).toBe(true)
  })
})
