import type { CDPSession, Page } from 'playwright-core'
import { z } from 'zod'
import { LONG_RUN_POINTS } from './long-run'

const PAN_STEPS = 120
const milliseconds = z.number()

/** Milliseconds from the request of the page to its first text on screen. */
export async function firstPaintMs(page: Page, url: string): Promise<number> {
  await page.goto(url)
  await page.getByRole('group', { name: 'Transport' }).waitFor()
  return milliseconds.parse(
    await page.evaluate(
      `new Promise((resolve) => new PerformanceObserver((list) => {
        const paint = list.getEntriesByName('first-contentful-paint')[0]
        if (paint) resolve(paint.startTime)
      }).observe({ type: 'paint', buffered: true }))`,
    ),
  )
}

/** Milliseconds from the click that shows the curves of an interrupted run to their first frame. */
export async function openLongRunMs(page: Page): Promise<number> {
  const button = page.getByRole('button', { name: 'Show its curves' })
  await button.waitFor()
  // In the page, so that neither the driver's way to it nor its looking for things is timed.
  const opened = page.evaluate(
    `new Promise((resolve) => addEventListener('click', () => {
      const startedMs = performance.now()
      const look = () => {
        const figure = document.querySelector('[role=img][aria-label^="Loss of training"]')
        const isDrawn = figure?.getAttribute('aria-label').includes('${(LONG_RUN_POINTS * 10).toLocaleString('en')}')
        requestAnimationFrame(isDrawn ? () => resolve(performance.now() - startedMs) : look)
      }
      look()
    }, { once: true, capture: true }))`,
  )
  await button.click()
  return milliseconds.parse(await opened)
}

/** Processor time of the page's script for each step of panning through zoomed curves, in milliseconds. */
export async function panStepsMs(page: Page, session: CDPSession): Promise<readonly number[]> {
  await page
    .getByRole('application')
    .or(page.locator('[aria-describedby][tabindex="0"]'))
    .first()
    .focus()
  for (let zoom = 0; zoom < 4; zoom++) await page.keyboard.press('+')
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const times: number[] = []
  for (let step = 0; step < PAN_STEPS; step++) {
    const before = await scriptMs(session)
    await page.keyboard.press(
      Math.floor(step / 10) % 2 === 0 ? 'Shift+ArrowLeft' : 'Shift+ArrowRight',
    )
    await page.evaluate(
      'new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))',
    )
    times.push((await scriptMs(session)) - before)
  }
  return times
}

/** How long script has run in a page so far, in milliseconds. */
export async function scriptMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics')
  const seconds = metrics.find(({ name }) => name === 'ScriptDuration')?.value
  if (seconds === undefined) throw new Error('the browser counts no script time')
  return seconds * 1000
}
