import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { CDPSession } from 'playwright-core'
import { trainingConfigurationSchema } from '../../src-preload/contract/training'
import { launchChromium } from '../../test/browser/chromium'
import { serve } from '../../test/browser/served'
import { makeTestHome, type TestHome } from '../../test/data-home'
import { WindowClient } from '../../test/window-client'
import { quantile, spread } from '../statistics'
import { barTable, type Row } from './bar-table'
import { explainTimes } from './explain-times'
import { makeLongRun } from './long-run'
import { firstPaintMs, openLongRunMs, panStepsMs } from './page-times'
import { rendererTasks } from './renderer-tasks'
import { requestTimes } from './request-times'
import { commandLineEpochMs, windowEpochMs } from './training-speed'

const RENDERER = fileURLToPath(new URL('../app/renderer/assets', import.meta.url))
const SIZE = { width: 1440, height: 900 }

type Progress = (line: string) => void

/**
 * What the window takes: to appear, to open a long run, to pan through it, to explain results; and what a training run takes of
 * it, and it of a training run, on the same cores. In Chromium without a GPU, through `glyphlab serve`.
 */
export async function uiTimes(rounds: number, progress: Progress): Promise<string> {
  const rows = [
    await rendererSize(),
    ...(await windowRows(rounds, progress)),
    ...(await explainTimes(rounds, progress)),
    ...(await besideTraining(rounds, progress)),
  ]
  return barTable(rounds, rows)
}

async function rendererSize(): Promise<Row> {
  const scripts = (await readdir(RENDERER)).filter((name) => name.endsWith('.js'))
  const sizes = await Promise.all(
    scripts.map(async (name) => gzipSync(await readFile(join(RENDERER, name))).length),
  )
  const bytes = sizes.reduce((sum, size) => sum + size, 0)
  return ["renderer's JavaScript, gzipped", '400 KB', `${(bytes / 1000).toFixed(0)} KB`]
}

async function windowRows(rounds: number, progress: Progress): Promise<readonly Row[]> {
  progress('making a run of 20,000 logged points')
  await using home = await makeTestHome()
  await interruptedRun(home)
  await makeLongRun(home.folder)
  await using served = await serve(home)
  const paints: number[] = []
  const opens: number[] = []
  const pans: number[] = []
  for (let round = 0; round <= rounds; round++) {
    progress(`window, round ${round} of ${rounds}${round === 0 ? ' (left out)' : ''}`)
    const browser = await launchChromium()
    const page = await browser.newPage({ viewport: SIZE })
    const painted = await firstPaintMs(page, served.url)
    const opened = await openLongRunMs(page)
    const panned = await panStepsMs(page, await page.context().newCDPSession(page))
    await browser.close()
    if (round === 0) continue
    paints.push(painted)
    opens.push(opened)
    pans.push(...panned)
  }
  return [
    ['first paint', '1.5 s', `${spread(paints).median.toFixed(0)} ms`],
    ['a run of 20,000 logged points opened', '500 ms', `${spread(opens).median.toFixed(0)} ms`],
    [
      'script of a pan step, p95 (median)',
      '12 ms',
      `${quantile(pans, 0.95).toFixed(1)} ms (${spread(pans).median.toFixed(1)} ms)`,
    ],
  ]
}

async function interruptedRun(home: TestHome): Promise<void> {
  await using served = await serve(home)
  using window = await WindowClient.open(served.url)
  const configuration = trainingConfigurationSchema.parse({
    architecture: { name: 'tiny' },
    epochs: 100,
    limit: 2000,
  })
  const newRun = { dataset: 'strokes', split: null, corrections: 'current', configuration } as const
  const { job } = await window.request('training.start', newRun)
  await window.next('training.epoch')
  const stopped = window.next('training.queue', ({ jobs }) =>
    jobs.some(({ state }) => state.phase === 'stopped'),
  )
  await window.request('training.stop', { job, after: 'step' })
  await stopped
}

/** Does the work while a page shows Train. */
async function besidePage<Result>(
  url: string,
  work: (session: CDPSession) => Promise<Result>,
): Promise<Result> {
  const browser = await launchChromium()
  try {
    const page = await browser.newPage({ viewport: SIZE })
    await page.goto(url)
    await page.getByRole('group', { name: 'Transport' }).waitFor()
    return await work(await page.context().newCDPSession(page))
  } finally {
    await browser.close()
  }
}

async function besideTraining(rounds: number, progress: Progress): Promise<readonly Row[]> {
  await using home = await makeTestHome()
  await using served = await serve(home)
  using window = await WindowClient.open(served.url)
  const processId = served.child.pid ?? Number.NaN
  const epochsMs = { commandLine: [] as number[], hidden: [] as number[], visible: [] as number[] }
  const requests: number[] = []
  progress('training once, so that the data set is there')
  await commandLineEpochMs(home)
  const ways = {
    commandLine: () => commandLineEpochMs(home),
    hidden: () => windowEpochMs(window),
    visible: () => besidePage(served.url, () => windowEpochMs(window)),
  }
  for (let round = 1; round <= rounds; round++) {
    // Another one is the first in each round: a machine is not the same all the time.
    const names = ['commandLine', 'hidden', 'visible'] as const
    for (const name of [...names.slice(round % 3), ...names.slice(0, round % 3)]) {
      progress(`training, round ${round} of ${rounds}: ${name}`)
      epochsMs[name].push(await ways[name]())
    }
  }
  progress('training once more, with requests timed and each task of the page traced')
  // Not in a round: asking and tracing take time themselves.
  const tasks = await besidePage(served.url, (session) =>
    rendererTasks(session, async () => {
      const trained = windowEpochMs(window)
      requests.push(...(await requestTimes(window, trained)))
    }),
  )
  const slower = (other: readonly number[]) => {
    const ratios = other.map((ms, round) => ms / (epochsMs.commandLine[round] ?? Number.NaN) - 1)
    const { median, least, most } = spread(ratios)
    const percent = (share: number) => `${(100 * share).toFixed(1)} %`
    return `${percent(median)} (${percent(least)} to ${percent(most)})`
  }
  const status = await readFile(`/proc/${processId}/status`, 'utf8')
  const peakKilobytes = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1])
  return [
    [
      'memory of the main process, at most',
      '150 MB',
      `${((peakKilobytes * 1024) / 1e6).toFixed(0)} MB`,
    ],
    [
      'a request to main while a run trains, p95 (median)',
      '50 ms',
      `${quantile(requests, 0.95).toFixed(1)} ms (${spread(requests).median.toFixed(1)} ms)`,
    ],
    [
      "the renderer's longest task, processor time",
      '50 ms',
      `${Math.max(...tasks).toFixed(1)} ms of ${tasks.length} tasks`,
    ],
    ['training slower than from the command line, window hidden', '3 %', slower(epochsMs.hidden)],
    ['the same, Train visible', '10 %', slower(epochsMs.visible)],
  ]
}
