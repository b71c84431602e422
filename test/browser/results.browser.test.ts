import { readdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { decode } from 'fast-png'
import Papa from 'papaparse'
import type { Browser, Download, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { shortClassName } from '../../src-preload/contract/class-name'
import {
  evaluationFileSchema,
  type ClassMetrics,
  type EvaluationFile,
} from '../../src-preload/contract/evaluation'
import { openDataset } from '../../src-main/core/datasets/open-dataset'
import { writeMadePredictions } from '../made-predictions'
import { makeTrainedHome } from '../trained-home'
import type { TestHome } from '../data-home'
import { CHROMIUM, faultsOf, launchChromium, screenshot, screenshotOfFailure } from './chromium'
import { serve, type Served } from './served'

const cellSchema = /^Written (.+), read as (.+): ([\d,]+) of ([\d,]+)$/

describe.skipIf(CHROMIUM === null)('Results in Chromium', () => {
  let browser: Browser
  let home: TestHome
  let served: Served
  let page: Page
  let faults: readonly string[]
  /** Of the run that was trained last. */
  let evaluation: EvaluationFile

  beforeAll(async () => {
    browser = await launchChromium()
    home = await makeTrainedHome(['--epochs', '3', '--seed', '2'], ['--epochs', '6'])
    const runs = (await readdir(join(home.folder, 'runs'))).sort()
    const kept = join(home.folder, 'runs', runs.at(-1) ?? '', 'evaluations', 'strokes-test.json')
    evaluation = evaluationFileSchema.parse(JSON.parse(await readFile(kept, 'utf8')))
    served = await serve(home)
    page = await browser.newPage({ viewport: { width: 1440, height: 900 }, acceptDownloads: true })
    page.setDefaultTimeout(30_000)
    faults = faultsOf(page)
    await page.goto(served.url)
    await page.keyboard.press('Alt+2')
    await page.getByRole('region', { name: 'Headline figures' }).waitFor()
  })
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await screenshotOfFailure(page, 'results-failed')
  })
  afterAll(async () => {
    await browser.close()
    await served[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
  })

  const classNamed = (name: string): number =>
    evaluation.report.perClass.findIndex(
      ({ characters, character }) => shortClassName(characters) === name || character === name,
    )
  const percent = (share: number | null, digits = 2) => ((share ?? 0) * 100).toFixed(digits)

  /** The rows of the class table, as they are to be read. */
  const tableRows = () =>
    page
      .getByRole('region', { name: 'Classes' })
      .locator('tbody tr')
      .evaluateAll((rows) =>
        rows.map((row) => [...row.children].map((cell) => (cell.textContent ?? '').trim())),
      )
  const sortBy = (name: string) =>
    page.getByRole('region', { name: 'Classes' }).getByRole('button', { name }).click()

  async function textOf(download: Download): Promise<string> {
    return readFile(await download.path(), 'utf8')
  }
  async function saved(menu: string, item: string): Promise<Download> {
    await page.getByRole('button', { name: menu }).click()
    const coming = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: item }).click()
    return coming
  }

  test('its headline is the evaluation file', async () => {
    const strip = await page.getByRole('region', { name: 'Headline figures' }).innerText()
    const { accuracy, interval, loss, top3Accuracy, macro, weighted, calibration } =
      evaluation.report
    for (const figure of [accuracy, top3Accuracy, interval?.lower, interval?.upper])
      expect(strip).toContain(percent(figure ?? null))
    for (const average of [macro, weighted])
      for (const figure of Object.values(average ?? {})) expect(strip).toContain(percent(figure))
    expect(strip).toContain(loss?.toFixed(3))
    expect(strip).toContain(percent(calibration?.ece ?? null))
    await page.getByText('this test part has been measured by 2 runs, 2 times').waitFor()
    await page.getByText(`seed ${evaluation.seed}`).waitFor()
    await screenshot(page, 'results')
  })

  test('its table is sorted by any column, and found by character', async () => {
    const wanted = (by: (one: ClassMetrics) => number) =>
      evaluation.report.perClass.map((one) => percent(by(one), 1)).sort((a, b) => +a - +b)
    const column = async (index: number) => (await tableRows()).map((cells) => cells[index])
    // The hardest are on top at first.
    expect(await column(3)).toEqual(wanted(({ f1 }) => f1))
    for (const [name, index, by] of [
      ['Precision', 1, (one: ClassMetrics) => one.precision],
      ['Recall', 2, (one: ClassMetrics) => one.recall],
    ] as const) {
      await sortBy(name)
      const once = await column(index)
      await sortBy(name)
      const twice = await column(index)
      expect([once, twice]).toContainEqual(wanted(by))
      expect([once, twice]).toContainEqual(wanted(by).reverse())
    }
    await page.keyboard.press('/')
    await page.keyboard.type('g q')
    await expect.poll(async () => (await tableRows()).length).toBeLessThan(47)
    const names = (await column(0)).map((text) => text?.slice(0, 1)).sort()
    expect(names).toEqual(['g', 'q'])
    await page.keyboard.press('Escape')
    await expect.poll(async () => (await tableRows()).length).toBe(47)
  })

  test('what is saved is the evaluation file', async () => {
    const table = 'Copy or save the table'
    const json: unknown = JSON.parse(await textOf(await saved(table, 'Save everything as JSON')))
    expect(evaluationFileSchema.parse(json)).toEqual(evaluation)
    const csv = Papa.parse<Record<string, string>>(
      await textOf(await saved(table, 'Save as CSV')),
      { header: true, skipEmptyLines: true },
    )
    evaluation.report.perClass.forEach((one, index) => {
      const row = csv.data[index] ?? {}
      expect(Number(row['label'])).toBe(one.label)
      for (const figure of ['precision', 'recall', 'f1'] as const)
        expect(Math.abs(Number(row[figure]) - one[figure])).toBeLessThan(1e-9)
      expect(Number(row['support'])).toBe(one.support)
    })
    const confusion = Papa.parse<string[]>(
      await textOf(await saved('Save the matrix', 'Counts, CSV')),
      { skipEmptyLines: true },
    )
    const counts = confusion.data.slice(1).map((row) => row.slice(-47).map(Number))
    expect(counts).toEqual(evaluation.report.confusion)
    const svg = await textOf(await saved('Save the matrix', 'Picture, SVG'))
    expect(svg).toMatch(/^<svg[\s>]|^<\?xml/)
    const png = decode(
      await readFile(await (await saved('Save the matrix', 'Picture, PNG')).path()),
    )
    expect(png.width).toBeGreaterThan(800)
  })

  test('the table is copied as Markdown and as LaTeX', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    const [first] = evaluation.report.perClass
    for (const [item, line] of [
      ['Copy as Markdown', new RegExp(`\\| *${first?.support} *\\|`)],
      ['Copy as LaTeX', /\\toprule/],
    ] as const) {
      await page.getByRole('button', { name: 'Copy or save the table' }).click()
      await page.getByRole('menuitem', { name: item }).click()
      await page.getByText('Copied', { exact: true }).waitFor()
      const text = await page.evaluate<string>('navigator.clipboard.readText()')
      expect(text).toMatch(line)
      expect(text).toContain(first?.precision.toFixed(4))
    }
  })

  test('the matrix is read by pointer and by keyboard', async () => {
    const grid = page.getByRole('grid', { name: /Confusion matrix/ })
    const box = await grid.boundingBox()
    if (box === null) throw new Error('no matrix')
    const readout = page.locator('.confusion .readout')
    const seen = new Set<string>()
    for (let step = 1; step < 12; step++) {
      await page.mouse.move(box.x + (box.width * step) / 13, box.y + (box.height * 7) / 13)
      const words = await readout.innerText()
      seen.add(words)
    }
    expect(seen.size).toBeGreaterThan(6)
    await page.mouse.move(5, 300)

    await grid.focus()
    await page.keyboard.press('Control+Home')
    const told = async () => {
      const text = (await grid.getByRole('gridcell').textContent())?.trim() ?? ''
      const [, actual = '', predicted = '', count = ''] = cellSchema.exec(text) ?? []
      return { actual, predicted, count: Number(count.replaceAll(',', '')) }
    }
    for (const key of ['ArrowRight', 'ArrowDown', 'End', 'ArrowUp', 'PageDown', 'ArrowLeft']) {
      await page.keyboard.press(key)
      const { actual, predicted, count } = await told()
      const row = evaluation.report.confusion[classNamed(actual)]
      expect(row?.[classNamed(predicted)], `${actual} as ${predicted}`).toBe(count)
    }
    await page.keyboard.press('3')
    await page.getByRole('radio', { name: 'By predicted', checked: true }).waitFor()
    await page.keyboard.press('1')
    await page.keyboard.press('d')
    await page.getByRole('switch', { name: 'Mute diagonal', checked: true }).waitFor()
    await screenshot(page, 'results-diagonal-muted')
    await page.keyboard.press('d')
  })

  test('a cell opens its very images, the surest mistakes first', async () => {
    const grid = page.getByRole('grid', { name: /Confusion matrix/ })
    await grid.focus()
    await page.getByRole('region', { name: 'Most confused' }).getByRole('button').first().click()
    await grid.focus()
    const [, actual = ''] =
      cellSchema.exec((await grid.getByRole('gridcell').innerText()).trim()) ?? []
    await page.keyboard.press('Enter')
    const drawer = page.getByRole('dialog', { name: 'Images of the cell' })
    await drawer.getByRole('img').first().waitFor()
    const captions = await drawer.locator('figcaption').allInnerTexts()
    const shares = captions.map((text) => Number(/(\d+) %/.exec(text)?.[1]))
    expect(shares.length).toBeGreaterThan(0)
    expect(shares).toEqual([...shares].sort((a, b) => b - a))
    await screenshot(page, 'results-images')
    await page.keyboard.press('Enter')
    const detail = page.getByRole('dialog', { name: 'Image 1 of' })
    await detail.getByText('As the model sees it').waitFor()
    await screenshot(page, 'results-image')
    // What lies at its place in the files is what the matrix says was written.
    const index = Number(/test:(\d+)/.exec(await detail.innerText())?.[1])
    const { dataset } = await openDataset(join(home.folder, 'datasets', 'strokes'))
    expect(dataset.labels[dataset.trainCount + index]).toBe(classNamed(actual))
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await drawer.waitFor({ state: 'hidden' })
  })

  test('a gallery shows mistakes by what was written', async () => {
    await page.getByRole('tab', { name: 'Mistakes' }).click()
    const images = page.getByRole('region', { name: 'Images by what was read' })
    const total = evaluation.report.confusion.reduce(
      (sum, row, actual) =>
        sum + row.reduce((all, count, at) => (at === actual ? all : all + count), 0),
      0,
    )
    await images.getByText(new RegExp(`^${total.toLocaleString('en')} images$`)).waitFor()
    await screenshot(page, 'results-mistakes')
    await page.getByRole('tab', { name: 'Recall by epoch' }).click()
    await page.getByRole('img', { name: /^Recall over 6 epochs/ }).waitFor()
    await screenshot(page, 'results-recall')
  })

  test('two runs are held against each other image by image', async () => {
    await page.getByRole('tab', { name: 'Against a baseline' }).click()
    const baseline = page.getByLabel('Baseline', { exact: true })
    const options = await baseline.locator('option').allInnerTexts()
    const other = options.find(
      (text) => text.includes('%') && !text.includes(percent(evaluation.report.accuracy)),
    )
    await baseline.selectOption({ label: other ?? '' })
    const said = page.getByText(/points \(95 % paired interval/)
    await said.waitFor()
    const text = await said.innerText()
    const difference =
      (evaluation.report.accuracy ?? 0) * 100 - Number(/([\d.]+) %/.exec(other ?? '')?.[1])
    const told = Number(/([+−][\d.]+) points/.exec(text)?.[1]?.replace('−', '-'))
    expect(Math.abs(told - difference)).toBeLessThan(0.011)
    expect(text).toContain('exact McNemar p')
    expect(text).toContain('these two checkpoints, one seed each')
    await screenshot(page, 'results-baseline')
  })

  test("anyone's predictions open as the full screen", async () => {
    const file = join(home.folder, 'pytorch-öä.csv')
    const { dataset } = await openDataset(join(home.folder, 'datasets', 'strokes'))
    await writeMadePredictions(file, dataset)
    const dialog = page.getByRole('dialog', { name: 'Add predictions' })
    const add = async () => {
      await page.getByRole('button', { name: /choose another measurement/ }).click()
      const chooser = page.waitForEvent('filechooser')
      await page.getByRole('button', { name: 'Add predictions (CSV)…' }).click()
      await (await chooser).setFiles(file)
      await dialog.getByLabel('They are of the test part of').waitFor()
      await dialog.getByRole('button', { name: 'Add', exact: true }).click()
    }
    await add()
    await page.getByText('Predictions made elsewhere').first().waitFor()
    await page.getByText('pytorch-öä').first().waitFor()
    await page.getByRole('grid', { name: /Confusion matrix/ }).waitFor()
    await page.getByRole('region', { name: 'Most confused' }).locator('img').first().waitFor()
    await screenshot(page, 'results-predictions')
    const shown = page.url()
    await add()
    await dialog.getByText('pytorch-öä.csv is there already').waitFor()
    await screenshot(page, 'results-predictions-again')
    await dialog.getByRole('button', { name: 'Show them' }).click()
    await dialog.waitFor({ state: 'hidden' })
    expect(page.url()).toBe(shown)
    expect(await readdir(join(home.folder, 'predictions'))).toHaveLength(2)
  })

  test('without its data set the figures stay, and the images say why they are missing', async () => {
    await rename(join(home.folder, 'datasets', 'strokes'), join(home.folder, 'away'))
    const runs = (await readdir(join(home.folder, 'runs'))).sort()
    await page.goto(`${new URL(served.url).origin}/#/results/${runs.at(-1) ?? ''}`)
    await page.reload()
    await page.getByText(percent(evaluation.report.accuracy)).first().waitFor()
    await page.getByRole('tab', { name: 'Mistakes' }).click()
    await page
      .getByText(/strokes.*(gone|not there|no data set|missing|not on this machine)/i)
      .first()
      .waitFor()
    await screenshot(page, 'results-data-gone')
    expect(faults).toEqual([])
  })
})
