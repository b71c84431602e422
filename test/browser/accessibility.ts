import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { screenshot } from './chromium'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
export const WIDE = { width: 1440, height: 900 }
/** The smallest window there is; and one of 1440 x 900 at twice its size, as the page sees it. */
export const SMALL = [
  ['in the smallest window', '1024', { width: 1024, height: 700 }],
  ['at twice the size', '200-percent', { width: 720, height: 450 }],
] as const

export interface Stop {
  readonly name: string
  readonly x: number
  readonly y: number
  /** The pane that it is in. */
  readonly pane: string
}

/** What axe finds wrong with what is shown, in both themes; kept as pictures. */
export async function violationsOf(page: Page, kept: string): Promise<readonly string[]> {
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.locator(`html[data-theme="${colorScheme}"]`).waitFor()
    await screenshot(page, `${kept}-${colorScheme}`)
    if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(AXE)
    const options = JSON.stringify({ resultTypes: ['violations'], ...rulesIn(colorScheme) })
    const { violations } = await page.evaluate<AxeResults>(`axe.run(document, ${options})`)
    for (const { id, nodes } of violations)
      found.push(`${colorScheme}: ${id} at ${nodes.map(({ target }) => String(target)).join('; ')}`)
  }
  await page.emulateMedia({ colorScheme: 'light' })
  return found
}

/** Themes differ in their colours alone: what asks for those is asked in both. */
function rulesIn(colorScheme: 'light' | 'dark') {
  return colorScheme === 'light' ? {} : { runOnly: ['color-contrast', 'link-in-text-block'] }
}

/** Every stop of the Tab key from the top of the page until it leaves the page. */
export async function tabStops(page: Page): Promise<readonly Stop[]> {
  await page.locator('.titlebar .name').click()
  const stops: Stop[] = []
  for (let press = 0; press < 100; press += 1) {
    await page.keyboard.press('Tab')
    const stop = await page.evaluate<Stop | null>(() => {
      const focused = document.activeElement
      if (!(focused instanceof HTMLElement) || focused === document.body) return null
      const { x, y } = focused.getBoundingClientRect()
      const labels = 'labels' in focused && focused.labels instanceof NodeList ? focused.labels : []
      const label = focused.getAttribute('aria-label') ?? labels[0]?.textContent
      return {
        name: (label ?? focused.textContent).trim().replace(/\s+/g, ' '),
        x,
        y,
        pane: focused.closest('.titlebar, nav, .form, .bench')?.className ?? '',
      }
    })
    if (stop === null) return stops
    stops.push(stop)
  }
  throw new Error(`the focus goes round: ${stops.map(({ name }) => name).join(', ')}`)
}

/** What is wider than its place, so that it would have to be scrolled sideways. */
export function sidewaysScrollers(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('*')]
      .filter((element) => {
        const { overflowX } = getComputedStyle(element)
        const scrolls = element === document.documentElement || /auto|scroll/.test(overflowX)
        return scrolls && element.scrollWidth > element.clientWidth + 1
      })
      .map(({ className, tagName }) => `${tagName} ${className}`),
  )
}
