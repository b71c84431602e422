import { cp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { runRecordSchema, type RunRecord } from '../../src-preload/contract/run'
import { addSmallDataset, type TestHome } from '../data-home'
import { runGlyphlab, startGlyphlab } from '../run-glyphlab'
import { makeTrainedHome, trainTiny } from '../trained-home'
import { CHROMIUM, faultsOf, launchChromium, screenshot, screenshotOfFailure } from './chromium'
import { serve, type Served } from './served'

describe.skipIf(CHROMIUM === null)('Runs in Chromium', () => {
  let browser: Browser
  let home: TestHome
  let served: Served
  let page: Page
  let faults: readonly string[]

  const runsFolder = () => join(home.folder, 'runs')
  async function records(): Promise<readonly RunRecord[]> {
    const names = (await readdir(runsFolder())).sort()
    return Promise.all(
      names.map(async (name) =>
        runRecordSchema.parse(
          JSON.parse(await readFile(join(runsFolder(), name, 'run.json'), 'utf8')),
        ),
      ),
    )
  }
  const list = () => page.getByRole('treegrid', { name: 'Runs' })
  /** The rows of runs and of repeats, as they are to be read. */
  const rows = () => list().locator('[role=row][tabindex]')
  const row = (text: string | RegExp) => rows().filter({ hasText: text })
  const validationFigures = async () =>
    (await rows().locator('.value').allInnerTexts()).map((text) => Number(text))

  beforeAll(async () => {
    browser = await launchChromium()
    home = await makeTrainedHome(
      ['--epochs', '3'],
      ['--epochs', '5', '--batch-size', '64'],
      ['--epochs', '3', '--learning-rate', '0.003', '--repeat', '2'],
    )
    await addSmallDataset(home, 'four-classes')
    await trainTiny(home, ['--dataset', 'four-classes', '--epochs', '2'])
    served = await serve(home)
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    page.setDefaultTimeout(30_000)
    faults = faultsOf(page)
    await page.goto(served.url)
    await page.keyboard.press('Alt+4')
    await rows().first().waitFor()
  })
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await screenshotOfFailure(page, 'runs-failed')
  })
  afterAll(async () => {
    await browser.close()
    await served[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
  })

  test('are ranked by validation, each data set for itself, and repeats are one row', async () => {
    const sections = await list().locator('[role=row].section').allInnerTexts()
    expect(sections).toHaveLength(2)
    expect(sections.join()).toMatch(/strokes, \d+ validation images/)
    expect(sections.join()).toMatch(/four-classes.*, \d+ validation images/)
    expect(await rows().count()).toBe(4)
    const strokes = (await records()).filter(({ description }) => description.dataset === 'strokes')
    const accuracies = strokes.map(({ result }) => (result?.validation.accuracy ?? 0) * 100)
    const mean = ((accuracies[2] ?? 0) + (accuracies[3] ?? 0)) / 2
    const wanted = [accuracies[0] ?? 0, accuracies[1] ?? 0, mean].sort((a, b) => b - a)
    const figures = await validationFigures()
    const shown = figures.filter((figure) => wanted.some((one) => Math.abs(one - figure) < 0.006))
    expect(shown).toHaveLength(3)
    expect(shown).toEqual([...shown].sort((a, b) => b - a))
    await expect.poll(() => row('2 seeds').innerText()).toMatch(/±\d+\.\d\d, n 2/)
    await row('2 seeds')
      .getByRole('button', { name: /^Show the runs/ })
      .click()
    await expect.poll(() => rows().count()).toBe(6)
    await row('2 seeds')
      .getByRole('button', { name: /^Hide the runs/ })
      .click()
    await screenshot(page, 'runs')
  })

  test('are sorted, searched and filtered', async () => {
    const rank = await validationFigures()
    await page.getByTitle('Sort by accuracy on validation').click()
    await expect.poll(validationFigures).not.toEqual(rank)
    await page.getByTitle('Sort by accuracy on validation').click()
    await expect.poll(validationFigures).toEqual(rank)
    const search = page.getByRole('searchbox', { name: /^Search/ })
    await search.fill('four-classes')
    await expect.poll(() => rows().count()).toBe(1)
    await search.fill('nothing is called so')
    await page.getByText('No run is like that').waitFor()
    await page.getByRole('button', { name: 'Show all runs' }).click()
    await expect.poll(() => rows().count()).toBe(4)
    await page.getByRole('radio', { name: 'Stopped or failed' }).check()
    await expect.poll(() => rows().count()).toBe(0)
    await page.getByRole('radio', { name: 'All' }).check()
    await expect.poll(() => rows().count()).toBe(4)
  })

  test('are starred, named, noted and tagged by keyboard, in any script', async () => {
    await rows().first().click()
    await page.keyboard.press('f')
    await rows()
      .first()
      .getByRole('button', { name: /^Take the star off/ })
      .waitFor()
    await page.keyboard.press('e')
    const dialog = page.getByRole('dialog', { name: 'Name, note and tags' })
    await dialog.getByLabel('Name', { exact: true }).fill('最良の run ü')
    await dialog.getByLabel('Note', { exact: true }).fill('Zeile eins\nشكرا <b>not bold</b>')
    const tags = Array.from({ length: 2000 }, (_, index) => `tag-${index}`)
    await dialog.getByLabel('Tags', { exact: true }).fill(tags.join(', '))
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await row('最良の run ü').waitFor()
    const about = page.getByRole('region', { name: /^About/ })
    await about.getByText('شكرا <b>not bold</b>').waitFor()
    await about.getByText(/and 1,9\d\d more/).waitFor()
    await screenshot(page, 'runs-noted')
    const shown = await runGlyphlab(['--json', 'runs'], home.environment)
    expect(shown.stdout).toContain('最良の run ü')
  })

  test('several are laid over one another, with what differs and no more', async () => {
    const ticks = rows().getByRole('checkbox')
    await ticks.nth(0).click()
    await rows().nth(1).focus()
    await page.keyboard.press('Space')
    await page.getByText('2 selected').waitFor()
    await page.getByRole('region', { name: 'Compared on validation' }).waitFor()
    const table = page.getByRole('table', { name: 'What differs' })
    const labels = await table.locator('tbody th[scope=row]').allInnerTexts()
    expect(labels).toContain('Accuracy')
    expect(labels).not.toContain('Network')
    await page.getByRole('switch', { name: 'Only differences' }).click()
    await expect
      .poll(() => table.locator('tbody th[scope=row]').allInnerTexts())
      .toContain('Network')
    await page.getByRole('switch', { name: 'Only differences' }).click()
    await screenshot(page, 'runs-compared')
    await page.getByRole('button', { name: 'Select none' }).click()
  })

  test('are deleted, and come back', async () => {
    const before = (await readdir(runsFolder())).length
    await row('four-classes').or(rows().last()).last().focus()
    await page.keyboard.press('Delete')
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await page.getByText('1 run in the trash.').waitFor()
    await expect.poll(() => rows().count()).toBe(3)
    expect((await readdir(runsFolder())).length).toBe(before - 1)
    await screenshot(page, 'runs-deleted')
    await page.getByRole('button', { name: /^Undo/ }).click()
    // The button goes, and the keyboard goes on in the list.
    await page.locator('[role=row]:focus').waitFor()
    await expect.poll(() => rows().count()).toBe(4)
    expect((await readdir(runsFolder())).length).toBe(before)
  })

  test('of a terminal, and copied in, are seen by themselves', async () => {
    const [first] = (await readdir(runsFolder())).sort()
    const copied = join(runsFolder(), 'Copié de l’autre machine')
    await cp(join(runsFolder(), first ?? ''), copied, { recursive: true })
    await expect.poll(() => rows().count()).toBe(5)
    await rm(copied, { recursive: true })
    await expect.poll(() => rows().count()).toBe(4)

    const words = ['--dataset', 'strokes', '--model', 'tiny', '--early-stopping', 'none']
    const { child, result } = startGlyphlab(
      ['train', '--epochs', '2000', ...words],
      home.environment,
    )
    const training = row(/Training/)
    await training.waitFor({ timeout: 30_000 })
    // The end of an epoch shows, and that of another one after it.
    const epoch = async () => Number(/epoch (\d+) of/.exec(await training.innerText())?.[1] ?? 0)
    const reached = await epoch()
    await expect.poll(epoch).toBeGreaterThan(reached)
    await screenshot(page, 'runs-training')
    child.kill('SIGINT')
    await result
    await row(/Interrupted/).waitFor()
  })

  test('one that failed before its first epoch says so, and one that is broken does not hide the others', async () => {
    const [first] = await records()
    const made = join(runsFolder(), '20260101-000000-tiny-fail')
    await cp(join(runsFolder(), first?.id ?? ''), made, { recursive: true })
    for (const gone of ['checkpoints', 'evaluations', 'metrics.jsonl'])
      await rm(join(made, gone), { recursive: true })
    const error = { code: 'out-of-memory', message: 'TensorFlow ran out of memory', hint: 'Less.' }
    const failed = {
      ...first,
      id: '20260101-000000-tiny-fail',
      status: 'failed',
      error,
      result: null,
    }
    await writeFile(join(made, 'run.json'), JSON.stringify(failed))
    const broken = join(runsFolder(), '20260101-000000-tiny-brok')
    await cp(made, broken, { recursive: true })
    await writeFile(join(broken, 'run.json'), '{"schema": 1')
    await row('Failed').waitFor()
    await page.getByText('One folder could not be read.').waitFor()
    await row('Failed').click()
    await page.getByText('TensorFlow ran out of memory').first().waitFor()
    await screenshot(page, 'runs-failed-and-broken')
    await page.goto(`${new URL(served.url).origin}/#/results/20260101-000000-tiny-fail`)
    await page.getByText(/failed before its first epoch/).waitFor()
    await screenshot(page, 'results-failed-run')
    await page.keyboard.press('Alt+4')
    await rm(made, { recursive: true })
    await rm(broken, { recursive: true })
  })

  test("one's settings make a new run", async () => {
    await row(/strokes/)
      .or(rows())
      .first()
      .click()
    const { length } = await records()
    expect(length).toBeGreaterThan(4)
    await page
      .getByRole('region', { name: /^About/ })
      .getByRole('button', { name: 'Use these settings' })
      .click()
    await page.getByRole('group', { name: 'Transport' }).waitFor()
    expect(await page.getByLabel('Epochs', { exact: true }).inputValue()).toMatch(/^[235]|2000$/)
    expect(faults).toEqual([])
  })

  test('without any there is a way to the first', async () => {
    await rename(runsFolder(), join(home.folder, 'away'))
    await page.keyboard.press('Alt+4')
    await page.getByText('No runs yet').waitFor()
    await screenshot(page, 'runs-none')
    await page.getByRole('button', { name: 'Set up a run' }).click()
    await page.getByRole('group', { name: 'Transport' }).waitFor()
  })
})
