import { readFile } from 'node:fs/promises'
import type { Browser, CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createRandom, type Random } from '../../src-main/core/random/random'
import { makeTestHome, type TestHome } from '../data-home'
import { ProcessFamily } from '../process-family'
import { CHROMIUM, faultsOf, launchChromium } from './chromium'
import { serve, type Served } from './served'

/** An hour of a stroke a second. */
const STROKES = 3600
const SAMPLES = 20
/** Memory may be so much more at the end than it was once everything had been used. */
const GROWTH = 1.05

/** Megabytes. */
interface Memory {
  readonly page: number
  readonly main: number
  readonly recogniser: number
}

describe.skipIf(CHROMIUM === null)("an hour's worth of random strokes", () => {
  let browser: Browser
  let home: TestHome
  let served: Served
  beforeAll(async () => {
    browser = await launchChromium()
    home = await makeTestHome()
    served = await serve(home)
  })
  afterAll(async () => {
    await browser.close()
    await served[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
  })

  test('leave the memory of page, program and recogniser as it was', async () => {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    const faults = faultsOf(page)
    await page.goto(served.url)
    await page.keyboard.press('Alt+3')
    await page.getByRole('application', { name: /^Drawing square/ }).waitFor()
    const session = await page.context().newCDPSession(page)
    const random = createRandom(1, 'random strokes')
    const samples: Memory[] = []
    for (let stroke = 1; stroke <= STROKES; stroke++) {
      await randomStroke(page, session, random)
      const chance = random.uniform()
      if (chance < 0.1) await page.keyboard.press('Control+z')
      else if (chance < 0.3) await page.keyboard.press('Delete')
      if (stroke % (STROKES / SAMPLES) === 0) {
        await page.keyboard.press('Delete')
        await page.waitForTimeout(1000)
        samples.push(await memory(session))
        console.log(`${stroke} strokes: ${JSON.stringify(samples.at(-1))}`)
      }
    }
    for (const part of ['page', 'main', 'recogniser'] as const) {
      const of = (from: number, to: number) =>
        samples
          .slice(from, to)
          .map((sample) => sample[part])
          .sort((a, b) => a - b)[Math.floor((to - from) / 2)] ?? Number.NaN
      const before = of(SAMPLES / 5, (2 * SAMPLES) / 5)
      expect(of((4 * SAMPLES) / 5, SAMPLES) / before, part).toBeLessThan(GROWTH)
    }
    expect(faults).toEqual([])
    expect(await page.getByRole('application', { name: /^Drawing square/ }).isVisible()).toBe(true)
  })

  async function memory(session: CDPSession): Promise<Memory> {
    await session.send('HeapProfiler.collectGarbage')
    const { usedSize } = await session.send('Runtime.getHeapUsage')
    const main = served.child.pid ?? Number.NaN
    const [recogniser = Number.NaN] = new ProcessFamily(main).named('recogniser.js')
    return {
      page: usedSize / 1e6,
      main: await residentMegabytes(main),
      recogniser: await residentMegabytes(recogniser),
    }
  }
})

async function residentMegabytes(processId: number): Promise<number> {
  const status = await readFile(`/proc/${processId}/status`, 'utf8')
  return (Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1024) / 1e6
}

/** A walk over the sheet, sometimes over its edge, with a mouse, a pen or a finger. */
async function randomStroke(page: Page, session: CDPSession, random: Random): Promise<void> {
  const box = await page.getByRole('application', { name: /^Drawing square/ }).boundingBox()
  if (box === null) throw new Error('the sheet is gone')
  let [x, y] = [random.uniform(), random.uniform()]
  const first = [box.x + x * box.width, box.y + y * box.height] as const
  const walk = Array.from({ length: 2 + Math.floor(20 * random.uniform()) }, () => {
    x += 0.08 * random.normal()
    y += 0.08 * random.normal()
    return [box.x + x * box.width, box.y + y * box.height] as const
  })
  // A press beside the sheet would be a press on something else.
  const points = [first, ...walk]
  const last = points.at(-1) ?? first
  const kind = random.uniform()
  if (kind < 0.2) {
    const touch = ([x, y]: readonly [number, number]) => ({ x, y, id: 1, radiusX: 8, radiusY: 8 })
    const send = (type: 'touchStart' | 'touchMove', at: readonly [number, number]) =>
      session.send('Input.dispatchTouchEvent', { type, touchPoints: [touch(at)] })
    await send('touchStart', first)
    for (const point of points.slice(1)) await send('touchMove', point)
    const type = random.uniform() < 0.2 ? 'touchCancel' : 'touchEnd'
    await session.send('Input.dispatchTouchEvent', { type, touchPoints: [] })
    return
  }
  const pointerType = kind < 0.4 ? 'pen' : 'mouse'
  const send = (
    type: 'mousePressed' | 'mouseMoved' | 'mouseReleased',
    [x, y]: readonly [number, number],
  ) =>
    session.send('Input.dispatchMouseEvent', {
      ...{ type, x, y, pointerType, button: 'left', clickCount: 1, force: random.uniform() },
      buttons: type === 'mouseReleased' ? 0 : 1,
    })
  await send('mousePressed', first)
  for (const point of points.slice(1)) await send('mouseMoved', point)
  await send('mouseReleased', last)
}
