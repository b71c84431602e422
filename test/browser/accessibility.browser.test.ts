import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { recordConnection } from '../../src-main/core/connections/ledger'
import { addSmallDataset, makeTestHome, type TestHome } from '../data-home'
import { sidewaysScrollers, SMALL, tabStops, violationsOf, WIDE } from './accessibility'
import { CHROMIUM, launchChromium, screenshot } from './chromium'
import { TrainPage } from './pages'
import { serve, type Served } from './served'

describe.skipIf(CHROMIUM === null)('the window can be used by everybody', () => {
  let browser: Browser
  let home: TestHome
  let served: Served
  let page: Page
  let train: TrainPage

  const focusedName = (): Promise<string | null> =>
    page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null)
  const openScreen = async (key: 'Alt+1' | 'Alt+6'): Promise<void> => {
    await page.keyboard.press(key)
    await (
      key === 'Alt+1'
        ? page.getByRole('group', { name: 'Transport' })
        : page.getByRole('heading', { name: 'Settings' })
    ).waitFor()
  }

  beforeAll(async () => {
    browser = await launchChromium()
    home = await makeTestHome()
    await addSmallDataset(home, 'four-classes', 500)
    await recordConnection(home.folder, {
      time: '2026-01-01T00:00:00.000Z',
      purpose: { kind: 'dataset', name: 'a data set of a long name' },
      host: 'downloads.of-a-long-name.example',
      bytes: null,
      outcome: 'interrupted',
    })
    served = await serve(home)
    // The page's policy of content forbids what is put into it from outside.
    const context = await browser.newContext({ viewport: WIDE, bypassCSP: true })
    page = await context.newPage()
    train = new TrainPage(page)
    await page.goto(served.url)
    await train.chooseDataset('four-classes')
    await train.choosePreset('Tiny')
    await page.getByRole('img', { name: /^The network, first to last/ }).waitFor()
  })
  afterAll(async () => {
    await browser.close()
    await served[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
  })

  test('before a run nothing is amiss', async () => {
    expect(await violationsOf(page, 'accessibility-ready')).toEqual([])
  })

  test('the Tab key reaches every control, pane after pane', async () => {
    const stops = await tabStops(page)
    const panes = stops.map(({ pane }) => pane)
    expect(panes.filter((pane, index) => pane !== panes[index - 1])).toEqual([
      'titlebar',
      'rail',
      'form',
      'bench',
    ])
    const names = stops.map(({ name }) => name)
    for (const name of ['Epochs', 'Seed', 'Rotate', 'More settings', 'Reset', 'Start', 'Smoothing'])
      expect(names).toContain(name)
    // Below or to the right of one before: only the scrolled form moves what is above.
    const bench = stops.filter(({ pane }) => pane === 'bench')
    const backwards = bench.filter((stop, index) => {
      const before = bench[index - 1]
      return before !== undefined && stop.y < before.y - 20
    })
    expect(backwards).toEqual([])
  })

  test.each(SMALL)(
    '%s nothing scrolls sideways and Start can be pressed',
    async (_, kept, size) => {
      await page.setViewportSize(size)
      for (const key of ['Alt+6', 'Alt+1'] as const) {
        await openScreen(key)
        await expect.poll(() => sidewaysScrollers(page)).toEqual([])
        await screenshot(page, `accessibility-${key === 'Alt+1' ? 'train' : 'settings'}-${kept}`)
      }
      await train.transport('Start').scrollIntoViewIfNeeded()
      const box = await train.transport('Start').boundingBox()
      expect(box).not.toBeNull()
      await train.transport('Start').click({ trial: true })
      await page.setViewportSize(WIDE)
    },
  )

  test('a run is started, paused and taken up again without a pointer', async () => {
    // So long that it ends only when it is stopped.
    await page.getByRole('switch', { name: 'Early stopping' }).press('Space')
    await train.field('Epochs').fill('5000')
    await train.field('Epochs').press('Enter')
    await expect.poll(() => train.transport('Start').isEnabled()).toBe(true)
    await train.field('Epochs').press('Control+Enter')
    await train.state('Training').waitFor()
    await expect.poll(focusedName).toBe('Pause')
    await expect.poll(() => train.lastStep(), { timeout: 30_000 }).toBeGreaterThan(0)
    expect(await violationsOf(page, 'accessibility-running')).toEqual([])
    await page.keyboard.press('Space')
    await train.state('Paused').waitFor()
    await expect.poll(focusedName).toBe('Resume')
    await page.keyboard.press('Enter')
    await train.state('Training').waitFor()
  })

  test('dialogs and menus are sound, and give the focus back', async () => {
    await page.getByRole('application').focus()
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
    expect(await violationsOf(page, 'accessibility-shortcuts')).toEqual([])
    await page.keyboard.press('Escape')
    await expect.poll(focusedName).toBe('Curves of loss and accuracy')
    await page.getByRole('button', { name: 'Save the curves' }).press('Enter')
    await page.getByRole('menuitem', { name: 'Figures, CSV' }).waitFor()
    expect(await violationsOf(page, 'accessibility-menu')).toEqual([])
    await page.keyboard.press('Escape')
    await expect.poll(focusedName).toBe('Save the curves')
  })

  test('after a run nothing is amiss', async () => {
    await train.transport('Stop').press('Enter')
    await page.getByRole('button', { name: 'Stop now' }).press('Enter')
    await train.state('Stopped').waitFor()
    await expect.poll(focusedName).toBe('Resume')
    await train.field('Epochs').fill('1')
    await train.field('Epochs').press('Control+Enter')
    await page.getByText(/% on the test part of four-classes/).waitFor()
    expect(await violationsOf(page, 'accessibility-done')).toEqual([])
  })

  test('in Settings nothing is amiss', async () => {
    await openScreen('Alt+6')
    await page.getByRole('heading', { name: 'Settings' }).waitFor()
    await page.getByText(/Runs [\d.]+ [kM]B/).waitFor()
    expect(await violationsOf(page, 'accessibility-settings')).toEqual([])
  })

  test('in the licences nothing is amiss', async () => {
    const dialog = page.getByRole('dialog', { name: 'Licences' })
    await page.getByRole('button', { name: 'Licences' }).press('Enter')
    await dialog.getByText('MIT License', { exact: false }).first().waitFor()
    expect(await violationsOf(page, 'accessibility-licences')).toEqual([])
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
  })
})
