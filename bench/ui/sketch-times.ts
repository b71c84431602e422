import type { CDPSession, Page } from 'playwright-core'
import { z } from 'zod'
import { trainingConfigurationSchema } from '../../src-preload/contract/training'
import { launchChromium } from '../../test/browser/chromium'
import { linesOf, type Line } from '../../test/browser/pen'
import { serve } from '../../test/browser/served'
import { makeTestHome } from '../../test/data-home'
import { WindowClient } from '../../test/window-client'
import { quantile, spread } from '../statistics'
import { barTable } from './bar-table'

/** Characters written in a round. */
const WRITTEN = '2A7bR4Sgk0EnW3'
/** Long enough that nothing of an earlier point is still being read. */
const SETTLED_MS = 150
const GIVE_UP_MS = 5000
const timesSchema = z.strictObject({ changedMs: z.number(), paintedMs: z.number() })
type Times = z.infer<typeof timesSchema>

/**
 * From the pen being lifted to the changed answer: in Chromium without a GPU, through `glyphlab serve` and the real
 * recogniser, idle and beside a run that trains on the same cores.
 */
export async function sketchTimes(
  rounds: number,
  progress: (line: string) => void,
): Promise<string> {
  await using home = await makeTestHome()
  await using served = await serve(home)
  using window = await WindowClient.open(served.url)
  const idle = await writtenBy(served.url, rounds, (line) => progress(`idle, ${line}`))
  progress('a run begins')
  const configuration = trainingConfigurationSchema.parse({
    epochs: 1000,
    earlyStoppingPatience: null,
  })
  const newRun = { dataset: 'strokes', split: null, corrections: 'current', configuration } as const
  const { job } = await window.request('training.start', newRun)
  await window.next('training.progress')
  const busy = await writtenBy(served.url, rounds, (line) => progress(`training, ${line}`))
  const stopped = window.next('training.queue', ({ jobs }) =>
    jobs.some(({ state }) => state.phase === 'stopped'),
  )
  await window.request('training.stop', { job, after: 'step' })
  await stopped
  return await barTable(rounds, [
    ['pen lifted to the changed answer, median', '16 ms', text(idle, 0.5)],
    ['the same, p95', '33 ms', text(idle, 0.95)],
    ['the same while a run trains, p95', '100 ms', text(busy, 0.95)],
    ['the same while a run trains, median', '', text(busy, 0.5)],
  ])
}

function text(times: readonly Times[], share: number): string {
  const of = (name: keyof Times) => {
    const values = times.map((each) => each[name])
    return (share === 0.5 ? spread(values).median : quantile(values, share)).toFixed(1)
  }
  return `${of('changedMs')} ms (to the frame after: ${of('paintedMs')} ms; ${times.length} characters)`
}

async function writtenBy(
  url: string,
  rounds: number,
  progress: (line: string) => void,
): Promise<readonly Times[]> {
  const browser = await launchChromium()
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    await page.goto(url)
    await page.keyboard.press('Alt+3')
    const session = await page.context().newCDPSession(page)
    const sheet = page.getByRole('application', { name: /^Drawing square/ })
    await sheet.waitFor()
    const times: Times[] = []
    for (let round = 0; round <= rounds; round++) {
      progress(`round ${round} of ${rounds}${round === 0 ? ' (left out)' : ''}`)
      for (const character of WRITTEN) {
        const lines = await linesOf(sheet, character)
        for (const line of lines.slice(0, -1)) await draw(page, session, line)
        const timed = await liftMs(page, session, lines.at(-1) ?? [])
        if (round > 0) times.push(timed)
        await page.getByRole('button', { name: /^Clear/ }).click()
      }
    }
    return times
  } finally {
    await browser.close()
  }
}

async function draw(page: Page, session: CDPSession, line: Line): Promise<void> {
  await hold(session, line)
  await page.waitForTimeout(20)
  await lift(session, line)
}

/** All of a line but for its last point, to which the pen is lifted. */
async function hold(session: CDPSession, line: Line): Promise<void> {
  for (const [index, [x, y]] of line.slice(0, -1).entries())
    await session.send('Input.dispatchMouseEvent', {
      ...{ type: index === 0 ? 'mousePressed' : 'mouseMoved', x, y },
      ...{ button: 'left', buttons: 1, clickCount: 1 },
    })
}

async function lift(session: CDPSession, line: Line): Promise<void> {
  const [x, y] = line.at(-1) ?? [0, 0]
  await session.send('Input.dispatchMouseEvent', {
    ...{ type: 'mouseReleased', x, y, button: 'left', buttons: 0, clickCount: 1 },
  })
}

/**
 * The pen rests before it is lifted a little further on: what changes then is the answer to the last point, and no
 * late one to a point before.
 */
async function liftMs(page: Page, session: CDPSession, line: Line): Promise<Times> {
  await hold(session, line)
  await page.waitForTimeout(SETTLED_MS)
  // In the page, so that the driver's way to it is not timed.
  await page.evaluate(
    `void (window.timed = new Promise((resolve, reject) => addEventListener('pointerup', () => {
      const startedMs = performance.now()
      const region = document.querySelector('[aria-label="Reading"]')
      const observer = new MutationObserver(() => {
        const changedMs = performance.now() - startedMs
        observer.disconnect()
        requestAnimationFrame(() => resolve({ changedMs, paintedMs: performance.now() - startedMs }))
      })
      observer.observe(region, { subtree: true, childList: true, characterData: true, attributes: true })
      setTimeout(() => reject(new Error('the answer never changed')), ${GIVE_UP_MS})
    }, { once: true, capture: true })))`,
  )
  await lift(session, line)
  return timesSchema.parse(await page.evaluate('window.timed'))
}
