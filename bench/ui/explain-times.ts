import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { CDPSession, Page } from 'playwright-core'
import { z } from 'zod'
import { openDataset } from '../../src-main/core/datasets/open-dataset'
import { writeEmnistFolder } from '../../src-main/core/datasets/make-idx.test-helper'
import { makeStrokesFolder } from '../../src-main/core/datasets/make-strokes-folder'
import { launchChromium } from '../../test/browser/chromium'
import { serve } from '../../test/browser/served'
import { makeTestHome, type TestHome } from '../../test/data-home'
import { writeMadePredictions } from '../../test/made-predictions'
import { quantile, spread } from '../statistics'
import type { Row } from './bar-table'
import { makeManyRuns } from './many-runs'
import { scriptMs } from './page-times'

const LAUNCHER = fileURLToPath(new URL('../../bin/glyphlab.mjs', import.meta.url))
const RUNS = 500
/** As many test images as EMNIST Balanced has. */
const STROKES = { trainPerClass: 60, testPerClass: 400, seed: 1 }
const CLASSES_62 = { classes: 62, trainPerClass: 10, testPerClass: 300, seed: 1 }
const HOVER_STEPS = 120
/** Something that never comes is a fault of the benchmark, or of the page. */
const GIVE_UP_MS = 20_000
const milliseconds = z.number()

const TIMED = ['heatmap', 'hover', 'images', 'sort', 'list', 'predictions'] as const
/** Milliseconds, of each thing that is timed. */
type Times = Readonly<Record<(typeof TIMED)[number], number[]>>

/** What Results and Runs take: a fresh page a round, each thing timed in the page itself. */
export async function explainTimes(
  rounds: number,
  progress: (line: string) => void,
): Promise<readonly Row[]> {
  progress(`drawing images, and making ${RUNS} runs`)
  await using home = await makeTestHome()
  const csv = await prepare(home)
  await using served = await serve(home)
  const times: Times = { heatmap: [], hover: [], images: [], sort: [], list: [], predictions: [] }
  let firstListMs = Number.NaN
  for (let round = 0; round <= rounds; round++) {
    progress(`Results and Runs, round ${round} of ${rounds}${round === 0 ? ' (left out)' : ''}`)
    const browser = await launchChromium()
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    await page.goto(served.url)
    await page.getByRole('group', { name: 'Transport' }).waitFor()
    const measured = await oneRound(page, csv)
    await browser.close()
    if (round === 0) {
      firstListMs = measured.list[0] ?? Number.NaN
      continue
    }
    for (const name of TIMED) times[name].push(...measured[name])
  }
  const median = (values: readonly number[]) => `${spread(values).median.toFixed(0)} ms`
  return [
    ['heatmap of 47 classes drawn', '150 ms', median(times.heatmap)],
    [
      'script of a hover step, p95 (median)',
      '8 ms',
      `${quantile(times.hover, 0.95).toFixed(1)} ms (${spread(times.hover).median.toFixed(1)} ms)`,
    ],
    ['table of 62 classes sorted', '50 ms', median(times.sort)],
    [
      `${RUNS} runs listed (for the first time after the start)`,
      '300 ms',
      `${median(times.list)} (${firstListMs.toFixed(0)} ms)`,
    ],
    ["a cell's images shown", '200 ms', median(times.images)],
    [
      'predictions of 18,800 images x 47 classes: from Add to the whole screen',
      '5 s',
      `${(spread(times.predictions).median / 1000).toFixed(1)} s`,
    ],
  ]
}

/** A home with 500 runs and two measurements of predictions; the file of one of them. */
async function prepare(home: TestHome): Promise<string> {
  const strokes = join(home.folder, 'datasets', 'strokes')
  await makeStrokesFolder(strokes, STROKES)
  const classes62 = join(home.folder, 'datasets', 'sixty-two')
  await writeEmnistFolder(classes62, { ...CLASSES_62, gzip: false })
  const csv = join(home.folder, 'forty-seven.csv')
  await writeMadePredictions(csv, (await openDataset(strokes)).dataset)
  const csv62 = join(home.folder, 'sixty-two.csv')
  await writeMadePredictions(csv62, (await openDataset(classes62)).dataset)
  const glyphlab = (words: string) =>
    promisify(execFile)(process.execPath, [LAUNCHER, ...words.split(' ')], {
      env: home.environment,
    })
  await glyphlab('train --model tiny --epochs 2')
  await makeManyRuns(home.folder, RUNS)
  // The one that is opened first is the latest.
  await glyphlab(`evaluate --from ${csv62} --dataset sixty-two --keep`)
  await glyphlab(`evaluate --from ${csv} --dataset strokes --keep`)
  return csv
}

async function oneRound(page: Page, csv: string): Promise<Times> {
  const session = await page.context().newCDPSession(page)
  const list = await listMs(page)
  await openMeasurement(page, 'forty-seven')
  const heatmap = await heatmapMs(page)
  const images = await cellImagesMs(page)
  const hover = await hoverStepsMs(page, session)
  await openMeasurement(page, 'sixty-two')
  const sort = await sortMs(page)
  const predictions = await predictionsMs(page, csv)
  const one = (value: number) => [value]
  return {
    ...{ hover, list: one(list), heatmap: one(heatmap), images: one(images), sort: one(sort) },
    predictions: one(predictions),
  }
}

/** Milliseconds in the page from an input event to the frame after a condition holds. */
async function untilMs(
  page: Page,
  event: 'click' | 'keydown' | 'pointerdown',
  condition: string,
  act: () => Promise<void>,
): Promise<number> {
  // The event must not come before who listens for it: the driver's input may overtake its scripts.
  await page.evaluate(
    `void (window.timed = new Promise((resolve, reject) => addEventListener('${event}', () => {
      setTimeout(() => reject(new Error(${JSON.stringify(`never came: ${condition}`)})), ${GIVE_UP_MS})
      const startedMs = performance.now()
      const look = () =>
        requestAnimationFrame((${condition}) ? () => resolve(performance.now() - startedMs) : look)
      look()
    }, { once: true, capture: true })))`,
  )
  await act()
  return milliseconds.parse(await page.evaluate('window.timed'))
}

function listMs(page: Page): Promise<number> {
  const isListed = `document.querySelectorAll('[role=treegrid] [role=row][tabindex]').length > 5`
  return untilMs(page, 'keydown', isListed, () => page.keyboard.press('Alt+4'))
}

const MATRIX = `[role=grid][aria-label^="Confusion matrix"]`
/** Something of a canvas has been painted. */
const isPainted = (selector: string) => `(() => {
  const canvas = document.querySelector('${selector}')
  if (!canvas || canvas.width === 0) return false
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
  return data.some((value) => value !== 0)
})()`

async function openMeasurement(page: Page, title: string): Promise<void> {
  await page.keyboard.press('Alt+2')
  await page.getByRole('region', { name: 'Headline figures' }).waitFor()
  await page.getByRole('button', { name: /choose another measurement/ }).click()
  await page.getByRole('searchbox', { name: /^Filter by name/ }).fill(title)
  await page
    .getByRole('link', { name: new RegExp(`^${title}`) })
    .first()
    .click()
  await page.getByRole('button', { name: new RegExp(`^${title}`) }).waitFor()
  await page.locator(MATRIX).waitFor()
  await page.getByRole('region', { name: 'Most confused' }).locator('img').first().waitFor()
}

async function heatmapMs(page: Page): Promise<number> {
  await page.getByRole('tab', { name: 'Mistakes' }).click()
  await page.locator(MATRIX).waitFor({ state: 'hidden' })
  const tab = page.getByRole('tab', { name: 'Confusion' })
  // A tab opens as soon as it is touched.
  return untilMs(page, 'pointerdown', isPainted(`${MATRIX.replaceAll('"', '\\"')} canvas`), () =>
    tab.click(),
  )
}

async function cellImagesMs(page: Page): Promise<number> {
  const grid = page.locator(MATRIX)
  await grid.focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('n')
  const shown = await untilMs(
    page,
    'keydown',
    `document.querySelector('.drawer img.tile')?.complete === true`,
    () => page.keyboard.press('Enter'),
  )
  await page.keyboard.press('Escape')
  return shown
}

async function hoverStepsMs(page: Page, session: CDPSession): Promise<number[]> {
  const box = await page.locator(MATRIX).boundingBox()
  if (box === null) throw new Error('no matrix')
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const times: number[] = []
  for (let step = 0; step < HOVER_STEPS; step++) {
    const before = await scriptMs(session)
    const at = 0.1 + (0.8 * step) / HOVER_STEPS
    await page.mouse.move(box.x + box.width * at, box.y + box.height * (0.2 + 0.5 * (step % 2)))
    await page.evaluate(
      'new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))',
    )
    times.push((await scriptMs(session)) - before)
  }
  return times
}

async function sortMs(page: Page): Promise<number> {
  const table = page.getByRole('region', { name: 'Classes' })
  const first = await table.locator('tbody tr').first().innerText()
  const isSorted = `document.querySelector('.classes tbody tr').innerText !== ${JSON.stringify(first)}`
  return untilMs(page, 'click', isSorted, () =>
    table.getByRole('button', { name: 'Precision' }).click(),
  )
}

async function predictionsMs(page: Page, csv: string): Promise<number> {
  await page.getByRole('button', { name: /choose another measurement/ }).click()
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Add predictions (CSV)…' }).click()
  await (await chooser).setFiles(csv)
  const dialog = page.getByRole('dialog', { name: 'Add predictions' })
  await dialog.getByLabel('They are of the test part of').selectOption({ label: 'Strokes' })
  const isWhole = `document.querySelector('[role=dialog]') === null &&
    document.querySelector('.pairs img') !== null && ${isPainted(`${MATRIX.replaceAll('"', '\\"')} canvas`)}`
  return untilMs(page, 'click', isWhole, () =>
    dialog.getByRole('button', { name: 'Add', exact: true }).click(),
  )
}
